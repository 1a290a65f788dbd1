import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Loans at prime, as those of small businesses: reset each quarter, 3 points over the overnight rate that its curve gives.
@Suite struct PrimeLoanTests {
  private static let day = CivilDate(iso: "2023-03-31")!
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private static func market(
    index: [String: String] = ["USD-FED-FUNDS": "USD.FF"], fixings: [String: [IndexFixing]]
  ) -> MarketSnapshot {
    func flat(_ id: String, _ rate: Double) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
        points: [CurvePoint(tenor: Tenor(1, .years), rate: rate)], source: "flat")
    }
    return MarketSnapshot(
      valuationDate: day, source: "flat", builtAt: "2023-03-31T00:00:00Z",
      curves: [flat("USD.OIS", 0.04), flat("USD.FF", 0.045)], discountCurves: ["USD": "USD.OIS"],
      fxRates: ["EUR": 0.9], fxBase: .usd, indexCurves: index, fixings: fixings)
  }

  /// Prime on the first business day of 2023.
  private static let published = ["USD-PRIME": [IndexFixing(date: date("2023-01-03"), rate: 0.075)]]

  /// Level payments worked out anew each quarter, 2.75 points over prime.
  private static func loan(cap: Double? = nil, periodicCap: Double? = nil, step: Double? = nil) throws
    -> VariableLoan
  {
    try VariableLoan(
      loan: AmortisingLoan(
        currency: .usd, balance: 350_000, balanceDate: date("2022-12-01"),
        firstPaymentDate: date("2023-01-01"), maturity: date("2032-12-01"), rate: 0.095,
        amortisation: .levelPay(payment: nil, periods: nil)),
      rateReset: LoanRateReset(
        index: .usdPrime, margin: 0.0275, first: date("2023-01-01"), months: 3,
        rounding: step.map { RateRounding(step: $0) }, periodicCap: periodicCap, cap: cap))
  }

  /// By hand: prime on the first business day of each quarter is the overnight deposit's rate, in years of 360 days, and 3%.
  private static func value(cap: Double = 1, periodicCap: Double = 1) -> (value: Double, accrued: Double) {
    // Of first days of quarters, the business days: every other January, April, July and October has a weekend or holiday.
    let calendar = BusinessCalendar(.usFederalReserve)
    var (balance, rate, payment) = (350_000.0, 0.095, 0.0)
    var (value, accrued) = (0.0, 0.0)
    for number in 1...120 {
      let start = date("2022-12-01").adding(months: number - 1)
      let end = date("2022-12-01").adding(months: number)
      let month = start.yearMonthDay.month
      if number > 1, month % 3 == 1 {
        let fixing = calendar.adjust(start, .following)
        let days = Double(calendar.advance(fixing, businessDays: 1) - fixing)
        let overnight = expm1(0.045 * days / 365) * 360 / days
        let prime = number == 2 ? 0.075 : overnight + 0.03
        rate = min(max(min(prime + 0.0275, rate + periodicCap), rate - periodicCap), cap)
      }
      let monthly = rate / 12
      if number == 1 || month % 3 == 1 {
        payment = balance * monthly / (1 - pow(1 + monthly, -Double(121 - number)))
      }
      if start < day, day < end { accrued = balance * rate * Double(30) / 360 }
      let interest = balance * monthly
      let principal = number == 120 ? balance : payment - interest
      balance -= principal
      if end > day { value += (interest + principal) * exp(-0.04 * Double(end - day) / 365) }
    }
    return (value, accrued)
  }

  @Test(arguments: [(nil, nil), (0.1055, nil), (nil, 0.002)] as [(Double?, Double?)])
  func aLoanWorkedByHand(cap: Double?, periodicCap: Double?) throws {
    let terms = try Self.loan(cap: cap, periodicCap: periodicCap)
    let found = cells(
      try FloatingMarket.pricer([.presentValue, .accrued], snapshot: Self.market(fixings: Self.published))
        .price([Fixtures.position(.variableLoan(terms))]).results, positions: 1)[0]
    let expected = Self.value(cap: cap ?? 1, periodicCap: periodicCap ?? 1)
    #expect(abs(found[.presentValue]!.value! - expected.value) <= 1e-7)
    // Per 100 of what is outstanding: two payments have been made, the third is of 1 April.
    let balance = try FloatingMarket.pricer([.cashFlows], snapshot: Self.market(fixings: Self.published))
      .price([Fixtures.position(.variableLoan(terms))]).cashFlows
    let outstanding = balance.balances[0] + balance.principal[0]
    #expect(abs(found[.accrued]!.value! - expected.accrued / outstanding * 100) <= 1e-9)
  }

  /// Key rates add up to DV01, which is the difference of values; the overnight curve moves payments, the other discounting.
  @Test func sensitivitiesAreDifferences() throws {
    let terms = Instrument.variableLoan(try Self.loan())
    func shift(_ points: Double, _ curves: [String]) -> Scenario {
      Scenario(
        id: "\(curves)\(points)",
        shifts: [.rates(RateShift(curves: curves, shape: .parallel(basisPoints: points)))])
    }
    let moves = [[], ["USD.FF"], ["USD.OIS"]].flatMap { [shift(0.05, $0), shift(-0.05, $0)] }
    let block = try FloatingMarket.pricer(
      [.presentValue, .dv01, .cs01, .keyRateDV01], [.base] + moves,
      snapshot: Self.market(fixings: Self.published)
    ).price([Fixtures.position(terms)]).results
    func first(_ measure: Measure) -> [Double] {
      block.rows.indices.filter { block.rows[$0].measure == measure }
        .map { block.values[block.range(ofRow: $0).lowerBound] }
    }
    let value = Array(block.values[block.range(ofRow: 0)])
    func difference(_ move: Int) -> Double { (value[1 + 2 * move] - value[2 + 2 * move]) / 0.1 }
    let dv01 = first(.dv01)[0]
    #expect(abs(difference(0) - dv01) <= 1e-6 * abs(dv01))
    #expect(difference(1) > 0 && difference(2) < 0)
    #expect(abs(difference(1) + difference(2) - dv01) <= 1e-6 * abs(difference(1)))
    #expect(abs(difference(2) - first(.cs01)[0]) <= 1e-6 * abs(difference(2)))
    #expect(abs(first(.keyRateDV01).reduce(0, +) - dv01) <= 1e-9 * abs(difference(1)))
  }

  /// What the market lacks is named: the overnight rate's curve, and the published prime.
  @Test func whatIsMissingIsNamed() throws {
    func reason(_ snapshot: MarketSnapshot) throws -> Reason? {
      cells(
        try FloatingMarket.pricer([.presentValue], snapshot: snapshot)
          .price([Fixtures.position(.variableLoan(Self.loan()))]).results, positions: 1)[0][.presentValue]?
        .reason
    }
    #expect(try reason(Self.market(fixings: Self.published)) == nil)
    #expect(
      try reason(Self.market(index: [:], fixings: Self.published))
        == Reason(.missingData, "index curve for USD-FED-FUNDS"))
    #expect(
      try reason(Self.market(fixings: [:])) == Reason(.missingData, "fixing of USD-PRIME on 2023-01-03"))
  }
}
