import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct ScenarioSetTests {
  static func decode(_ json: String) throws -> ScenarioSet {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ScenarioSet.self, from: Data(json.utf8))
  }

  @Test func readsEveryKindOfShift() throws {
    let set = try Self.decode(
      """
      {"id": "MINE", "scenarios": [
        {"id": "BASE", "shifts": []},
        {"id": "ALL", "description": "one of each", "shifts": [
          {"rates": {"shape": {"parallel": {"basis_points": 25}}}},
          {"rates": {"curves": ["USD"], "domain": "quote", "shape": {"relative": {"fraction": -0.1}}}},
          {"rates": {"shape": {"key_rate": {"basis_points": 10, "key_tenors": ["1Y", "5Y"], "index": 1}}}},
          {"rates": {"shape": {"twist": {"short_tenor": "2Y", "short_basis_points": -25,
                                         "long_tenor": "10Y", "long_basis_points": 50}}}},
          {"rates": {"shape": {"profile": {"points": [{"tenor": "1Y", "basis_points": 3}]}}}},
          {"spread": {"curves": ["USD.BBB"], "move": {"absolute": {"basis_points": 100}}}},
          {"spread": {"move": {"relative": {"fraction": 0.2}}}},
          {"foreign_exchange": {"currencies": ["EUR"], "fraction": 0.05}}]}]}
      """)
    let shifts: [ScenarioShift] = [
      .zero(.parallel(basisPoints: 25)), .quote(.relative(fraction: -0.1), "USD"),
      .zero(.keyRate(basisPoints: 10, keyTenors: [Tenor(1, .years), Tenor(5, .years)], index: 1)),
      .zero(
        .twist(
          shortTenor: Tenor(2, .years), shortBasisPoints: -25, longTenor: Tenor(10, .years),
          longBasisPoints: 50)),
      .zero(.profile(points: [SpreadPoint(tenor: Tenor(1, .years), basisPoints: 3)])),
      .wider(100, "USD.BBB"), .spread(SpreadShift(move: .relative(fraction: 0.2))), .currencies(0.05, "EUR"),
    ]
    #expect(set.id == "MINE")
    #expect(
      set.scenarios == [
        Scenario(id: "BASE", shifts: []), Scenario(id: "ALL", description: "one of each", shifts: shifts),
      ])
  }

  @Test func comesBackFromItsOwnJSON() throws {
    let set = try ScenarioSet(id: "DEMO", scenarios: StandardScenarios.demo)
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    #expect(try Self.decode(String(decoding: encoder.encode(set), as: UTF8.self)) == set)
  }

  @Test(arguments: [
    (#"{"id": "S", "scenarios": []}"#, "give at least one"),
    (#"{"id": "", "scenarios": [{"id": "A", "shifts": []}]}"#, "the id is empty"),
    (
      #"{"id": "S", "scenarios": [{"id": "A", "shifts": []}, {"id": "A", "shifts": []}]}"#,
      "scenario A: is given twice"
    ),
    (
      #"{"id": "S", "scenarios": [{"id": "A", "shifts": [{"rates": {"shape": {"profile": {"points": []}}}}]}]}"#,
      "scenario A, shift 1: points is empty"
    ),
    (#"{"id": "S", "scenarios": [{"id": "A", "shifts": [{}]}]}"#, "exactly one of the keys"),
  ])
  func refusesWhatCannotBeRun(_ json: String, _ message: String) throws {
    let error = #expect(throws: DecodingError.self) { try Self.decode(json) }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("not refused as data: \(String(describing: error))")
      return
    }
    #expect(context.debugDescription.contains(message))
  }
}

@Suite struct StandardScenariosTests {
  @Test func coreComesFirstUnderItsNames() {
    #expect(
      StandardScenarios.core.map(\.id) == ["BASE", "RATES_PARALLEL_1BP", "SPREAD_25BP", "FX_SPOT_1PCT"])
    #expect(Array(StandardScenarios.demo.prefix(4)) == StandardScenarios.core)
    #expect(StandardScenarios.demo.count >= 12)
  }

  /// In any market: without spread curves, in a single currency, and reporting in any of them.
  @Test func demoFitsAnyMarket() throws {
    let alone = TestMarket.snapshot(
      curves: [TestMarket.curves[0]], spreads: [], discountCurves: ["EUR": "EUR.AAA"], fxRates: [:])
    for snapshot in [TestMarket.snapshot(), alone] {
      for currency in [Currency.usd, .eur] {
        _ = try ScenarioMarkets(
          snapshot: snapshot, scenarios: StandardScenarios.demo, reportingCurrency: currency)
      }
    }
  }

  @Test func demoScenariosDiffer() throws {
    let years = [0.5, 5, 12]
    let plain = try ScenarioMarketsTests.columns(StandardScenarios.demo, .usd, years: years)
    let risky = try ScenarioMarketsTests.columns(
      StandardScenarios.demo, .usd, spread: "USD.BBB", years: years)
    let fx = try TestMarket.markets(StandardScenarios.demo).fxRates(base: .eur, quote: .usd)
    var seen: [[Double]: String] = [:]
    for (index, scenario) in StandardScenarios.demo.enumerated() {
      let same = seen.updateValue(scenario.id, forKey: plain[1 + index] + risky[1 + index] + [fx[1 + index]])
      #expect(same == nil, "\(scenario.id) is \(same ?? "")")
    }
  }
}
