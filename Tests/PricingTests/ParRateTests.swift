import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Fair rates: the contract made at its own is worth nothing, under every scenario.
struct ParRateTests {
  private static let start = CivilDate(iso: "2023-06-15")!
  private static let maturity = CivilDate(iso: "2030-06-15")!

  private static var market: MarketSnapshot {
    let quotes = QuoteMarket.snapshot
    return MarketSnapshot(
      valuationDate: quotes.valuationDate, source: "test", builtAt: quotes.builtAt, curves: quotes.curves,
      discountCurves: quotes.discountCurves, fxRates: quotes.fxRates, fxBase: quotes.fxBase,
      indexCurves: quotes.indexCurves,
      creditCurves: [
        CreditQuotes(
          id: "ACME", currency: .eur, recovery: 0.4, kind: .parSpread,
          points: [
            CreditPoint(tenor: Tenor(1, .years), quote: 0.008),
            CreditPoint(tenor: Tenor(5, .years), quote: 0.012),
          ], source: "test")
      ],
      inflationIndices: [
        "EU-HICP-XT": InflationQuotes(
          published: (0..<3).map {
            PublishedIndex(month: YearMonth(year: 2022, month: 12).adding(months: $0), value: 120)
          },
          breakevens: [
            CurvePoint(tenor: Tenor(2, .years), rate: 0.03), CurvePoint(tenor: Tenor(10, .years), rate: 0.02),
          ])
      ])
  }

  private static func leg(_ currency: Currency, _ rate: CouponLeg.Rate, _ frequency: Frequency) throws
    -> CouponLeg
  {
    try CouponLeg(
      currency: currency, notional: 1e6, rate: rate, start: start, maturity: maturity, frequency: frequency,
      dayCount: .actual360, calendar: .target)
  }

  /// Each contract as it is made from a rate.
  private static let contracts: [(name: String, make: @Sendable (Double) throws -> Derivative)] = [
    (
      "payer swap",
      { rate in
        .swap(
          try InterestRateSwap(
            pay: leg(.eur, .fixed(rate), .annual),
            receive: leg(.eur, .floating(FloatingRate(index: .eurEuribor6M)), .semiannual),
            valueCurrency: .eur
          ))
      }
    ),
    (
      "zero-coupon swap",
      { rate in
        .swap(
          try InterestRateSwap(
            pay: leg(.eur, .floating(FloatingRate(index: .eurESTR)), .once),
            receive: leg(.eur, .fixedCompounded(rate), .once), valueCurrency: .eur))
      }
    ),
    (
      "cross-currency basis swap",
      { spread in
        .swap(
          try InterestRateSwap(
            pay: leg(.eur, .floating(FloatingRate(index: .eurESTR, spread: spread)), .quarterly),
            receive: leg(.usd, .floating(FloatingRate(index: .usdSOFR)), .quarterly), valueCurrency: .usd))
      }
    ),
    (
      "FX swap",
      { rate in
        .fxSwap(
          try FXSwap(
            near: FXForward(
              buyCurrency: .eur, buyAmount: 1e6, sellCurrency: .usd, sellAmount: 1.1e6,
              settlementDate: CivilDate(iso: "2023-09-15")!, valueCurrency: .usd),
            far: FXForward(
              buyCurrency: .usd, buyAmount: rate * 1e6, sellCurrency: .eur, sellAmount: 1e6,
              settlementDate: CivilDate(iso: "2026-09-15")!, valueCurrency: .usd)))
      }
    ),
    (
      "non-deliverable forward",
      { rate in
        .nonDeliverableForward(
          try NonDeliverableForward(
            exchange: FXForward(
              buyCurrency: .eur, buyAmount: 1e6, sellCurrency: .usd, sellAmount: rate * 1e6,
              settlementDate: CivilDate(iso: "2024-09-17")!, valueCurrency: .usd),
            fixingDate: CivilDate(iso: "2024-09-13")!))
      }
    ),
    (
      "forward rate agreement",
      { rate in
        .forwardRate(
          try ForwardRateAgreement(
            currency: .eur, notional: 1e6, rate: rate, index: .eurEuribor6M,
            start: CivilDate(iso: "2024-06-17")!))
      }
    ),
    (
      "default swap",
      { rate in
        .creditDefaultSwap(
          try CreditDefaultSwap(
            currency: .eur, creditCurve: "ACME", protection: .bought, notional: 1e6, coupon: rate,
            maturity: CivilDate(iso: "2027-06-20")!))
      }
    ),
    (
      "zero-coupon inflation swap",
      { rate in
        .inflationSwap(
          try InflationSwap(
            currency: .eur, index: .euHICPXT, notional: 1e6, rate: rate, start: CivilDate(iso: "2023-03-31")!,
            maturity: CivilDate(iso: "2029-03-31")!))
      }
    ),
    (
      "year-on-year inflation swap",
      { rate in
        .inflationSwap(
          try InflationSwap(
            currency: .eur, index: .euHICPXT, notional: 1e6, rate: rate, start: CivilDate(iso: "2023-03-31")!,
            maturity: CivilDate(iso: "2029-03-31")!, kind: .yearOnYear))
      }
    ),
  ]

  /// The rate of a forward exchange is that of covered parity.
  @Test func ofAnExchangeItIsTheForwardRate() throws {
    let day = CivilDate(iso: "2026-09-30")!
    let forward = try FXForward(
      buyCurrency: .eur, buyAmount: 1e6, sellCurrency: .usd, sellAmount: 1.2e6, settlementDate: day,
      valueCurrency: .eur)
    let contracts: [Instrument] = [
      .fxForward(forward),
      .derivative(
        .nonDeliverableForward(try NonDeliverableForward(exchange: forward, fixingDate: day))),
    ]
    let markets = try ScenarioMarkets(snapshot: Self.market, scenarios: [.base], reportingCurrency: .usd)
    func discount(_ currency: Currency) throws -> Double {
      try markets.discountTable(
        currency: currency, spreadCurve: nil, years: [Double(day - QuoteMarket.date) / 365])[0]
    }
    let spot = try #require(Self.market.fxRates["EUR"])
    let expected = try discount(.eur) / discount(.usd) / spot
    for measures in [[Measure.parRate], [.presentValue, .parRate]] {
      let block = try QuoteMarket.pricer(Self.market, measures).price(
        contracts.enumerated().map { Fixtures.position($1, number: Int32($0), quantity: -3) }
      ).results
      for row in block.rows.indices where block.rows[row].measure == .parRate {
        let rate = try #require(cell(block, row: row, scenario: 0).value)
        #expect(abs(rate - expected) <= 1e-12, "\(rate), not \(expected)")
      }
    }
  }

  private static func results(_ terms: Derivative, _ scenarios: [Scenario]) throws -> ResultBlock {
    try QuoteMarket.pricer(market, [.presentValue, .parRate], scenarios)
      .price([Fixtures.position(.derivative(terms), quantity: 3)]).results
  }

  @Test(arguments: contracts.indices) func atItsParRateAContractIsWorthNothing(_ place: Int) throws {
    let contract = Self.contracts[place]
    let scenarios: [Scenario] = [.base, Fixtures.parallel(75)]
    let block = try Self.results(try contract.make(0.017), scenarios)
    #expect(block.rows.map(\.measure) == [.presentValue, .parRate] && block.gaps.isEmpty)
    for scenario in scenarios.indices {
      let rate = try #require(cell(block, row: 1, scenario: scenario).value)
      let value = try #require(
        cell(try Self.results(try contract.make(rate), scenarios), row: 0, scenario: scenario).value)
      #expect(abs(value) <= 1e-6, "\(contract.name): \(value) at \(rate)")
      // The rate does not depend on that at which the contract was made.
      let other = try Self.results(try contract.make(0.03), scenarios)
      #expect(abs(try #require(cell(other, row: 1, scenario: scenario).value) - rate) <= 1e-12)
    }
  }

  /// Swaps that quotes are of have those quotes as their par rates.
  @Test func standardSwapsHaveTheirQuotes() throws {
    let start = CivilDate(iso: "2023-04-04")!
    func leg(_ rate: CouponLeg.Rate, _ dayCount: DayCount, _ frequency: Frequency) throws -> CouponLeg {
      try CouponLeg(
        currency: .eur, notional: 1e6, rate: rate, start: start, maturity: start.adding(months: 60),
        frequency: frequency, dayCount: dayCount, calendar: .target)
    }
    // Discounted on the overnight curve, as the quotes are.
    let quotes = QuoteMarket.snapshot
    let market = MarketSnapshot(
      valuationDate: quotes.valuationDate, source: "test", builtAt: quotes.builtAt, curves: quotes.curves,
      discountCurves: ["EUR": "EUR.ESTR", "USD": "USD.SOFR"], fxRates: quotes.fxRates, fxBase: quotes.fxBase,
      indexCurves: quotes.indexCurves)
    let swap = try InterestRateSwap(
      pay: leg(.fixed(0.02), .thirty360BondBasis, .annual),
      receive: leg(.floating(FloatingRate(index: .eurEuribor6M)), .actual360, .semiannual),
      valueCurrency: .eur)
    let block = try QuoteMarket.pricer(market, [.parRate])
      .price([Fixtures.position(.derivative(.swap(swap)))]).results
    #expect(abs(try #require(cell(block, row: 0, scenario: 0).value) - 0.031) <= 1e-9)
  }

  /// The chance of default is what the credit curve says.
  @Test func defaultProbabilityIsThatOfTheCreditCurve() throws {
    let terms = try Self.contracts[6].make(0.01)
    let block = try QuoteMarket.pricer(Self.market, [.defaultProbability])
      .price([Fixtures.position(.derivative(terms), quantity: -2)]).results
    let quotes = try #require(Self.market.creditCurves.first)
    let discount = try #require(try Self.market.zeroCurves()["EUR.USD-COLLATERAL"])
    let curve = try CreditCurve(quotes, discount: discount, valuationDate: QuoteMarket.date)
    let expected = 1 - curve.survival(to: CivilDate(iso: "2027-06-20")!)
    #expect(abs(try #require(cell(block, row: 0, scenario: 0).value) - expected) <= 1e-14)
  }
}
