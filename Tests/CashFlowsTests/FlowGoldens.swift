import DatesAndConventions
import Foundation
import Instruments

/// `Goldens/flows.json`, written by `Tools/goldens/cashflows.py`.
struct FlowGoldens: Decodable {
  let bonds: [BondCase]
  let loans: [LoanCase]
  let prepaidLoans: [PrepaidCase]

  static func load() throws -> FlowGoldens {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/flows.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(FlowGoldens.self, from: Data(contentsOf: file))
  }

  /// Pay date, interest and principal.
  struct Flow: Decodable {
    let date: CivilDate
    let interest: Double
    let principal: Double

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      date = try container.decode(CivilDate.self)
      interest = try container.decode(Double.self)
      principal = try container.decode(Double.self)
    }
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
    let flows: [Flow]

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
    let flows: [Flow]
    /// Of all flows; `flows` has the first and last 15.
    let count: Int

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

  struct PrepaidCase: Decodable {
    let balance: Double
    let months: Int
    let rate: Double
    let fee: Double
    let cpr: Double
    /// Net interest, scheduled principal, prepayment, balance after.
    let rows: [[Double]]
    let count: Int
  }
}
