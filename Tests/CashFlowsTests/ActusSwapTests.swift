import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import Testing

/// Swaps against published test contracts of ACTUS: plain vanilla ones (SWPPV), whose rates are observed, and one of two fixed legs
/// (SWAPS). Sources and licence are those of `ActusTests`; the files are `actus-tests-swppv.json` and `-swaps.json`.
@Suite struct ActusSwapTests {
  private func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private func leg(
    _ rate: CouponLeg.Rate, notional: Double = 1_000, from start: String = "2015-01-01", to maturity: String,
    frequency: Frequency, first: String? = nil, penultimate: String? = nil, fixedStart: FixedStart? = nil
  ) throws -> CouponLeg {
    try CouponLeg(
      currency: .usd, notional: notional, rate: rate, start: date(start), maturity: date(maturity),
      frequency: frequency, dayCount: .actual365Fixed, calendar: .weekendsOnly,
      accrualConvention: .unadjusted,
      paymentConvention: .unadjusted, firstCouponDate: first.map(date),
      penultimateCouponDate: penultimate.map(date), fixedStart: fixedStart)
  }

  private func rows() throws -> [String: [(date: CivilDate, fixed: Double, floating: Double)]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/actus_swaps.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    return Dictionary(grouping: lines.map { $0.split(separator: ",").map(String.init) }) { $0[0] }
      .mapValues { $0.map { (date($0[1]), Double($0[2])!, Double($0[3])!) } }
  }

  /// - Parameters:
  ///   - side: 1 for who receives the floating leg.
  ///   - observed: what ACTUS observes, by the day from which it counts.
  private func check(
    _ contract: String, side: Double, maturity: String, first: String, start: Double?, spread: Double,
    observed: [String: Double]
  ) throws {
    // Cycles run on from the first coupon, so that the last period is short.
    let (firstCoupon, penultimate) = first == maturity ? (nil, nil) : (first, "2015-12-01")
    let floating = try leg(
      .floating(FloatingRate(index: .usdTermSOFR3M, spread: spread)), to: maturity, frequency: .quarterly,
      first: firstCoupon, penultimate: penultimate,
      fixedStart: start.map { FixedStart(rate: $0, floatingFrom: date(first)) })
    let swap = try InterestRateSwap(
      pay: leg(
        .fixed(0.05), to: maturity, frequency: .quarterly, first: firstCoupon, penultimate: penultimate),
      receive: floating, valueCurrency: .usd)
    let published = try #require(try rows()[contract])
    let paid = swap.payments(.pay, after: date("2014-12-30"))
    let received = swap.payments(.receive, after: date("2014-12-30"))
    #expect(paid.count == published.count && received.count == published.count)
    for (row, (pay, receive)) in zip(published, zip(paid, received)) {
      #expect(pay.payDate == row.date && receive.payDate == row.date)
      #expect(abs(-side * 1_000 * (try fixed(pay)) - row.fixed) <= 1e-9, "\(contract) \(row.date)")
      guard case .coupon(let coupon) = receive.amount else {
        Issue.record("\(contract) \(row.date)")
        continue
      }
      let interest: Double
      switch coupon.interest {
      case .fixed(let amount): interest = amount
      case .term(let rate, let reset):
        interest = (try #require(observed["\(coupon.start)"]) + rate.spread) * reset.years
      case .terms, .overnight, .swapRate: throw Unexpected()
      }
      #expect(abs(side * 1_000 * interest - row.floating) <= 1e-9, "\(contract) \(row.date)")
    }
  }

  struct Unexpected: Error {}

  private func fixed(_ payment: LegPayment) throws -> Double {
    switch payment.amount {
    case .principal(let factor): return factor
    case .coupon(let coupon):
      guard case .fixed(let amount) = coupon.interest else { throw Unexpected() }
      return amount
    }
  }

  @Test func onePeriod() throws {
    try check(
      "swppv01", side: 1, maturity: "2015-04-01", first: "2015-04-01", start: nil, spread: 0,
      observed: ["2015-01-01": 0.01])
  }

  /// The rate of 1 March counts for a year, so each quarter observes it.
  @Test func rateOfAYear() throws {
    try check(
      "swppv02", side: 1, maturity: "2016-01-01", first: "2015-03-01", start: 0.05, spread: 0,
      observed: ["2015-03-01": 0.03, "2015-06-01": 0.03, "2015-09-01": 0.03, "2015-12-01": 0.03])
  }

  @Test func rateOfEachQuarter() throws {
    let observed = ["2015-03-01": 0.03, "2015-06-01": 0.06, "2015-09-01": 0.06, "2015-12-01": 0.12]
    try check(
      "swppv03", side: -1, maturity: "2016-01-01", first: "2015-03-01", start: 0.05, spread: 0,
      observed: observed)
    try check(
      "swppv04", side: 1, maturity: "2016-01-01", first: "2015-03-01", start: 0.08, spread: 0.01,
      observed: observed)
    try check(
      "swppv05", side: -1, maturity: "2016-01-01", first: "2015-03-01", start: 0.08, spread: 0.01,
      observed: ["2015-03-01": 0.06, "2015-06-01": 0.12, "2015-09-01": 0.12, "2015-12-01": 0.12])
  }

  /// swaps01: 1,000 at 10% monthly against 1,200 at 10% quarterly, both exchanged at start and end.
  @Test func twoFixedLegs() throws {
    let swap = try InterestRateSwap(
      pay: leg(
        .fixed(0.1), notional: 1_200, from: "2013-01-01", to: "2014-01-01", frequency: .quarterly),
      receive: leg(
        .fixed(0.1), notional: 1_000, from: "2013-01-01", to: "2014-01-01", frequency: .monthly),
      notionalExchange: .both, valueCurrency: .usd)
    let days = date("2012-12-30")
    let received = try swap.payments(.receive, after: days).map { 1_000 * (try fixed($0)) }
    let paid = try swap.payments(.pay, after: days).map { -1_200 * (try fixed($0)) }
    let monthly = [
      -1_000, 8.49315068493151, 7.67123287671233, 8.49315068493151, 8.21917808219178, 8.49315068493151,
      8.21917808219178, 8.49315068493151, 8.49315068493151, 8.21917808219178, 8.49315068493151,
      8.21917808219178, 8.49315068493151, 1_000,
    ]
    let quarterly = [
      1_200, -29.5890410958904, -29.9178082191781, -30.2465753424658, -30.2465753424658, -1_200,
    ]
    #expect(received.count == monthly.count && paid.count == quarterly.count)
    for (amount, published) in zip(received + paid, monthly + quarterly) {
      #expect(abs(amount - published) <= 1e-9)
    }
  }
}
