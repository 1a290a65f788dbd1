import CashFlows
import Collateral
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Agency pools whose prepayment a model tells, on simulated paths of rates.
struct SimulatedPoolTests {
  static let prepayment = PrepaymentModel(
    name: "S-CURVE", version: "1", source: "test",
    form: .turnoverAndRefinancing(
      TurnoverAndRefinancing(
        turnover: .init(
          annualRate: 0.07, seasoningMonths: 30, seasonality: Array(repeating: 1, count: 12), lockInSlope: 20,
          lockInFloor: 0.4),
        refinancing: .init(
          least: 0.0005, most: 0.05, midpoint: 0.009, steepness: 400, seasoningMonths: 12, lagMonths: 1),
        burnout: .init(activeShare: 0.75, passiveRefinancing: 0.2), curtailment: 0.01)))

  static func collateral(mortgageRate: Bool = true, model: Bool = true) -> CollateralMarket {
    CollateralMarket(
      prepaymentModels: model ? [prepayment] : [],
      mortgageRateModel: mortgageRate
        ? MortgageRateModel(
          name: "RATE", version: "1", source: "test", intercept: 0.02,
          terms: [.init(years: 2, weight: 0.2), .init(years: 10, weight: 0.8)]) : nil,
      mortgageRates: (1...3).map { MonthlyValue(month: YearMonth(year: 2023, month: $0), value: 0.064) })
  }

  static func markets(
    volatility: Double? = 0.009, _ scenarios: [Scenario] = [.base],
    collateral: CollateralMarket? = collateral()
  ) throws -> ScenarioMarkets {
    func point(_ tenor: String, _ rate: Double) -> CurvePoint {
      CurvePoint(tenor: Tenor(tenor)!, rate: rate)
    }
    return try ScenarioMarkets(
      snapshot: MarketSnapshot(
        valuationDate: CivilDate(iso: "2023-04-03")!, source: "test", builtAt: "2023-04-03T21:00:00Z",
        curves: [
          CurveQuotes(
            id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .monotoneCubicDiscount,
            points: [point("1Y", 0.047), point("5Y", 0.036), point("10Y", 0.034), point("30Y", 0.037)],
            source: "test")
        ],
        spreadCurves: [
          SpreadQuotes(
            id: "USD.AGENCY", currency: .usd,
            points: [SpreadPoint(tenor: Tenor("10Y")!, basisPoints: 50)], source: "test")
        ],
        discountCurves: ["USD": "USD"], fxBase: .usd,
        shortRateModels: volatility.map { ["USD": ShortRateModel(meanReversion: 0.03, volatility: $0)] }
          ?? [:],
        collateral: collateral),
      scenarios: scenarios, reportingCurrency: .usd)
  }

  static func pool(
    coupon: Double = 0.055, prepayment: String = "S-CURVE", month: String = "2023-04", term: Int = 330,
    age: Int = 30
  ) throws -> Instrument {
    .assetBacked(
      .agencyPool(
        try AgencyPool(
          program: .ginnieMaeII, coupon: coupon,
          loans: PoolLoans(noteRate: coupon + 0.006, remainingTerm: term, age: age), factor: 0.8,
          factorMonth: YearMonth(month)!, prepayment: PoolPrepayment(prepayment))))
  }

  static func price(
    _ terms: Instrument, _ markets: ScenarioMarkets, mark: Double? = nil, spread: Double? = nil,
    spreadCurve: String? = nil, measures: [Measure] = Measure.allCases, seed: UInt64 = 1
  ) -> PricedBatch {
    BatchPricer(
      markets: markets,
      request: PricingRequest(measures: measures, reportingCurrency: .usd, simulationSeed: seed)
    ).price([
      Fixtures.position(terms, quantity: 1e6, mark: mark, spread: spread, spreadCurve: spreadCurve)
    ])
  }

  static func number(_ batch: PricedBatch, _ measure: Measure, scenario: Int = 0) throws -> Double {
    try AgencyPoolTests.number(batch, measure, scenario: scenario)
  }

  /// Without volatility all paths are the forward rates, whose cash the projection gives loan by loan.
  @Test func withoutVolatilityItIsTheForwardCash() throws {
    let batch = Self.price(try Self.pool(), try Self.markets(volatility: 0), spread: 40)
    let markets = try Self.markets()
    let flows = batch.cashFlows
    var value = 0.0
    for flow in 0..<flows.flowCount {
      let years = Double(flows.payDays[flow] - CivilDate(iso: "2023-04-03")!.dayNumber) / 365
      let factor = try markets.discountTable(currency: .usd, spreadCurve: nil, years: [years])[0]
      value += 1e6 * flows.total(flow) * factor * exp(-0.004 * years)
    }
    // Months of the projection are twelfths of years, those of the paths have their days.
    #expect(abs(try Self.number(batch, .presentValue) - value) < 2e-5 * value)
    #expect(try Self.number(batch, .simulationError) < 1e-9 * value)
    #expect(abs(try Self.number(batch, .zSpread) - 40) < 0.5)
    #expect(abs(try Self.number(batch, .optionAdjustedSpread) - 40) < 1e-9)
  }

  /// Borrowers' option takes from the holder: the value is below that of the forward cash, and the spread of that cash above OAS.
  @Test func volatilityCostsTheHolder() throws {
    let terms = try Self.pool()
    let certain = Self.price(terms, try Self.markets(volatility: 0), spread: 40)
    let batch = Self.price(terms, try Self.markets(), spread: 40)
    let (value, error) = (try Self.number(batch, .presentValue), try Self.number(batch, .simulationError))
    #expect(error > 0 && error < 1e-3 * value)
    #expect(value < (try Self.number(certain, .presentValue)) - 10 * error)
    #expect(try Self.number(batch, .zSpread) > 45)
    #expect(try Self.number(batch, .vega) < 0)
    #expect(try Self.number(batch, .effectiveConvexity) < 0)
    #expect(
      try Self.number(batch, .effectiveDuration) < (try Self.number(batch, .spreadDuration)))
    let other = Self.price(terms, try Self.markets(), spread: 40, measures: [.presentValue], seed: 7)
    #expect(abs(try Self.number(other, .presentValue) - value) < 6 * error)
    #expect(try Self.number(other, .presentValue) != value)
  }

  /// The spread that gives the mark is held in every scenario, over both curves.
  @Test func marks() throws {
    let scenarios: [Scenario] = [.base, Fixtures.parallel(50), Fixtures.parallel(0)]
    let markets = try Self.markets(scenarios)
    for curve in [nil, "USD.AGENCY"] {
      let marked = Self.price(try Self.pool(), markets, mark: 99.5, spreadCurve: curve)
      #expect(abs(try Self.number(marked, .cleanPrice) - 99.5) < 1e-8)
      let oas = try Self.number(marked, .optionAdjustedSpread)
      let issue = oas - (curve == nil ? 0 : 50)
      let again = Self.price(try Self.pool(), markets, spread: issue, spreadCurve: curve)
      #expect(abs(try Self.number(again, .cleanPrice) - 99.5) < (curve == nil ? 1e-8 : 0.02))
      for scenario in 0..<3 {
        let price = try Self.number(marked, .presentValue, scenario: scenario)
        #expect(
          abs(try Self.number(again, .presentValue, scenario: scenario) / price - 1)
            < (curve == nil ? 1e-10 : 2e-4))
      }
      #expect(
        try Self.number(marked, .presentValue, scenario: 2) == (try Self.number(marked, .presentValue)))
    }
  }

  /// Against values of the whole simulation at moved curves.
  @Test func sensitivitiesAreThoseOfTheValue() throws {
    let markets = try Self.markets([.base, Fixtures.parallel(25), Fixtures.parallel(-25)])
    let batch = Self.price(try Self.pool(), markets, spread: 30)
    let (base, up, down) = (
      try Self.number(batch, .presentValue), try Self.number(batch, .presentValue, scenario: 1),
      try Self.number(batch, .presentValue, scenario: 2)
    )
    let dv01 = try Self.number(batch, .dv01)
    #expect(abs(dv01 - (up - down) / 50) < 1e-6 * abs(dv01))
    #expect(abs(try Self.number(batch, .effectiveDuration) + dv01 / base * 1e4) < 1e-9)
    let convexity = (up - 2 * base + down) / (0.0025 * 0.0025) / base
    #expect(abs(try Self.number(batch, .effectiveConvexity) - convexity) < 1e-4 * abs(convexity))
    let keys = batch.results.rows.indices.filter { batch.results.rows[$0].measure == .keyRateDV01 }
      .compactMap { cell(batch.results, row: $0, scenario: 0).value }
    #expect(keys.count == 5 && abs(keys.reduce(0, +) - dv01) < 0.01 * abs(dv01))
    let wider = Self.price(try Self.pool(), markets, spread: 31, measures: [.presentValue])
    let cs01 = try Self.number(batch, .cs01)
    #expect(abs(try Self.number(wider, .presentValue) - base - cs01) < 1e-3 * abs(cs01))
  }

  /// A forward trade at the price at which the pool trades forward is worth nothing.
  @Test func forwardTrade() throws {
    func trade(_ price: Double?) throws -> Instrument {
      .assetBacked(
        .toBeAnnounced(
          try ToBeAnnounced(
            program: .fannieMae, coupon: 0.055, settlementDate: CivilDate(iso: "2023-05-15")!,
            prepayment: .model("S-CURVE"), agreedPrice: price)))
    }
    let markets = try Self.markets()
    let open = Self.price(try trade(nil), markets, spread: 35)
    let forward = try Self.number(open, .cleanPrice)
    #expect(forward > 90 && forward < 110)
    let fair = Self.price(try trade(forward), markets, mark: forward)
    #expect(abs(try Self.number(fair, .presentValue)) < 1e-5)
    #expect(abs(try Self.number(fair, .optionAdjustedSpread) - 35) < 1e-6)
    // Durations are those of the pool delivered, as of the settlement date.
    let years = Double(CivilDate(iso: "2023-05-15")! - CivilDate(iso: "2023-04-03")!) / 365
    let own = try Self.number(open, .effectiveDuration)
    #expect(abs(try Self.number(fair, .effectiveDuration) - (own - years)) < 1e-6)
    let convexity = try Self.number(open, .effectiveConvexity) - 2 * years * own + years * years
    #expect(abs(try Self.number(fair, .effectiveConvexity) - convexity) < 1e-4)
  }

  /// Multiples of speed in a scenario give what a pool with that speed has.
  @Test func scenariosMultiplySpeeds() throws {
    let twice = Scenario(
      id: "TWICE", shifts: [.rates(RateShift(shape: .parallel(basisPoints: 30)))],
      economy: EconomyScenario(multipliers: SpeedMultipliers(prepayment: 2)))
    let markets = try Self.markets([.base, twice, Fixtures.parallel(30)])
    let slow = Self.price(try Self.pool(prepayment: "0.5 SMM"), markets, spread: 40)
    let fast = Self.price(
      try Self.pool(prepayment: "1 SMM"), try Self.markets([.base, Fixtures.parallel(30)]), spread: 40)
    for measure in [Measure.presentValue, .cleanPrice, .dv01, .cs01] {
      let (a, b) = (try Self.number(slow, measure, scenario: 1), try Self.number(fast, measure, scenario: 1))
      // The derivative is a difference over 25 bp here, and exact there.
      #expect(abs(a / b - 1) < (measure == .dv01 ? 3e-4 : 1e-5), "\(measure)")
    }
    let plain = Self.price(try Self.pool(prepayment: "0.5 SMM"), try Self.markets(), spread: 40)
    #expect(abs(try Self.number(slow, .presentValue) / (try Self.number(plain, .presentValue)) - 1) < 1e-12)
    let modelled = Self.price(try Self.pool(), markets, spread: 40)
    #expect(
      try Self.number(modelled, .presentValue, scenario: 1)
        != (try Self.number(modelled, .presentValue, scenario: 2)))
  }

  /// A factor of two months ago is run down on the forward rates, and what is left is simulated.
  @Test func olderFactor() throws {
    let batch = Self.price(
      try Self.pool(month: "2023-02", term: 332, age: 28), try Self.markets(), spread: 40)
    let now = Self.price(try Self.pool(), try Self.markets(), spread: 40)
    #expect(abs(try Self.number(batch, .cleanPrice) - (try Self.number(now, .cleanPrice))) < 0.01)
    #expect(try Self.number(batch, .presentValue) < (try Self.number(now, .presentValue)))
  }

  @Test func whatIsMissingIsNamed() throws {
    for (markets, name) in [
      (try Self.markets(collateral: nil), "collateral models"),
      (try Self.markets(collateral: Self.collateral(model: false)), "prepayment model S-CURVE"),
      (try Self.markets(collateral: Self.collateral(mortgageRate: false)), "mortgage rate model"),
      (try Self.markets(volatility: nil), "short-rate model for USD"),
    ] {
      let batch = Self.price(try Self.pool(), markets, measures: [.presentValue])
      #expect(cells(batch.results, positions: 1)[0][.presentValue]?.reason == Reason(.missingData, name))
    }
  }
}
