import Ingestion
import JSONDocuments
import MarketData
import Testing

struct MarketImportTests {
  static let manifest = """
    {"schema_version":1,"valuation_date":"2023-03-31","source":"test","built_at":"2023-03-31T21:00:00Z",
     "adjustments":[],"discount_curves":{"USD":"USD.GOV"},"fx_base":"EUR"}
    """
  static let curves = """
    curve,currency,kind,interpolation,tenor,rate_percent,source
    USD.GOV,USD,par_2,linear_zero,10Y,3.48,T
    USD.GOV,USD,par_2,linear_zero,3M,4.85,T

    """

  private func market(
    manifest: String = manifest, curves: String = curves, fx: String? = nil
  ) throws -> MarketSnapshot {
    var files: [MarketFile: ByteSource] = [
      .manifest: ByteSource(Array(manifest.utf8)), .curves: ByteSource(Array(curves.utf8)),
    ]
    files[.exchangeRates] = fx.map { ByteSource(Array($0.utf8)) }
    return try MarketImport().folder(files)
  }

  @Test func sortsPointsAndReadsPercentExactly() throws {
    let snapshot = try market(fx: "currency,rate\nUSD,1.0875\n")
    #expect(snapshot.curves.first?.points.map(\.rate) == [0.0485, 0.0348])
    #expect(snapshot.curves.first?.points.map { "\($0.tenor)" } == ["3M", "10Y"])
    #expect(snapshot.fxRates == ["USD": 1.0875])
  }

  @Test func theDocumentFormReadsBack() throws {
    let snapshot = try market(fx: "currency,rate\nUSD,1.0875\n")
    let text = try CanonicalJSON.encodeBytes(snapshot)
    #expect(try MarketImport().document(ByteSource(text), file: "market.json") == snapshot)
  }

  @Test func priceIndicesComeWithTheManifest() throws {
    let indices =
      #","inflation_indices":{"US-CPI-U":{"published":[{"month":"2022-12","value":296.797},{"month":"2023-01","value":299.17}],"#
      + #""breakevens":[{"tenor":"10Y","rate":0.0248}]}}}"#
    let snapshot = try market(manifest: String(Self.manifest.dropLast()) + indices)
    #expect(snapshot.inflationIndices["US-CPI-U"]?.published.map(\.value) == [296.797, 299.17])
    #expect(snapshot.inflationIndices["US-CPI-U"]?.breakevens.map(\.rate) == [0.0248])
    let text = try CanonicalJSON.encodeBytes(snapshot)
    #expect(try MarketImport().document(ByteSource(text), file: "market.json") == snapshot)
    let error = #expect(throws: IngestionError.self) {
      try market(manifest: String(Self.manifest.dropLast()) + indices.replacing("2022-12", with: "2022-11"))
    }
    #expect(error?.field == "inflation_indices.US-CPI-U.published")
  }

  @Test(
    arguments: [
      ("USD.GOV,USD,par_2,linear_zero,3M,4.9,T\n", "tenor"),
      ("USD.GOV,EUR,par_2,linear_zero,2Y,4.9,T\n", "currency"),
      ("USD.GOV,USD,zero_simple,linear_zero,2Y,4.9,T\n", "kind"),
      ("USD.GOV,USD,par_3,linear_zero,2Y,4.9,T\n", "kind"),
      ("USD.GOV,USD,par_2,cubic,2Y,4.9,T\n", "interpolation"),
      ("USD.GOV,USD,par_2,linear_zero,2 years,4.9,T\n", "tenor"),
      ("USD.GOV,USD,par_2,linear_zero,2Y,,T\n", "rate_percent"),
      ("USD.GOV,USD,par_2,linear_zero,2Y,nan,T\n", "rate_percent"),
      ("USD.GOV,USD,par_2,linear_zero,2Y,4.9\n", nil),
    ] as [(String, String?)])
  func refusesTheMarketForOneBadRow(row: String, field: String?) throws {
    let error = #expect(throws: IngestionError.self) { try market(curves: Self.curves + row) }
    #expect(error?.line == 4)
    #expect(error?.field == field)
  }

  @Test func passesOnWhatValidationFinds() throws {
    let high = #expect(throws: IngestionError.self) {
      try market(curves: Self.curves + "USD.GOV,USD,par_2,linear_zero,2Y,490,T\n")
    }
    #expect(high?.field == "curves[USD.GOV].points[2Y].rate")
    #expect(high?.file == "curves.csv" && high?.line == 4)
    let unknown = #expect(throws: IngestionError.self) {
      try market(manifest: Self.manifest.replacing("\"USD.GOV\"", with: "\"USD.SWAP\""))
    }
    #expect(unknown?.field == "discount_curves.USD" && unknown?.file == "market.json")
    let typo = #expect(throws: IngestionError.self) {
      try market(manifest: Self.manifest.replacing("\"source\"", with: "\"sauce\""))
    }
    #expect(typo?.message == "the field 'source' is missing")
  }
}
