import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Small markets and contracts for tests.
enum Fixtures {
  static let valuationDate = CivilDate(iso: "2023-03-31")!

  static func snapshot() throws -> MarketSnapshot { try PricingGolden.load().snapshot() }

  static func pricer(_ scenarios: [Scenario], _ measures: [Measure]) throws -> BatchPricer {
    BatchPricer(
      markets: try ScenarioMarkets(snapshot: try snapshot(), scenarios: scenarios, reportingCurrency: .usd),
      request: PricingRequest(measures: measures, reportingCurrency: .usd))
  }

  static func bond(
    dated: String = "2020-05-15", maturity: String = "2033-05-15", coupon: Double = 0.04,
    currency: Currency = .usd,
    convention: BondConventionID = .usCorporate, frequency: Frequency = .semiannual
  ) throws -> Instrument {
    .fixedBond(
      try FixedBond(
        currency: currency, datedDate: CivilDate(iso: dated)!, maturity: CivilDate(iso: maturity)!,
        coupon: coupon,
        frequency: frequency, convention: convention, endOfMonth: false))
  }

  static func loan(prepaymentRate: Double = 0) throws -> Instrument {
    .amortisingLoan(
      try AmortisingLoan(
        currency: .usd, balance: 250_000, balanceDate: CivilDate(iso: "2023-03-01")!,
        firstPaymentDate: CivilDate(iso: "2023-04-01")!, maturity: CivilDate(iso: "2043-03-01")!, rate: 0.065,
        amortisation: .levelPay(payment: nil, periods: nil), prepaymentRate: prepaymentRate))
  }

  static func forward(buy: Currency = .eur, sell: Currency = .usd) throws -> Instrument {
    .fxForward(
      try FXForward(
        buyCurrency: buy, buyAmount: 1_000_000, sellCurrency: sell, sellAmount: 1_090_000,
        settlementDate: CivilDate(iso: "2023-06-30")!, valueCurrency: sell))
  }

  static func position(
    _ terms: Instrument, number: Int32 = 0, quantity: Double = 1, mark: Double? = nil, spread: Double? = nil,
    spreadCurve: String? = nil
  ) -> PositionToPrice {
    PositionToPrice(
      number: number,
      position: Position(
        id: "P\(number)", portfolio: "FUND", instrumentID: "I\(number)", quantity: quantity,
        markCleanPrice: mark,
        spreadBasisPoints: spread),
      instrument: InstrumentRecord(id: "I\(number)", name: "test", spreadCurve: spreadCurve, terms: terms))
  }

  static func parallel(_ basisPoints: Double) -> Scenario {
    Scenario(
      id: "PARALLEL_\(basisPoints)", shifts: [.rates(RateShift(shape: .parallel(basisPoints: basisPoints)))])
  }
}
