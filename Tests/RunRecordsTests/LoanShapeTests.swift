import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

@testable import RunRecords

/// What an estimate says of loans whose rate or balance moves and of bonds without maturity is what the pricer stores.
@Suite struct LoanShapeTests {
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private static func market(hasIndex: Bool) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: date("2023-03-31"), source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [Currency.eur, .usd].map {
        CurveQuotes(
          id: $0.code, currency: $0, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.02)], source: "test")
      }, discountCurves: ["EUR": "EUR", "USD": "USD"], fxRates: ["USD": 1.1], fxBase: .eur,
      indexCurves: hasIndex ? ["EUR-EURIBOR-3M": "EUR", "USD-FED-FUNDS": "USD"] : [:])
  }

  private static func loan(_ from: String, _ first: String, _ to: String) throws -> AmortisingLoan {
    try AmortisingLoan(
      currency: .eur, balance: 100, balanceDate: date(from), firstPaymentDate: date(first),
      maturity: date(to), rate: 0.03, frequency: .quarterly, amortisation: .bullet)
  }

  private static func contracts() throws -> [Instrument] {
    let reset = LoanRateReset(index: .eurEuribor3M, margin: 0.01, first: date("2023-09-15"), months: 3)
    let call = [ExercisePrice(date: date("2027-06-15"), price: 100)]
    func perpetual(_ valuation: PerpetualBond.Valuation) throws -> Instrument {
      .perpetualBond(
        try PerpetualBond(
          currency: .eur, datedDate: date("2020-06-15"), coupon: 0.05, frequency: .annual,
          convention: .eurobond, calls: call, valuation: valuation))
    }
    func floater(_ valuation: PerpetualBond.Valuation, calls: [ExercisePrice]) throws -> Instrument {
      .perpetualFloater(
        try PerpetualFloater(
          currency: .eur, datedDate: date("2023-06-15"), coupon: FloatingRate(index: .eurEuribor3M),
          calls: calls, valuation: valuation))
    }
    return [
      .variableLoan(
        try VariableLoan(loan: loan("2023-03-15", "2023-06-15", "2030-03-15"), rateReset: reset)),
      .variableLoan(
        try VariableLoan(
          loan: AmortisingLoan(
            currency: .usd, balance: 100, balanceDate: date("2023-03-15"),
            firstPaymentDate: date("2023-06-15"), maturity: date("2030-03-15"), rate: 0.1,
            frequency: .quarterly, amortisation: .bullet),
          rateReset: LoanRateReset(index: .usdPrime, margin: 0.0275, first: date("2023-09-15"), months: 3))),
      .variableLoan(
        try VariableLoan(
          loan: loan("2023-03-15", "2023-06-15", "2030-03-15"), commitment: LoanCommitment(amount: 200))),
      .variableLoan(
        try VariableLoan(
          loan: loan("2020-03-15", "2020-06-15", "2023-03-15"), commitment: LoanCommitment(amount: 200))),
      try perpetual(.perpetuity), try perpetual(.firstCall),
      try floater(.perpetuity, calls: []), try floater(.perpetuity, calls: call),
      try floater(.firstCall, calls: call),
    ]
  }

  @Test(arguments: [Currency.usd, .eur], [true, false])
  func shapesAreThoseOfThePricer(reporting: Currency, hasIndex: Bool) throws {
    for quantity in [1, 0.0] {
      try StoredShapes(market: Self.market(hasIndex: hasIndex), reporting: reporting, quantity: quantity)
        .expect(Self.contracts())
    }
  }
}
