import Collateral
import Ingestion
import JSONDocuments
import MarketData
import Testing

/// The tables of a market folder beyond curves: the sample has all of them.
struct MarketFolderTests {
  private static let sample = "options-book-2023-03-31/"

  private static func text(_ file: MarketFile) throws -> String {
    try SampleFiles.text(sample + "market/" + file.rawValue)
  }

  /// The sample with one file changed, or taken away.
  private static func market(
    _ changed: MarketFile? = nil, _ change: (String) -> String? = { $0 }
  ) throws -> MarketSnapshot {
    var files: [MarketFile: ByteSource] = [:]
    for file in MarketFile.allCases {
      let text = try text(file)
      files[file] = (file == changed ? change(text) : text).map { ByteSource(Array($0.utf8)) }
    }
    return try MarketImport().folder(
      files, models: models.map { ($0, try SampleFiles.source(sample + "market/" + $0)) })
  }

  private static let models = ["collateral_models/mortgage-rate.json", "collateral_models/prepayment.json"]

  @Test("a folder with every table is the document that was worked out apart from it")
  func roundTrip() throws {
    let folder = try Self.market()
    let document = try MarketImport().document(
      SampleFiles.source(Self.sample + "market.json"), file: "market.json")
    #expect(folder == document)
    #expect(try CanonicalJSON.encodeBytes(folder) == CanonicalJSON.encodeBytes(document))
    #expect(folder.volatilities.swaptions.count == 2 && folder.volatilities.fx[0].points.count == 4)
    #expect(folder.creditCurves.map(\.kind) == [.parSpread, .hazardRate, .upfront])
    #expect(folder.shortRateModels["EUR"]?.twoFactor?.correlation == -0.71)
  }

  @Test("the order of rows does not matter")
  func order() throws {
    let plain = try Self.market()
    for file in MarketFile.allCases where file != .manifest && file != .fxVolatilities {
      let reversed = try Self.market(file) { text in
        let lines = text.split(separator: "\n")
        return ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
      }
      #expect(reversed == plain, "\(file.rawValue)")
    }
  }

  @Test("any table but curves.csv may be left out")
  func leftOut() throws {
    for file in MarketFile.allCases {
      switch file {
      case .manifest, .curves:
        let error = #expect(throws: IngestionError.self) { try Self.market(file) { _ in nil } }
        #expect(error?.file == file.rawValue && error?.message.hasPrefix("is missing") == true)
      case .swaptionVolatilities:
        // Without them the smile has nothing to be added to.
        let error = #expect(throws: IngestionError.self) { try Self.market(file) { _ in nil } }
        #expect(error?.file == "swaption_smiles.csv" && error?.line == 2 && error?.field == "surface")
      case .priceIndices:
        let error = #expect(throws: IngestionError.self) { try Self.market(file) { _ in nil } }
        #expect(error?.file == "breakevens.csv" && error?.field == "inflation_indices.US-CPI-U.published")
      case .spreads, .exchangeRates, .indexCurves, .fixings, .creditCurves, .breakevens, .seasonality,
        .swaptionSmiles, .capVolatilities, .fxVolatilities, .shortRateModels, .economy:
        _ = try Self.market(file) { _ in nil }
      }
    }
  }

  /// One row of a table, as it stands in the sample and wrong, and what is said of it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let file: MarketFile
    let row: String
    let wrong: String
    let line: Int
    let field: String
    let message: String
    var testDescription: String { "\(file.rawValue): \(wrong)" }

    init(
      _ file: MarketFile, _ row: String, _ wrong: String, line: Int, _ field: String, _ message: String
    ) {
      self.file = file
      self.row = row
      self.wrong = wrong
      self.line = line
      self.field = field
      self.message = message
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(.indexCurves, "USD-SOFR,", "USD-SOFRA,", line: 2, "index_curves.USD-SOFRA", "is not an index"),
    Mistake(.indexCurves, "EUR-ESTR,", "USD-SOFR,", line: 3, "index", "USD-SOFR is twice"),
    Mistake(
      .fixings, "2023-03-13,3.461", "2023-03-13,346.1", line: 3, "fixings.EUR-EURIBOR-6M[2023-03-13].rate",
      "0.05 for 5%"),
    Mistake(.fixings, "2023-03-13", "2022-12-13", line: 3, "date", "2022-12-13 is twice in EUR-EURIBOR-6M"),
    Mistake(
      .fixings, "2023-03-31", "2023-04-03", line: 16, "fixings.USD-SOFR[2023-04-03]",
      "after the valuation date"),
    Mistake(
      .creditCurves, "USD,40,,1Y", "USD,35,,1Y", line: 3, "recovery_percent", "differs from the first row"),
    Mistake(.creditCurves, "1Y,75,,", "1Y,75,2,", line: 3, "upfront_percent", "is given beside spread_bp"),
    Mistake(.creditCurves, "1Y,75,,", "1Y,,2,", line: 3, "upfront_percent", "differs from the first row"),
    Mistake(.creditCurves, "1Y,75,,", "1Y,,,", line: 3, "spread_bp", "is missing"),
    Mistake(
      .creditCurves, "5Y,142,", "5Y,142000,", line: 5, "credit_curves[ACME.SENIOR].points[5Y].quote",
      "125 basis points"),
    Mistake(.creditCurves, "40,500,5Y", "40,,5Y", line: 9, "coupon_bp", "differs"),
    Mistake(.priceIndices, "2022-07,", "2022-7,", line: 9, "month", "write it as 2023-02"),
    Mistake(
      .priceIndices, "2022-07,", "2021-11,", line: 2, "inflation_indices.US-CPI-U.published", "lacks 2022-07"),
    Mistake(
      .breakevens, "5Y,2.55", "18M,2.55", line: 4, "inflation_indices.US-CPI-U.breakevens[18M].tenor",
      "whole years"),
    Mistake(.seasonality, "US-CPI-U,3,1.0015\n", "", line: 2, "month", "no factor of month 3"),
    Mistake(.seasonality, "US-CPI-U,3,", "US-CPI-U,13,", line: 4, "month", "13 is not a month"),
    Mistake(
      .seasonality, "US-CPI-U,3,1.0015", "US-CPI-U,3,1.5", line: 4,
      "inflation_indices.US-CPI-U.seasonality[2]", "1.002"),
    Mistake(.swaptionVolatilities, "1Y,2Y,130,,", "1Y,2Y,,,", line: 5, "normal_bp", "is missing"),
    Mistake(.swaptionVolatilities, "1Y,2Y,130,,", "1Y,2Y,,30,", line: 5, "lognormal_percent", "differs"),
    Mistake(
      .swaptionVolatilities, "1Y,2Y,130,,", "1Y,2Y,130,30,", line: 5, "lognormal_percent", "is given beside"),
    Mistake(
      .swaptionVolatilities, "1Y,2Y,130,,", "1Y,2Y,130,,2", line: 5, "shift_percent", "only for lognormal"),
    Mistake(
      .swaptionVolatilities, "1Y,2Y,130,,", "1Y,2Y,13000,,", line: 5,
      "volatilities.swaptions[EUR.EURIBOR-6M].at_the_money[1Y][2Y]", "85 basis points"),
    Mistake(.swaptionVolatilities, "5Y,2Y,97", "7Y,2Y,97", line: 2, "tenor", "no row of 5Y into 2Y"),
    Mistake(.swaptionVolatilities, "5Y,2Y,97", "1Y,2Y,97", line: 8, "tenor", "1Y into 2Y is twice"),
    Mistake(.swaptionSmiles, "1Y,5Y,-100,7.5,,", "1Y,5Y,-100,,7.5,", line: 3, "normal_bp", "differs"),
    Mistake(
      .swaptionSmiles, "EUR.EURIBOR-6M,1Y,5Y,-50,2.9,,0.25\n", "", line: 2, "strike_bp",
      "-50.0 bp of 1Y into 5Y"),
    Mistake(.swaptionSmiles, "50,-0.4,,0.25", "50,-0.4,,0.5", line: 4, "sabr_beta", "differs"),
    Mistake(
      .swaptionSmiles, "1Y,5Y,-100,7.5", "1Y,5Y,-100,-800", line: 2,
      "volatilities.swaptions[EUR.EURIBOR-6M].smile.offsets[1Y][5Y][-100.0]", "decimals above 0"),
    Mistake(.capVolatilities, "2Y,3,118", "2Y,2,118", line: 3, "strike_percent", "is twice"),
    Mistake(.capVolatilities, "2Y,3,118", "2Y,3.5,118", line: 2, "strike_percent", "no row of 2Y at 0.03"),
    Mistake(.capVolatilities, "6M,5Y,3", "3M,5Y,3", line: 6, "period", "differs"),
    Mistake(
      .fxVolatilities, "1M,spot,8.15", "1M,spot,815", line: 2,
      "volatilities.fx[EURUSD].points[1M].at_the_money", "25%"),
    Mistake(
      .fxVolatilities, "1M,spot,8.15,,,", "1M,spot,8.15,,0.1,", line: 2, "risk_reversal_percent",
      "needs wing_delta"),
    Mistake(
      .fxVolatilities, "1M,spot,8.15", "1M,strike,8.15", line: 2, "delta_convention", "premium_adjusted_spot"),
    Mistake(
      .fxVolatilities, "1M,,,0.25,-0.32", "1M,,8,0.25,-0.32", line: 3, "at_the_money_percent", "row of a wing"
    ),
    Mistake(
      .fxVolatilities, "1M,,,0.25,-0.32", "1M,,,25,-0.32", line: 3,
      "volatilities.fx[EURUSD].points[1M].wings[25.0].delta", "such as 0.25"),
    Mistake(
      .fxVolatilities, "6M,spot,8.42", "9M,spot,8.42", line: 2, "at_the_money_percent",
      "no row of 6M at the money"),
    Mistake(.shortRateModels, "0.45,92,", "0.45,,", line: 3, "first_volatility_bp", "is missing"),
    Mistake(
      .shortRateModels, "0.02,85,", "0.02,8500,", line: 3, "short_rate_models.EUR.volatility",
      "100 basis points"),
    Mistake(.shortRateModels, "\nEUR,", "\nUSD,", line: 3, "currency", "USD is twice"),
    Mistake(
      .economy, "2022-12,mortgage_rate_percent,6.36", "2022-12,mortgage_rate_percent,636", line: 4,
      "collateral.mortgage_rates[2022-12].value", "0.065 for 6.5%"),
    Mistake(
      .economy, "2023-03,mortgage_rate_percent", "2023-04,mortgage_rate_percent", line: 2,
      "collateral.mortgage_rates", "lacks 2023-03"),
    Mistake(
      .economy, "2022-11,unemployment_percent,3.6", "2022-10,unemployment_percent,3.6", line: 9, "month",
      "2022-10 is twice"),
    Mistake(
      .economy, "2022-10,house_prices.CA", "2022-10,house_price.CA", line: 20, "series", "house_prices."),
    Mistake(
      .economy, "2023-03,house_prices.CA,417.3", "2023-03,house_prices.CA,-1", line: 25,
      "collateral.house_prices.CA[2023-03].value", "above 0"),
  ]

  @Test("a mistake refuses the market and is told with file, line, field and fix", arguments: mistakes)
  func refused(mistake: Mistake) throws {
    #expect(try Self.text(mistake.file).contains(mistake.row), "the sample has the row")
    let error = #expect(throws: IngestionError.self) {
      try Self.market(mistake.file) { $0.replacing(mistake.row, with: mistake.wrong, maxReplacements: 1) }
    }
    #expect(
      error?.file == mistake.file.rawValue && error?.line == mistake.line && error?.field == mistake.field
        && error?.message.contains(mistake.message) == true, "\(error.map(\.description) ?? "")")
  }

  @Test("what a table says is not said in market.json too")
  func twice() throws {
    let error = #expect(throws: IngestionError.self) {
      try Self.market(.manifest) { $0.replacing("\"fx_base\"", with: "\"fixings\": {}, \"fx_base\"") }
    }
    #expect(error?.field == "fixings" && error?.message.contains("fixings.csv") == true)
    let collateral = #expect(throws: IngestionError.self) {
      try Self.market(.manifest) { $0.replacing("\"fx_base\"", with: "\"collateral\": {}, \"fx_base\"") }
    }
    #expect(collateral?.field == "collateral" && collateral?.message.contains("economy.csv") == true)
  }

  @Test("models are told apart by their members, and each has its name once")
  func models() throws {
    let files = [
      "default-hazard", "default-roll-rates", "mortgage-rate-2y-10y", "prepayment-richard-roll",
      "prepayment-turnover-refinancing", "severity-house-prices",
    ].map { "collateral-models/\($0).json" }
    func market(_ more: [(file: String, source: ByteSource)] = []) throws -> MarketSnapshot {
      try MarketImport().folder(
        [
          .manifest: SampleFiles.source(Self.sample + "market/market.json"),
          .curves: SampleFiles.source(Self.sample + "market/curves.csv"),
        ], models: files.map { ($0, try SampleFiles.source($0)) } + more)
    }
    let collateral = try #require(try market().collateral)
    #expect(collateral.prepaymentModels.map(\.name) == ["RICHARD-ROLL", "TURNOVER-REFINANCING-EXAMPLE"])
    #expect(collateral.defaultModels.map(\.name) == ["DEFAULT-HAZARD-EXAMPLE", "ROLL-RATES-EXAMPLE"])
    #expect(collateral.severityModels.count == 1 && collateral.mortgageRateModel?.intercept == 0.024)
    for (text, field, message) in [
      (try SampleFiles.text(files[2]), "name", "a model of mortgage rates stands in"),
      (try SampleFiles.text(files[3]), "name", "RICHARD-ROLL stands in"),
      ("{\"name\": \"X\"}", nil, "is no model"),
      (
        try SampleFiles.text(files[5]).replacing("0.08", with: "8").replacing("PRICES", with: "X"),
        "selling_costs", "between"
      ),
    ] {
      let error = #expect(throws: IngestionError.self) {
        try market([("collateral_models/x.json", ByteSource(Array(text.utf8)))])
      }
      #expect(
        error?.file == "collateral_models/x.json" && error?.field == field
          && error?.message.contains(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test(
    "percentages and basis points are rounded once, as the document's decimals are",
    arguments: [
      ("4.74", 0.0474), ("7.1", 0.071), ("1e-3", 0.00001), ("0.25E1", 0.025), ("-0.35", -0.0035),
      ("0.1234567890123456789", 0.001234567890123456789), ("99.99999999999999", 0.9999999999999999),
      ("+3.", nil), ("0x3", nil),
    ] as [(String, Double?)])
  func exactNumbers(text: String, rate: Double?) throws {
    let snapshot = try? Self.market(.breakevens) { $0.replacing("1Y,2.71", with: "1Y,\(text)") }
    #expect(snapshot?.inflationIndices["US-CPI-U"]?.breakevens.first?.rate == rate)
  }
}
