import Collateral
import DatesAndConventions
import Foundation
import Ingestion
import MarketData
import Testing

/// Scenario sets from CSV, and the sets that come with Tenor.
struct ScenarioFileTests {
  private func csv(_ text: String) throws -> ScenarioSet {
    try ScenarioImport().csv(ByteSource(Array(text.utf8)), file: "desk.csv", id: "DESK")
  }

  @Test func everyKindOfRowIsAShift() throws {
    let set = try csv(
      """
      scenario,description,shift,names,tenor,basis_points,percent
      BASE,As it is,none,,,,
      UP,Dollars up,zero_rates,USD;CAD,,100,
      SHAPE,,zero_rates,USD,2Y,10,
      SHAPE,,zero_rates,USD,10Y,40,
      SHAPE,,spreads,USD.BBB,,25,
      SHAPE,,fx,EUR,,,-10
      SHAPE,,inflation,US-CPI-U,,50,
      SHAPE,,volatility,EURUSD,1M,100,
      SHAPE,,volatility,EURUSD,1Y,50,
      RELATIVE,,quoted_rates,,,,10
      RELATIVE,,spreads,,,,50
      RELATIVE,,volatility,,,,10
      """)
    #expect(set.id == "DESK" && set.scenarios.map(\.id) == ["BASE", "UP", "SHAPE", "RELATIVE"])
    #expect(set.scenarios[0].shifts.isEmpty && set.scenarios[1].description == "Dollars up")
    #expect(
      set.scenarios[1].shifts == [
        .rates(RateShift(curves: ["USD", "CAD"], shape: .parallel(basisPoints: 100)))
      ])
    let points = [
      SpreadPoint(tenor: Tenor(2, .years), basisPoints: 10),
      SpreadPoint(tenor: Tenor(10, .years), basisPoints: 40),
    ]
    #expect(
      set.scenarios[2].shifts == [
        .rates(RateShift(curves: ["USD"], shape: .profile(points: points))),
        .spread(SpreadShift(curves: ["USD.BBB"], move: .absolute(basisPoints: 25))),
        .foreignExchange(FXShift(currencies: ["EUR"], fraction: -0.1)),
        .inflation(InflationShift(indices: ["US-CPI-U"], basisPoints: 50)),
        .volatility(
          SurfaceShift(surfaces: ["EURUSD"], expiry: Tenor("1M"), move: .absolute(basisPoints: 100))),
        .volatility(
          SurfaceShift(surfaces: ["EURUSD"], expiry: Tenor("1Y"), move: .absolute(basisPoints: 50))),
      ])
    #expect(
      set.scenarios[3].shifts == [
        .rates(RateShift(domain: .quote, shape: .relative(fraction: 0.1))),
        .spread(SpreadShift(move: .relative(fraction: 0.5))),
        .volatility(SurfaceShift(move: .relative(fraction: 0.1))),
      ])
  }

  @Test(arguments: [
    ("scenario,shift\n", 0, "has no scenarios"), ("scenario,colour\n", 1, "not a known column"),
    ("scenario,shift,basis_points\nA,up,1\n", 2, "shift"),
    ("scenario,shift,basis_points,percent\nA,zero_rates,1,1\n", 2, "beside basis_points"),
    ("scenario,shift,basis_points\nA,zero_rates,\n", 2, "is missing"),
    ("scenario,shift,basis_points\nA,fx,1\n", 2, "per cent"),
    ("scenario,shift,percent\nA,inflation,1\n", 2, "by basis points"),
    ("scenario,shift,tenor,percent\nA,zero_rates,2Y,1\n", 2, "profile"),
    ("scenario,shift,names\nA,volatility,EURUSD\n", 2, "is missing"),
    ("scenario,shift,tenor,basis_points\nA,zero_rates,2X,1\n", 2, "tenor"),
    ("scenario,shift,basis_points\nA,zero_rates,1\nB,zero_rates,1\nA,spreads,1\n", 4, "comes again"),
    ("scenario,shift,basis_points\nA,zero_rates,99999\n", 2, "basis points"),
    ("scenario,shift,basis_points\nA,zero_rates\n", 2, "cells"),
    ("scenario,shift,basis_points\nBASE,zero_rates,1\n", 2, "market as it is"),
    ("", 0, "is empty"),
  ])
  func wrongFilesAreRefusedByLine(text: String, line: Int, message: String) {
    let error = #expect(throws: IngestionError.self) { try csv(text) }
    #expect(error?.line ?? 0 == line, "\(String(describing: error))")
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  private func shipped(_ name: String) throws -> ScenarioSet {
    try ScenarioImport().document(
      try ByteSource(path: SampleFiles.folder + "scenario-sets/\(name).json"), file: name)
  }

  private func profile(_ set: ScenarioSet, _ scenario: String, _ currency: String) throws -> [SpreadPoint] {
    let found = try #require(set.scenarios.first { $0.id == scenario })
    for case .rates(let shift) in found.shifts where shift.curves == [currency] {
      switch shift.shape {
      case .profile(let points): return points
      case .parallel(let move): return [SpreadPoint(tenor: Tenor(1, .years), basisPoints: move)]
      case .relative, .keyRate, .twist: continue
      }
    }
    Issue.record("\(scenario) does not move \(currency)")
    return []
  }

  /// The Federal Reserve's set against the published figures (Tools/samples/fed_2026_final.csv): paths begin with the last quarter of
  /// history, Treasury rates are moved by their change to the fourth quarter after it.
  @Test(arguments: ["baseline", "severely_adverse"]) func theFederalReservesSetIsAsPublished(name: String)
    throws
  {
    let set = try shipped("fed-2026")
    let scenario = try #require(set.scenarios.first { $0.id == "FED_2026_\(name.uppercased())" })
    let economy = try #require(scenario.economy)
    #expect(scenario.shifts.count == 1 && economy.problems.isEmpty)
    let published = try SampleFiles.text("../Tools/samples/fed_2026_final.csv").split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    func path(_ variable: String) -> [Double] {
      ["historic", name].flatMap { part in
        published.filter { $0[0] == part && $0[2] == variable }.sorted { $0[1] < $1[1] }.compactMap {
          Double($0[3])
        }
      }
    }
    for (found, variable, scale) in [
      (economy.housePrices, "House Price Index (Level)", 1.0),
      (economy.unemployment, "Unemployment rate", 100),
      (economy.mortgageRates, "Mortgage rate", 100),
    ] {
      let expected = path(variable)
      #expect(expected.count == 14 && found?.count == 14)
      for (value, level) in zip(found ?? [], expected) { #expect(abs(value * scale - level) < 1e-9) }
    }
    let points = try profile(set, scenario.id, "USD")
    #expect(points.map(\.tenor.years) == [0.25, 5, 10])
    let variables = ["3-month Treasury rate", "5-year Treasury yield", "10-year Treasury yield"]
    for (point, variable) in zip(points, variables) {
      let rates = path(variable)
      #expect(abs(point.basisPoints - 100 * (rates[4] - rates[0])) < 1e-9)
    }
    // The quarter of the shift is the first with the severe scenario's lowest 10-year yield.
    if name == "severely_adverse" {
      let rates = path("10-year Treasury yield")
      #expect(rates.firstIndex(of: rates.min() ?? 0) == 4)
    }
  }

  /// SRP31.92: at 3.5 years the yen's steepener is −0.65·100·0.417 + 0.9·100·(1 − 0.417) = +25.4 basis points, and its
  /// flattener 0.8·100·0.417 − 0.6·100·(1 − 0.417) = −1.6; a short shock of 100 is 41.7.
  @Test(arguments: [
    ("irrbb-2016", "STEEPENER", 25.4), ("irrbb-2016", "FLATTENER", -1.6), ("irrbb-2016", "SHORT_UP", 41.7),
    ("irrbb-2024", "STEEPENER", 25.4), ("irrbb-2024", "FLATTENER", -1.6), ("irrbb-2024", "SHORT_DOWN", -41.7),
  ])
  func theExamplesOfTheStandardComeOut(set: String, scenario: String, expected: Double) throws {
    let points = try profile(try shipped(set), scenario, "JPY")
    let point = try #require(points.first { $0.tenor.years == 3.5 })
    #expect(abs(point.basisPoints - expected) < 0.05)
  }

  /// Some currencies of both tables: parallel, short and long in basis points.
  @Test(arguments: [
    ("irrbb-2016", "USD", 200.0, 300.0, 150.0), ("irrbb-2016", "EUR", 200, 250, 100),
    ("irrbb-2016", "GBP", 250, 300, 150), ("irrbb-2016", "CHF", 100, 150, 100),
    ("irrbb-2016", "ZAR", 400, 500, 300), ("irrbb-2016", "AUD", 300, 450, 200),
    ("irrbb-2024", "USD", 200, 300, 225), ("irrbb-2024", "EUR", 225, 350, 200),
    ("irrbb-2024", "GBP", 275, 425, 250), ("irrbb-2024", "CHF", 175, 250, 200),
    ("irrbb-2024", "ZAR", 325, 500, 300), ("irrbb-2024", "CAD", 200, 275, 175),
  ])
  func shocksAreThoseOfTheTable(
    set: String, currency: String, parallel: Double, short: Double, long: Double
  ) throws {
    let set = try shipped(set)
    #expect(set.scenarios.count == 7 && set.scenarios[0] == Scenario.base)
    #expect(try profile(set, "PARALLEL_UP", currency).map(\.basisPoints) == [parallel])
    #expect(try profile(set, "PARALLEL_DOWN", currency).map(\.basisPoints) == [-parallel])
    for (scenario, move) in [
      ("SHORT_UP", { (a: Double) in short * a }), ("SHORT_DOWN", { -short * $0 }),
      ("STEEPENER", { -0.65 * short * $0 + 0.9 * long * (1 - $0) }),
      ("FLATTENER", { 0.8 * short * $0 - 0.6 * long * (1 - $0) }),
    ] {
      let points = try profile(set, scenario, currency)
      #expect(points.count > 30)
      // Written to a millionth of a basis point.
      for point in points {
        #expect(abs(point.basisPoints - move(exp(-point.tenor.years / 4))) <= 1e-6)
      }
    }
  }

  @Test func parallelsAndKeyRatesComeWithTenor() throws {
    #expect(try shipped("parallel").scenarios.count == 7)
    #expect(
      try shipped("deals-nightly").scenarios.map(\.id) == ["BASE", "RATES_UP_100BP", "RATES_DOWN_100BP"])
    let keys = try shipped("key-rates")
    // The tents of all keys up add up to the parallel move.
    let snapshot = MarketSnapshot(
      valuationDate: CivilDate(iso: "2023-03-31")!, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(5, .years), rate: 0.04)], source: "test")
      ], discountCurves: ["USD": "USD"], fxBase: .usd)
    let up = keys.scenarios.filter { $0.id.hasSuffix("_UP") }
    let moved = try #require(try snapshot.curve("USD", under: up))
    for years in [0.1, 0.25, 0.7, 1, 3.3, 5, 8, 15, 29, 40] {
      let sum = moved.reduce(0) { $0 + $1.zeroRate(at: years) - 0.04 }
      #expect(abs(sum - 0.0025) < 1e-15)
    }
  }

  @Test func aSetIsNarrowedToAMarket() throws {
    func source(_ file: String) throws -> ByteSource {
      try SampleFiles.source("bond-fund-2023-03-31/market/\(file)")
    }
    let market = try MarketImport().folder([
      .manifest: try source("market.json"), .curves: try source("curves.csv"),
      .spreads: try source("spreads.csv"), .exchangeRates: try source("fx.csv"),
    ])
    let names = RiskFactorNames(market, reportingCurrency: .usd)
    let (set, leftOut) = try shipped("irrbb-2024").narrowed(to: names)
    #expect(leftOut.contains("ARS") && !leftOut.contains("USD"))
    #expect(set.scenarios.count == 7)
    #expect(set.scenarios.allSatisfy { $0.problems(in: names).isEmpty })
    #expect(throws: ScenarioMarketsError.self) {
      try ScenarioMarkets(
        snapshot: market, scenarios: try shipped("irrbb-2024").scenarios, reportingCurrency: .usd)
    }
    _ = try ScenarioMarkets(snapshot: market, scenarios: set.scenarios, reportingCurrency: .usd)
  }
}
