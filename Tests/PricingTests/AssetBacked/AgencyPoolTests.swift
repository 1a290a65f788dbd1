import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Agency pools at speeds: worked examples of the Standard Formulas and of a textbook, through positions.
struct AgencyPoolTests {
  static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  static func pool(
    program: AgencyProgram = .ginnieMaeI, coupon: Double = 0.09, wac: Double = 0.095, term: Int = 360,
    age: Int = 0, factor: Double = 1, month: String = "2023-04", prepayment: String = "150 PSA",
    delayDays: Int? = nil, settlementDays: Int = 0
  ) throws -> Instrument {
    .assetBacked(
      .agencyPool(
        try AgencyPool(
          program: program, coupon: coupon,
          loans: PoolLoans(noteRate: wac, remainingTerm: term, age: age), factor: factor,
          factorMonth: YearMonth(month)!, prepayment: PoolPrepayment(prepayment), delayDays: delayDays,
          settlementDays: settlementDays)))
  }

  /// A curve in dollars that is not flat.
  static func markets(
    on day: String = "2023-04-01", _ scenarios: [Scenario] = [.base], collateral: CollateralMarket? = nil
  ) throws -> ScenarioMarkets {
    func point(_ tenor: String, _ rate: Double) -> CurvePoint {
      CurvePoint(tenor: Tenor(tenor)!, rate: rate)
    }
    return try ScenarioMarkets(
      snapshot: MarketSnapshot(
        valuationDate: date(day), source: "test", builtAt: "2023-04-01T21:00:00Z",
        curves: [
          CurveQuotes(
            id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .monotoneCubicDiscount,
            points: [point("1Y", 0.047), point("5Y", 0.036), point("10Y", 0.034), point("30Y", 0.037)],
            source: "test")
        ],
        spreadCurves: [
          SpreadQuotes(
            id: "USD.AGENCY", currency: .usd,
            points: [
              SpreadPoint(tenor: Tenor("1Y")!, basisPoints: 40),
              SpreadPoint(tenor: Tenor("10Y")!, basisPoints: 70),
            ],
            source: "test")
        ],
        discountCurves: ["USD": "USD"], fxBase: .usd, collateral: collateral),
      scenarios: scenarios, reportingCurrency: .usd)
  }

  static func price(
    _ terms: Instrument, mark: Double? = nil, spread: Double? = nil, spreadCurve: String? = nil,
    quantity: Double = 100, on day: String = "2023-04-01", _ scenarios: [Scenario] = [.base],
    measures: [Measure] = Measure.allCases
  ) throws -> PricedBatch {
    BatchPricer(
      markets: try markets(on: day, scenarios),
      request: PricingRequest(measures: measures, reportingCurrency: .usd)
    ).price([
      Fixtures.position(terms, quantity: quantity, mark: mark, spread: spread, spreadCurve: spreadCurve)
    ])
  }

  static func number(_ batch: PricedBatch, _ measure: Measure, scenario: Int = 0) throws -> Double {
    let row = try #require(batch.results.rows.firstIndex { $0.measure == measure })
    let cell = cell(batch.results, row: row, scenario: scenario)
    return try #require(cell.value, "\(measure): \(cell)")
  }

  /// SF-49 and SF-50: Ginnie Mae I 9%, 150% PSA, settled on the issue date at par. The example's life counts months of 30 days; the measure
  /// counts days, over 365.
  @Test func parCaseOfTheStandardFormulas() throws {
    let batch = try Self.price(Self.pool(month: "2023-06"), mark: 100, on: "2023-06-01")
    for (flow, printed) in [(0, 0.8242), (1, 0.8491), (2, 0.8738), (359, 0.0562)] {
      #expect(abs(100 * batch.cashFlows.total(flow) - printed) < 5e-5)
    }
    #expect(batch.cashFlows.flowCount == 360)
    #expect(batch.cashFlows.payDays[0] == Self.date("2023-07-15").dayNumber)
    #expect(batch.cashFlows.exDays[0] == Self.date("2023-07-01").dayNumber)
    #expect(abs(try Self.number(batch, .yield) - 0.0910675) < 5e-8)
    #expect(abs(try Self.number(batch, .macaulayDuration) - 5.73147) < 5e-6)
    #expect(abs(try Self.number(batch, .modifiedDuration) - 5.48186) < 5e-6)
    #expect(abs(try Self.number(batch, .convexity) - 54.4326) < 5e-5)
    #expect(abs(try Self.number(batch, .weightedAverageLife) - 9.77844) < 0.01)
    #expect(abs(try Self.number(batch, .cleanPrice) - 100) < 1e-9)
    #expect(abs(try Self.number(batch, .dirtyPrice) - 100) < 1e-9)
    #expect(try Self.number(batch, .accrued) == 0)
    #expect(abs(try Self.number(batch, .presentValue) - 100) < 1e-9)
  }

  /// Chapter 30 of Fabozzi, Foundations of Global Financial Markets: 400 million, 7.5% after fees, 8.125% gross, 165 PSA.
  @Test func collateralOfTheTextbook() throws {
    let terms = try Self.pool(
      program: .fannieMae, coupon: 0.075, wac: 0.08125, term: 357, age: 3, prepayment: "165 PSA")
    let flows = try Self.price(terms, quantity: 400e6).cashFlows
    let face = 400e6
    #expect(abs(face * (flows.principal[0] + flows.prepayment[0]) - 709_923.49) < 0.005)
    #expect(abs(face * flows.interest[0] - 2_500_000) < 0.005)
    #expect(abs(face * flows.interest[80] - 1_286_325) < 0.5)
    #expect(flows.payDays[0] == Self.date("2023-05-25").dayNumber)
  }

  /// Held in the middle of a month: accrued 30/360 from its first day, price times factor, and value the discounted flows.
  @Test func factorAndAccrued() throws {
    let terms = try Self.pool(
      program: .ginnieMaeII, coupon: 0.06, wac: 0.065, term: 300, age: 60, factor: 0.4, prepayment: "8 CPR",
      settlementDays: 2)
    let batch = try Self.price(terms, spread: 55, quantity: 1e6, on: "2023-04-18")
    #expect(abs(try Self.number(batch, .accrued) - 6.0 * 19 / 360) < 1e-12)
    let markets = try Self.markets(on: "2023-04-18")
    let flows = batch.cashFlows
    var value = 0.0
    for flow in 0..<flows.flowCount {
      let years = Double(flows.payDays[flow] - Self.date("2023-04-18").dayNumber) / 365
      let factor = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [years])[0]
      value += flows.total(flow) * factor * exp(-0.0055 * years)
    }
    #expect(abs(try Self.number(batch, .presentValue) - 1e6 * value) < 1e-6 * value)
    let settlement = 2.0 / 365
    let atSettlement =
      try markets.discountTable(currency: .usd, spreadCurve: nil, years: [settlement])[0]
      * exp(-0.0055 * settlement)
    #expect(abs(try Self.number(batch, .dirtyPrice) - 100 * value / 0.4 / atSettlement) < 1e-9)
    #expect(flows.payDays[0] == Self.date("2023-05-20").dayNumber)
    let again = try Self.price(
      terms, mark: try Self.number(batch, .cleanPrice), quantity: 1e6, on: "2023-04-18")
    #expect(abs(try Self.number(again, .optionAdjustedSpread) - 55) < 1e-6)
    #expect(abs(try Self.number(again, .zSpread) - 55) < 1e-6)
  }

  /// A factor of two months ago is run down at the speed of the pool.
  @Test func olderFactor() throws {
    let old = try Self.pool(term: 302, age: 58, factor: 0.5, month: "2023-02", prepayment: "6 CPR")
    let now = try Self.price(
      Self.pool(term: 300, age: 60, factor: 1, month: "2023-04", prepayment: "6 CPR"), spread: 30)
    let batch = try Self.price(old, spread: 30)
    #expect(batch.cashFlows.flowCount == 300)
    #expect(
      abs(try Self.number(batch, .cleanPrice) - (try Self.number(now, .cleanPrice))) < 1e-10)
    let future = try Self.price(Self.pool(month: "2023-05"), measures: [.presentValue])
    #expect(
      cells(future.results, positions: 1)[0][.presentValue]?.reason
        == Reason(.missingData, "factor of 2023-04; the instrument's is of 2023-05"))
  }

  /// Analytic sensitivities against the value at moved curves.
  @Test func sensitivitiesAreThoseOfTheValue() throws {
    func moved(_ basisPoints: Double) -> Scenario { Scenario.parallel(basisPoints) }
    let batch = try Self.price(
      Self.pool(), mark: 101, spreadCurve: "USD.AGENCY", quantity: 1e6, [.base, moved(1), moved(-1)])
    let (base, up, down) = (
      try Self.number(batch, .presentValue), try Self.number(batch, .presentValue, scenario: 1),
      try Self.number(batch, .presentValue, scenario: 2)
    )
    let dv01 = try Self.number(batch, .dv01)
    #expect(abs(dv01 - (up - down) / 2) < 1e-6 * abs(dv01))
    #expect(abs(try Self.number(batch, .cs01) - dv01) < 1e-9 * abs(dv01))
    #expect(abs(try Self.number(batch, .effectiveDuration) + dv01 / base * 1e4) < 1e-9)
    #expect(abs(try Self.number(batch, .effectiveConvexity) - (up - 2 * base + down) / base * 1e8) < 0.05)
    let keys = batch.results.rows.indices.filter { batch.results.rows[$0].measure == .keyRateDV01 }
      .compactMap { cell(batch.results, row: $0, scenario: 0).value }
    #expect(keys.count == 5 && abs(keys.reduce(0, +) - dv01) < 1e-9 * abs(dv01))
    // The mark's spread over both curves is held in every scenario.
    let spread = try Self.number(batch, .optionAdjustedSpread)
    #expect(abs(spread - (try Self.number(batch, .zSpread))) < 1e-9)
  }

  @Test func nothingLeft() throws {
    for terms in [
      try Self.pool(factor: 0), try Self.pool(term: 12, age: 348, month: "2022-03"),
    ] {
      let batch = try Self.price(terms, mark: 100)
      #expect(try Self.number(batch, .presentValue) == 0)
      #expect(batch.cashFlows.flowCount == 0)
      let priced = cells(batch.results, positions: 1)[0]
      #expect(priced[.cleanPrice]?.reason?.code == .notApplicable)
      for (measure, cell) in priced { #expect(cell.value?.isNaN != true, "\(measure)") }
    }
  }

  /// A pool bought forward at its forward price is worth nothing, and what is delivered is the pool.
  @Test func forwardTrade() throws {
    func trade(_ price: Double?, settlement: String = "2023-05-15") throws -> Instrument {
      .assetBacked(
        .toBeAnnounced(
          try ToBeAnnounced(
            program: .fannieMae, coupon: 0.055, settlementDate: Self.date(settlement),
            prepayment: .speed(150, .psa), age: 4, agreedPrice: price)))
    }
    let open = try Self.price(trade(nil), spread: 45, quantity: 1e6)
    let forward = try Self.number(open, .cleanPrice)
    #expect(abs(try Self.number(open, .accrued) - 5.5 * 14 / 360) < 1e-12)
    #expect(open.cashFlows.payDays[0] == Self.date("2023-06-25").dayNumber)
    // The same pool, seen from the settlement date on forward discount factors.
    let markets = try Self.markets()
    var delivered = 0.0
    func factor(_ day: Int32) throws -> Double {
      let years = Double(day - Self.date("2023-04-01").dayNumber) / 365
      return try markets.discountTable(currency: .usd, spreadCurve: nil, years: [years])[0]
        * exp(-0.0045 * years)
    }
    for flow in 0..<open.cashFlows.flowCount {
      delivered += open.cashFlows.total(flow) * (try factor(open.cashFlows.payDays[flow]))
    }
    let settled = try factor(Self.date("2023-05-15").dayNumber)
    #expect(abs(forward - (100 * delivered / settled - 5.5 * 14 / 360)) < 1e-9)

    let fair = try Self.price(trade(forward), spread: 45, quantity: 1e6)
    #expect(abs(try Self.number(fair, .presentValue)) < 1e-6)
    let marked = try Self.price(trade(forward - 1), mark: forward, quantity: 1e6)
    #expect(abs(try Self.number(marked, .presentValue) - 10_000 * settled) < 1e-4)
    #expect(abs(try Self.number(marked, .optionAdjustedSpread) - 45) < 1e-6)
    let settledTrade = try Self.price(trade(100, settlement: "2023-03-13"))
    #expect(try Self.number(settledTrade, .presentValue) == 0 && settledTrade.cashFlows.flowCount == 0)
    // A month later a dollar of coupon is lost and financing is gained: the drop.
    let later = try Self.price(trade(nil, settlement: "2023-06-13"), spread: 45)
    #expect(abs(forward - (try Self.number(later, .cleanPrice))) < 1)
  }

  /// A fair trade is worth nothing; its durations are those of the forward price, which the trade that is paid for elsewhere has at moved
  /// curves and spreads.
  @Test func durationsOfAForwardTradeAreThoseOfTheForwardPrice() throws {
    func trade(_ price: Double?) throws -> Instrument {
      .assetBacked(
        .toBeAnnounced(
          try ToBeAnnounced(
            program: .fannieMae, coupon: 0.055, settlementDate: Self.date("2023-06-13"),
            prepayment: .speed(150, .psa), age: 4, agreedPrice: price)))
    }
    func forwards(_ basisPoints: Double, spread: Double = 45) throws -> [Double] {
      let scenarios = [Scenario.base, .parallel(basisPoints), .parallel(-basisPoints)]
      let open = try Self.price(
        trade(nil), spread: spread, scenarios, measures: [.dirtyPrice, .cleanPrice])
      return try scenarios.indices.map { try Self.number(open, .dirtyPrice, scenario: $0) }
    }
    let near = try forwards(1)
    let forward = try Self.price(trade(nil), spread: 45, measures: [.cleanPrice])
    // Worth nothing, so that its own value divides nothing.
    let fair = try Self.price(
      trade(try Self.number(forward, .cleanPrice)), spread: 45, quantity: 1e6, [.base, .parallel(100)])
    #expect(abs(try Self.number(fair, .presentValue)) < 1e-6)
    let duration = (near[2] - near[1]) / (2e-4 * near[0])
    #expect(abs(try Self.number(fair, .effectiveDuration) - duration) < 1e-5)
    let far = try forwards(10)
    let convexity = (far[1] - 2 * far[0] + far[2]) / (1e-6 * far[0])
    // The fourth derivative is left out by the difference.
    #expect(abs(try Self.number(fair, .effectiveConvexity) - convexity) < 1e-3 * convexity)
    let wider = try forwards(1, spread: 46)[0]
    let tighter = try forwards(1, spread: 44)[0]
    #expect(abs(try Self.number(fair, .spreadDuration) - (tighter - wider) / (2e-4 * near[0])) < 1e-5)
    let keys = fair.results.rows.indices.filter { fair.results.rows[$0].measure == .keyRateDuration }
      .compactMap { cell(fair.results, row: $0, scenario: 0).value }
    let own = try Self.number(fair, .effectiveDuration)
    #expect(keys.count == 5 && abs(keys.reduce(0, +) - own) < 1e-9)
    // What the holder loses is the duration of the pool delivered, whose value today is that of the trade paid for elsewhere.
    let pool = try Self.number(
      Self.price(trade(nil), spread: 45, quantity: 1e6, measures: [.presentValue]), .presentValue)
    let lost = -(try Self.number(fair, .dv01)) / pool * 1e4
    #expect(abs(try Self.number(fair, .effectiveDuration) - lost) < 1e-9)
    // Asked for alone, it has what it needs.
    let alone = try Self.price(
      trade(101), spread: 45, measures: [.effectiveConvexity])
    #expect(
      abs(try Self.number(alone, .effectiveConvexity) - (try Self.number(fair, .effectiveConvexity))) < 1e-9)
  }
}

extension Scenario {
  fileprivate static func parallel(_ basisPoints: Double) -> Scenario { Fixtures.parallel(basisPoints) }
}
