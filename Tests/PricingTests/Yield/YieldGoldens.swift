import DatesAndConventions
import Foundation
import Instruments

/// `Goldens/yields.json`, written by `Tools/goldens/cashflows.py`.
struct YieldGoldens: Decodable {
  let bonds: [BondCase]
  let loans: [LoanCase]

  static func load() throws -> YieldGoldens {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(YieldGoldens.self, from: Data(contentsOf: goldenFile("yields.json")))
  }

  struct BondCase: Decodable {
    let convention: BondConventionID
    let dayCount: DayCount?
    let frequency: Frequency
    let dated: CivilDate
    let maturity: CivilDate
    let first: CivilDate?
    let last: CivilDate?
    let endOfMonth: Bool
    let coupon: Double
    let redemption: Double
    let sinking: [Sinking]
    let settlement: CivilDate
    let accrued: Double
    let yield: Double?
    let dirty: Double?
    let price: Double?
    let priceYield: Double?
    let modified: Double?
    let convexity: Double?
    let macaulay: Double?

    struct Sinking: Decodable {
      let payment: PrincipalPayment

      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        payment = PrincipalPayment(
          date: try container.decode(CivilDate.self), amount: try container.decode(Double.self))
      }
    }

    func bond() throws -> FixedBond {
      try FixedBond(
        currency: .usd, datedDate: dated, maturity: maturity, coupon: coupon, frequency: frequency,
        convention: convention, dayCount: dayCount, firstCouponDate: first, penultimateCouponDate: last,
        endOfMonth: endOfMonth, redemption: redemption, principalPayments: sinking.map(\.payment))
    }
  }

  struct LoanCase: Decodable {
    let style: String
    let balance: Double
    let balanceDate: CivilDate
    let firstPayment: CivilDate
    let maturity: CivilDate
    let rate: Double
    let frequency: Frequency
    let periods: Int?
    let interestOnly: Int
    let adjusted: Bool
    let settlement: CivilDate
    let accrued: Double
    let dirty: Double
    let yield: Double
    let modified: Double
    let convexity: Double

    func loan() throws -> AmortisingLoan {
      let amortisation: Amortisation =
        switch style {
        case "level", "balloon": .levelPay(payment: nil, periods: periods)
        case "linear": .linear(periods: nil)
        case "bullet": .bullet
        default: .interestOnlyThenLevelPay(interestOnlyPeriods: interestOnly, periods: nil)
        }
      return try AmortisingLoan(
        currency: .usd, balance: balance, balanceDate: balanceDate, firstPaymentDate: firstPayment,
        maturity: maturity, rate: rate, frequency: frequency, amortisation: amortisation,
        calendar: adjusted ? .usGovernmentBond : .weekendsOnly,
        paymentConvention: adjusted ? .following : .unadjusted)
    }
  }
}

func goldenFile(_ name: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
    path: "Goldens/\(name)")
}

/// Rows of a golden CSV by column name; lines that begin with # are comments.
func goldenTable(_ name: String) throws -> [[String: String]] {
  let lines = try String(contentsOf: goldenFile(name), encoding: .utf8).split(separator: "\n")
    .filter { !$0.hasPrefix("#") }
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
}

func date(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }
