import BenchmarkTiming
import CashFlows
import DatesAndConventions
import Instruments

/// Times the projection of a level-pay loan of 360 months, from its terms to its payments. Microseconds of processor time, the least
/// of many, and the first payment's principal.
///
/// Bound, before measuring: a payment is a date (a division by 12 and one of a calendar), five products and a row of nine numbers
/// written, 80 operations or 7 ns at three in a cycle of 4 GHz: 2.5 µs a loan.
@main struct LoansBenchmark {
  static func main() throws {
    let date = { (text: String) in CivilDate(iso: text)! }
    func loan(_ dayCount: DayCount, prepaymentRate: Double, rests: Bool = false) throws -> AmortisingLoan {
      try AmortisingLoan(
        currency: .usd, balance: 250_000, balanceDate: date("2023-05-15"),
        firstPaymentDate: date("2023-06-15"), maturity: date("2053-05-15"), rate: 0.05,
        dayCount: dayCount, amortisation: .levelPay(payment: nil, periods: nil),
        prepaymentRate: prepaymentRate, paymentConvention: .following,
        interestRests: rests
          ? InterestRests(first: date("2023-12-15"), months: 12, balance: 250_000) : nil)
    }
    for (name, loan) in [
      ("30/360", try loan(.thirty360BondBasis, prepaymentRate: 0)),
      ("30/360, 6% CPR", try loan(.thirty360BondBasis, prepaymentRate: 0.06)),
      ("Act/360", try loan(.actual360, prepaymentRate: 0)),
      ("30/360, yearly rests", try loan(.thirty360BondBasis, prepaymentRate: 0, rests: true)),
    ] {
      var principal = 0.0
      let loans = 50
      let milliseconds = BestOf.processorMilliseconds(200) {
        for _ in 0..<loans { principal = LoanAmortisation(loan).payments[0].principal }
      }
      let microseconds = (milliseconds * 1e5 / Double(loans)).rounded() / 100
      print("\(name): \(microseconds) µs; principal \(principal)")
    }
  }
}
