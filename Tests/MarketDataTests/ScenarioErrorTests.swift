import DatesAndConventions
import MarketData
import Testing

@Suite struct ScenarioErrorTests {
  static func errors(_ scenarios: [Scenario], _ snapshot: MarketSnapshot = TestMarket.snapshot())
    -> [ScenarioError]
  {
    do throws(ScenarioMarketsError) {
      _ = try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: .usd)
      return []
    } catch {
      guard case .scenarios(let errors) = error else { return [] }
      return errors
    }
  }

  @Test func unknownFactorsAreRefusedByName() {
    let errors = Self.errors([
      Scenario(
        "A", .zero(.parallel(basisPoints: 1), "USD.TREASURY"),
        .zero(.parallel(basisPoints: 1), "USD.TSY", "CHF")),
      Scenario("B", .wider(1, "USD.AAA")),
      Scenario("C", .currencies(0.1, "KRW", "USD")),
    ])
    #expect(errors.map { "\($0.scenario) \($0.shift ?? 0)" } == ["A 2", "A 2", "B 1", "C 1", "C 1"])
    #expect(
      errors.map(\.problem) == [
        "unknown rate curve 'USD.TSY'; the market has the curves EUR.AAA, JPY.JGB, USD.SOFR, USD.TREASURY and "
          + "discount curves for EUR, JPY, USD",
        "unknown rate curve 'CHF'; the market has the curves EUR.AAA, JPY.JGB, USD.SOFR, USD.TREASURY and "
          + "discount curves for EUR, JPY, USD",
        "unknown spread curve 'USD.AAA'; the market has EUR.BBB, USD.BBB",
        "no exchange rate for 'KRW'; the market has EUR, GBP, JPY",
        "the value of USD in the reporting currency USD is always 1; shift the other currencies",
      ])
    #expect(errors.first?.description.hasPrefix("scenario A, shift 2: unknown rate curve") == true)
  }

  static let years = [Tenor(1, .years), Tenor(5, .years)]

  @Test(arguments: [
    ScenarioShift.zero(.parallel(basisPoints: .nan)), .zero(.parallel(basisPoints: .infinity)),
    .zero(.parallel(basisPoints: 10_001)), .zero(.relative(fraction: -1.01)),
    .zero(.relative(fraction: .nan)),
    .zero(.keyRate(basisPoints: 1, keyTenors: [], index: 0)),
    .zero(.keyRate(basisPoints: 1, keyTenors: years, index: 2)),
    .zero(.keyRate(basisPoints: 1, keyTenors: years, index: -1)),
    .zero(.keyRate(basisPoints: 1, keyTenors: years.reversed(), index: 0)),
    .zero(.keyRate(basisPoints: 1, keyTenors: [Tenor(12, .months), Tenor(1, .years)], index: 0)),
    .zero(.twist(shortTenor: years[1], shortBasisPoints: 1, longTenor: years[0], longBasisPoints: 2)),
    .zero(.twist(shortTenor: years[0], shortBasisPoints: .nan, longTenor: years[1], longBasisPoints: 2)),
    .zero(.profile(points: [])),
    .zero(.profile(points: [SpreadPoint(tenor: years[0], basisPoints: -.infinity)])),
    .wider(.nan), .spread(SpreadShift(move: .relative(fraction: 11))), .currencies(-1), .currencies(.nan),
  ])
  func shiftsOutOfRangeAreRefused(_ shift: ScenarioShift) {
    let errors = Self.errors([.base, Scenario("BAD", shift)])
    #expect(errors.count == 1)
    #expect(errors.first?.scenario == "BAD")
    #expect(errors.first?.shift == 1)
  }

  @Test(arguments: [
    ScenarioShift.zero(.parallel(basisPoints: 1), "USD\u{0}"), .wider(1, "a\nb"), .currencies(0.1, "\u{7F}"),
  ])
  func namesWithControlCharactersAreRefused(_ shift: ScenarioShift) {
    let problems = Scenario.problems(of: [Scenario("BAD", shift)])
    #expect(problems.map(\.shift) == [1] && problems[0].problem.contains("control characters"))
  }

  @Test func repeatedAndEmptyIDsAreRefused() {
    #expect(Self.errors([.base, .base]).map(\.problem) == ["is given twice; ids are unique"])
    #expect(Self.errors([Scenario(id: "", shifts: [])]).count == 1)
    let many = (0...1_000).map { Scenario(id: "S\($0)", shifts: []) }
    #expect(Self.errors(many).map(\.scenario) == ["S1000"])
    #expect(Self.errors(Array(many.dropLast())).isEmpty)
  }

  @Test func aMovedCurveThatCannotBeBuiltNamesTheScenario() {
    let errors = Self.errors([
      Scenario("FINE", .quote(.parallel(basisPoints: 100))),
      Scenario(
        "BROKEN",
        .quote(.keyRate(basisPoints: 9_000, keyTenors: [Tenor(7, .years), Tenor(30, .years)], index: 1))),
    ])
    #expect(Set(errors.map(\.scenario)) == ["BROKEN"])
    #expect(errors.contains { $0.problem.contains("curve USD.TREASURY, tenor") })
  }

  /// Profit and loss is measured from BASE, which must not be moved by what else bears its name.
  @Test func baseHasNoShifts() {
    let errors = Self.errors([.base, Scenario("BASE", .zero(.parallel(basisPoints: 1)))])
    #expect(errors.map(\.scenario) == ["BASE", "BASE"])
    #expect(errors.contains { $0.problem == "is the market as it is; give what shifts it another id" })
    #expect(throws: ScenarioSetError.self) {
      try ScenarioSet(id: "X", scenarios: [Scenario("BASE", .zero(.parallel(basisPoints: 1)))])
    }
  }

  @Test func aBadSnapshotIsNamedBeforeScenarios() {
    let snapshot = TestMarket.snapshot(discountCurves: ["USD": "NONE"])
    #expect {
      try ScenarioMarkets(snapshot: snapshot, scenarios: [.base, .base], reportingCurrency: .usd)
    } throws: { error in
      guard case ScenarioMarketsError.market(let problems) = error else { return false }
      return problems.problems.map(\.path) == ["discount_curves.USD"]
    }
  }
}
