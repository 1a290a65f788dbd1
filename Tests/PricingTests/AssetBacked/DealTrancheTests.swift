import CashFlows
import Collateral
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import StructuredDeals
import Testing

/// Bonds of deals as positions, by packages of a few steps.
struct DealTrancheTests {
  /// Everything that the pool pays goes to `A`, or its principal to `F` and what is left of the interest to `R`.
  static func package(
    coupon: String = "5%", isFloating: Bool = false,
    prepayment: PoolAssumptions.Prepayment = .speed(.cpr(0.06)),
    asOf: String = "2023-03-31", term: Int = 340
  ) throws -> DealPackage {
    let bond = isFloating ? "F" : "A"
    let deal = """
      {"name": "small", "firstPayment": "2023-05-25",
        "collateral": [{"name": "pool", "interestTo": "interest", "principalTo": "principal"}],
        "bonds": [{"name": "\(bond)", "balance": 1000000, "coupon": "\(coupon)", "dayCount": "\(isFloating ? "ACT/360" : "30/360")"}, {"name": "R"}],
        "accounts": [{"name": "interest"}, {"name": "principal"}],
        "waterfall": [
          {"step": "PAY_INTEREST", "bonds": ["\(bond)"], "from": "interest"},
          {"step": "PAY_PRINCIPAL", "from": "principal", "pay": "\(bond)"},
          {"step": "TRANSFER", "from": "principal", "to": "interest"},
          {"step": "RELEASE", "from": "interest", "to": "R"}]}
      """
    return try DealPackage(
      dealID: "SMALL", asOf: CivilDate(iso: asOf)!, currency: .usd,
      deal: JSONDecoder().decode(Deal.self, from: Data(deal.utf8)),
      collateral: [
        "pool": [
          try PoolLoan(
            id: "1", balance: 1_000_000, noteRate: 0.0575, servicingFee: isFloating ? 0 : 0.0075, age: 20,
            remainingTerm: term)
        ]
      ],
      assumptions: ["*": PoolAssumptions(prepayment: prepayment)],
      series: isFloating ? ["SOFR": DealSeries(index: .usdSOFR, tenor: Tenor("1M")!)] : [:], delayDays: 24)
  }

  static func tranche(_ bond: String = "A", deal: String = "SMALL") throws -> Instrument {
    .assetBacked(.dealTranche(try DealTranche(currency: .usd, dealID: deal, bond: bond)))
  }

  static func markets(_ scenarios: [Scenario] = [.base], index: Bool = true) throws -> ScenarioMarkets {
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
        discountCurves: ["USD": "USD"], fxBase: .usd,
        shortRateModels: ["USD": ShortRateModel(meanReversion: 0.03, volatility: 0.009)],
        indexCurves: index ? ["USD-SOFR": "USD"] : [:], collateral: SimulatedPoolTests.collateral()),
      scenarios: scenarios, reportingCurrency: .usd)
  }

  static func price(
    _ terms: Instrument, _ package: DealPackage?, _ markets: ScenarioMarkets, mark: Double? = nil,
    spread: Double? = nil, measures: [Measure] = Measure.allCases
  ) -> PricedBatch {
    BatchPricer(
      markets: markets, request: PricingRequest(measures: measures, reportingCurrency: .usd),
      deals: package.map { [$0.dealID: $0] } ?? [:]
    ).price([Fixtures.position(terms, quantity: 1e6, mark: mark, spread: spread)])
  }

  static func number(_ batch: PricedBatch, _ measure: Measure, scenario: Int = 0) throws -> Double {
    try AgencyPoolTests.number(batch, measure, scenario: scenario)
  }

  /// A bond that gets all that the loans pay is the pool of these loans.
  @Test func aPassThroughIsThePool() throws {
    let pool = Instrument.assetBacked(
      .agencyPool(
        try AgencyPool(
          program: .fannieMae, coupon: 0.05, loans: PoolLoans(noteRate: 0.0575, remainingTerm: 340, age: 20),
          factor: 1, factorMonth: YearMonth("2023-04")!, prepayment: .speed(6, .cpr))))
    let markets = try Self.markets([.base, Fixtures.parallel(40)])
    let held = Self.price(pool, nil, markets, mark: 98)
    let bond = Self.price(try Self.tranche(), try Self.package(), markets, mark: 98)
    #expect(bond.cashFlows.payDays == held.cashFlows.payDays)
    for measure in [
      Measure.presentValue, .cleanPrice, .dirtyPrice, .accrued, .yield, .zSpread, .optionAdjustedSpread,
      .dv01, .cs01,
      .effectiveDuration, .effectiveConvexity, .modifiedDuration, .convexity, .weightedAverageLife,
      .keyRateDV01,
      .theta, .carry,
    ] {
      let (a, b) = (try Self.number(bond, measure), try Self.number(held, measure))
      #expect(abs(a - b) <= 1e-7 * max(1, abs(b)), "\(measure): \(a) \(b)")
    }
    #expect(
      abs(
        try Self.number(bond, .presentValue, scenario: 1)
          / (try Self.number(held, .presentValue, scenario: 1)) - 1)
        < 1e-9)
  }

  /// A coupon that follows the curve: rates hardly move the price, and what they move is the value run again on moved curves.
  @Test func floaters() throws {
    let markets = try Self.markets([.base, Fixtures.parallel(25), Fixtures.parallel(-25)])
    let package = try Self.package(coupon: "max(0, series.SOFR + 0.5%)", isFloating: true, term: 48)
    let batch = Self.price(
      try Self.tranche("F"), package, markets, spread: 50,
      measures: [
        .presentValue, .cleanPrice, .dv01, .effectiveDuration, .spreadDuration, .optionAdjustedSpread,
        .simulationError,
      ])
    let (base, up, down) = (
      try Self.number(batch, .presentValue), try Self.number(batch, .presentValue, scenario: 1),
      try Self.number(batch, .presentValue, scenario: 2)
    )
    // What is paid 24 days late costs a third of a point.
    #expect(abs(try Self.number(batch, .cleanPrice) - 99.7) < 0.3)
    let dv01 = try Self.number(batch, .dv01)
    #expect(abs(dv01 - (up - down) / 50) < 1e-5 * abs(base) * 1e-4)
    #expect(abs(try Self.number(batch, .effectiveDuration)) < 0.25)
    #expect(try Self.number(batch, .spreadDuration) > 1)
    #expect(try Self.number(batch, .simulationError) < 1e-4 * base)
    let marked = Self.price(
      try Self.tranche("F"), package, markets, mark: try Self.number(batch, .cleanPrice),
      measures: [.optionAdjustedSpread])
    #expect(abs(try Self.number(marked, .optionAdjustedSpread) - 50) < 1e-6)
    // The first coupon is the forward rate of April, from the cut-off's month on.
    #expect(batch.cashFlows.interest[0] > 0.05 / 12 && batch.cashFlows.interest[0] < 0.056 / 12)
  }

  /// What simulated rates would stop is found when a package is tried: a coupon without a floor.
  @Test func trialsGoBelowZero() throws {
    let (open, floored) = (
      try Self.package(coupon: "series.SOFR + 0.5%", isFloating: true).trials(),
      try Self.package(coupon: "max(0, series.SOFR + 0.5%)", isFloating: true).trials()
    )
    #expect(open.dropLast().allSatisfy { $0.problem == nil })
    #expect(open.last?.problem?.contains("keep it from going below zero by max(0, …)") == true)
    #expect(floored.count == 5 && floored.allSatisfy { $0.problem == nil })
    #expect(try Self.package().trials().count == 4)
  }

  /// Prepayment by a model answers to each scenario's rates.
  @Test func modelsAnswerToRates() throws {
    let markets = try Self.markets([.base, Fixtures.parallel(-150), Fixtures.parallel(150)])
    func price(_ prepayment: PoolAssumptions.Prepayment) throws -> PricedBatch {
      Self.price(
        try Self.tranche(), try Self.package(prepayment: prepayment, term: 60), markets, spread: 60,
        measures: [.presentValue, .effectiveConvexity])
    }
    let (fixed, modelled) = (try price(.speed(.cpr(0.06))), try price(.model("S-CURVE")))
    func gain(_ batch: PricedBatch, _ scenario: Int) throws -> Double {
      try Self.number(batch, .presentValue, scenario: scenario) - (try Self.number(batch, .presentValue))
    }
    #expect(try gain(modelled, 1) < 0.7 * (try gain(fixed, 1)))
    #expect(try Self.number(modelled, .effectiveConvexity) < (try Self.number(fixed, .effectiveConvexity)))
  }

  @Test func whatIsMissingIsNamed() throws {
    let package = try Self.package()
    for (terms, package, markets, reason) in [
      (try Self.tranche(deal: "OTHER"), package, try Self.markets(), Reason(.missingData, "deal OTHER")),
      (
        try Self.tranche("B"), package, try Self.markets(),
        Reason(.missingData, "bond B of deal SMALL, which has A, R")
      ),
      (
        try Self.tranche("R"), package, try Self.markets(),
        Reason(.unsupported, "R of SMALL has no face to hold a part of")
      ),
      (
        try Self.tranche("F"), try Self.package(coupon: "series.SOFR", isFloating: true),
        try Self.markets(index: false), Reason(.missingData, "index curve for USD-SOFR")
      ),
      (
        try Self.tranche(), try Self.package(asOf: "2023-04-30"), try Self.markets(),
        Reason(.missingData, "deal SMALL as of 2023-04-03 or before; there is that of 2023-04-30")
      ),
    ] {
      let batch = Self.price(terms, package, markets, measures: [.presentValue])
      #expect(cells(batch.results, positions: 1)[0][.presentValue]?.reason == reason)
    }
  }
}
