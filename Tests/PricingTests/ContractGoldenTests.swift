import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Bonds and loans at their awkward moments against QuantLib 1.44, by `Tools/goldens/contracts.py`.
///
/// Tolerance 1e-10 of notional, as both sides discount the same flows on the same flat curve; prices per 100 gain a
/// division, 1e-9.
@Suite struct ContractGoldenTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Payment: Decodable, Sendable {
      let date: CivilDate
      let amount: Double
    }

    let name: String
    let kind: String
    let valuation: CivilDate
    let rate: Double
    let maturity: CivilDate
    let coupon: Double
    let first: CivilDate?
    let settlement: CivilDate
    let value: Double
    let clean: Double
    let accrued: Double
    // Bonds.
    let convention: BondConventionID?
    let dated: CivilDate?
    let frequency: Frequency?
    let penultimate: CivilDate?
    let endOfMonth: Bool?
    let principal: [Payment]?
    // Loans.
    let balance: Double?
    let balanceDate: CivilDate?
    let prepaymentRate: Double?
    let fee: Double?
    let wal: Double?

    var testDescription: String { name }

    func terms() throws -> Instrument {
      if kind == "bond" {
        return .fixedBond(
          try FixedBond(
            currency: .usd, datedDate: dated!, maturity: maturity, coupon: coupon, frequency: frequency!,
            convention: convention!, firstCouponDate: first, penultimateCouponDate: penultimate,
            endOfMonth: endOfMonth!,
            principalPayments: principal!.map { PrincipalPayment(date: $0.date, amount: $0.amount) }))
      }
      return .amortisingLoan(
        try AmortisingLoan(
          currency: .usd, balance: balance!, balanceDate: balanceDate!, firstPaymentDate: first!,
          maturity: maturity, rate: coupon, amortisation: .levelPay(payment: nil, periods: nil),
          servicingFee: fee!, prepaymentRate: prepaymentRate!))
    }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/contracts.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([Case].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test func everyCaseIsRead() { #expect(Self.cases.count == 25) }

  @Test(arguments: cases)
  func equalsQuantLib(golden: Case) throws {
    let snapshot = MarketSnapshot(
      valuationDate: golden.valuation, source: "flat", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD.FLAT", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: golden.rate)], source: "flat")
      ],
      discountCurves: ["USD": "USD.FLAT"], fxBase: .usd)
    let measures: [Measure] = [.presentValue, .cleanPrice, .accrued, .weightedAverageLife]
    let pricer = BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: .usd),
      request: PricingRequest(measures: measures, reportingCurrency: .usd))
    let terms = try golden.terms()
    let quantity = golden.kind == "bond" ? 100.0 : 1
    let row = cells(pricer.price([Fixtures.position(terms, quantity: quantity)]).results, positions: 1)[0]

    #expect(try abs(#require(row[.presentValue]?.value) - golden.value) <= 1e-10 * (golden.balance ?? 100))
    #expect(try abs(#require(row[.accrued]?.value) - golden.accrued) <= 1e-10)
    #expect(try abs(#require(row[.cleanPrice]?.value) - golden.clean) <= 1e-9)
    if let wal = golden.wal {
      #expect(try abs(#require(row[.weightedAverageLife]?.value) - wal) <= 1e-10)
    }
  }
}
