import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Durations by key rate, of every kind of contract that has an effective duration.
@Suite struct KeyRateDurationTests {
  private static let day = CivilDate(iso: "2023-03-31")!
  private static let start = CivilDate(iso: "2023-04-11")!
  private static let end = CivilDate(iso: "2033-03-31")!
  private static let tenors = PricingRequest.standardKeyRates
  private static let measures: [Measure] = [
    .presentValue, .effectiveDuration, .keyRateDV01, .keyRateDuration,
  ]

  /// - Parameter rate: of the one curve, continuously compounded, the same for all times; else it rises.
  private static func market(flat rate: Double? = nil) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: day, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: zip([1, 5, 30], [0.02, 0.028, 0.035]).map {
            CurvePoint(tenor: Tenor($0, .years), rate: rate ?? $1)
          }, source: "test")
      ], discountCurves: ["EUR": "EUR"], fxBase: .eur,
      shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.01)],
      indexCurves: ["EUR-EURIBOR-6M": "EUR"],
      inflationIndices: [
        "EU-HICP-XT": InflationQuotes(
          published: (0..<3).map {
            PublishedIndex(month: YearMonth(year: 2022, month: 12).adding(months: $0), value: 120)
          }, breakevens: [CurvePoint(tenor: Tenor(10, .years), rate: 0.02)])
      ])
  }

  private static func bond() throws -> FixedBond {
    try FixedBond(
      currency: .eur, datedDate: day, maturity: end, coupon: 0.04, frequency: .annual, convention: .eurobond)
  }

  private static func loan(
    _ amortisation: Amortisation = .levelPay(payment: nil, periods: nil)
  ) throws -> AmortisingLoan {
    try AmortisingLoan(
      currency: .eur, balance: 100, balanceDate: day, firstPaymentDate: CivilDate(iso: "2023-09-30")!,
      maturity: end, rate: 0.04, frequency: .semiannual, amortisation: amortisation,
      endOfMonth: true)
  }

  /// With how near a difference over ±0.1 bp comes to the derivative: where holders and issuers choose, the value has kinks.
  private static func contracts() throws -> [(terms: Instrument, tolerance: Double)] {
    let exercise = [ExercisePrice(date: CivilDate(iso: "2026-03-31")!, price: 100)]
    let reset = LoanRateReset(
      index: .eurEuribor6M, margin: 0.01, first: CivilDate(iso: "2024-03-31")!, months: 12)
    return [
      (.fixedBond(try bond()), 1e-6),
      (.linkedBond(try InflationLinkedBond(bond: bond(), index: .euHICPXT, base: .value(100))), 1e-6),
      (.callableBond(try CallableBond(bond: bond(), calls: exercise)), 1e-3),
      (.callableBond(try CallableBond(bond: bond(), puts: exercise)), 1e-3),
      (
        .perpetualBond(
          try PerpetualBond(
            currency: .eur, datedDate: day, coupon: 0.04, frequency: .annual, convention: .eurobond)), 1e-6
      ),
      (.amortisingLoan(try loan()), 1e-6),
      (.variableLoan(try VariableLoan(loan: loan(), rateReset: reset)), 1e-6),
      (
        .floatingNote(
          try FloatingNote(
            currency: .eur, datedDate: start, maturity: end,
            coupon: FloatingRate(index: .eurEuribor6M, spread: 0.01))), 1e-6
      ),
      (
        .perpetualFloater(
          try PerpetualFloater(
            currency: .eur, datedDate: start, coupon: FloatingRate(index: .eurEuribor6M, spread: 0.01))), 1e-6
      ),
      (
        .structuredNote(
          try StructuredNote(
            currency: .eur, datedDate: start, maturity: end,
            coupon: .index(FloatingRate(index: .eurEuribor6M, spread: 0.08, gearing: -1)))), 1e-6
      ),
    ]
  }

  private static func price(
    _ terms: Instrument, _ scenarios: [Scenario], _ measures: [Measure], baseOnly: [Measure] = [],
    market: MarketSnapshot = market()
  ) throws -> ResultBlock {
    BatchPricer(
      markets: try ScenarioMarkets(snapshot: market, scenarios: scenarios, reportingCurrency: .eur),
      request: PricingRequest(
        measures: measures, baseOnlyMeasures: baseOnly, reportingCurrency: .eur, keyRateTenors: tenors)
    ).price([Fixtures.position(terms, quantity: -3, spread: 50)]).results
  }

  private static func values(_ block: ResultBlock, _ measure: Measure, scenario: Int = 0) throws -> [Double] {
    try block.rows.indices.filter { block.rows[$0].measure == measure }
      .map { try #require(cell(block, row: $0, scenario: scenario).value) }
  }

  /// Rounding alone: 1e-11 of the duration of a simulated note, 1e-12 of a year at least.
  @Test func theyAddUpToTheEffectiveDuration() throws {
    for (terms, _) in try Self.contracts() {
      let block = try Self.price(terms, [.base, Fixtures.parallel(150)], Self.measures)
      for scenario in 0..<2 {
        let keys = try Self.values(block, .keyRateDuration, scenario: scenario)
        let whole = try Self.values(block, .effectiveDuration, scenario: scenario)[0]
        #expect(keys.count == Self.tenors.count)
        #expect(
          abs(keys.reduce(0, +) - whole) <= 1e-11 * abs(whole) + 1e-12, "\(terms.productType): \(keys)")
        let value = try Self.values(block, .presentValue, scenario: scenario)[0]
        for (duration, dv01) in zip(
          keys, try Self.values(block, .keyRateDV01, scenario: scenario))
        {
          #expect(abs(-duration * value * 1e-4 - dv01) <= 1e-12 * abs(dv01))
        }
      }
      #expect(
        block.rows.filter { $0.measure == .keyRateDuration }.map(\.factor)
          == Self.tenors.map { PricingRequest.keyRateFactor(.eur, $0) })
    }
  }

  /// Each is what a rise of its tent does to the value.
  @Test func theyAreWhatScenariosShow() throws {
    let bump = 0.1
    var scenarios = [Scenario.base]
    for key in Self.tenors.indices {
      for points in [bump, -bump] {
        let shape = RateShift.Shape.keyRate(basisPoints: points, keyTenors: Self.tenors, index: key)
        scenarios.append(Scenario(id: "\(key)_\(points)", shifts: [.rates(RateShift(shape: shape))]))
      }
    }
    for (terms, tolerance) in try Self.contracts() {
      let block = try Self.price(terms, scenarios, [.presentValue, .keyRateDuration])
      let value = try Self.values(block, .presentValue)[0]
      for (key, duration) in try Self.values(block, .keyRateDuration).enumerated() {
        let up = try Self.values(block, .presentValue, scenario: 1 + 2 * key)[0]
        let down = try Self.values(block, .presentValue, scenario: 2 + 2 * key)[0]
        let difference = (down - up) / (2 * bump * 1e-4) / value
        #expect(
          abs(duration - difference) <= tolerance * max(1, abs(difference)), "\(terms.productType) \(key)")
      }
    }
  }

  /// On the base market alone as under many scenarios, and without any other measure, they have the same bits.
  @Test func nobodyElseNeedsToAsk() throws {
    for (terms, _) in try Self.contracts() {
      let all = try Self.price(terms, [.base, Fixtures.parallel(1)], Measure.allCases)
      let alone = try Self.price(terms, [.base, Fixtures.parallel(1)], [.keyRateDuration])
      let base = try Self.price(
        terms, [.base, Fixtures.parallel(1)], Self.measures, baseOnly: [.keyRateDuration])
      let expected = try Self.values(all, .keyRateDuration)
      #expect(try Self.values(alone, .keyRateDuration) == expected)
      #expect(try Self.values(base, .keyRateDuration) == expected)
      #expect(
        base.rows.indices.allSatisfy {
          base.rows[$0].measure != .keyRateDuration || base.range(ofRow: $0).count == 1
        })
    }
  }

  /// The modified duration is by a yield compounded f times a year: the sum of the key rates' is (1 + y/f) of it on a flat curve.
  @Test func modifiedDurationIsByAnotherRate() throws {
    let zero = 0.03
    let drawn = Instrument.variableLoan(
      try VariableLoan(loan: Self.loan(.bullet), commitment: LoanCommitment(amount: 100)))
    let block = BatchPricer(
      markets: try ScenarioMarkets(
        snapshot: Self.market(flat: zero), scenarios: [.base], reportingCurrency: .eur),
      request: PricingRequest(
        measures: [.yield, .modifiedDuration, .keyRateDuration], reportingCurrency: .eur)
    ).price([Fixtures.position(drawn)]).results
    let yield = try Self.values(block, .yield)[0]
    #expect(abs(yield - 2 * expm1(zero / 2)) <= 1e-12)
    let modified = try Self.values(block, .modifiedDuration)[0]
    let sum = try Self.values(block, .keyRateDuration).reduce(0, +)
    #expect(abs(modified * (1 + yield / 2) - sum) <= 1e-10)
    #expect(sum - modified > 0.05)
  }

  /// A swap may be worth nothing, and a bond that has matured is.
  @Test func whatHasNoEffectiveDurationHasNone() throws {
    let forward = Instrument.derivative(
      .forwardRate(
        try ForwardRateAgreement(
          currency: .eur, notional: 100, rate: 0.03, index: .eurEuribor6M,
          start: CivilDate(iso: "2023-10-02")!)))
    let matured = try Fixtures.bond(dated: "2013-03-15", maturity: "2023-03-15")
    for terms in [forward, matured] {
      let block = try Self.price(terms, [.base], [.keyRateDuration])
      #expect(block.gaps.map(\.reason.code) == Self.tenors.map { _ in .notApplicable })
    }
  }
}
