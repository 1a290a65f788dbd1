public import DatesAndConventions
public import Instruments

/// The projected payments of a loan from its balance date to its end.
///
/// Prepayment follows the order of the Standard Formulas (SIFMA, Uniform Practices, chapter SF): in each period
/// scheduled principal first, then SMM of what is left, SMM = 1 − (1 − CPR)^(1/12) a month. The contract's later
/// payments are recast in proportion to the surviving balance, so every scheduled amount is that of the contract
/// without prepayment times the surviving fraction.
public struct LoanAmortisation: Sendable {
  /// In date order; ends when nothing is outstanding. Empty for a balance of 0.
  public let payments: [LoanPayment]
  /// The contract's first payment while it is level, before prepayment; `nil` for other kinds of amortisation.
  public let levelPayment: Double?
  let loan: AmortisingLoan
  /// What interest accrues on before each due date; empty where that is the balance.
  private let restBalances: [Double]
  private let dueDates: LoanDueDates

  /// Projects `loan`. The principal and prepayments of `payments` add up to its balance.
  public init(_ loan: AmortisingLoan) {
    self.loan = loan
    dueDates = LoanDueDates(loan)
    var runOff = LoanRunOff(loan, dueDates: dueDates)
    runOff.project()
    payments = runOff.payments
    restBalances = runOff.restBalances
    levelPayment = runOff.firstLevelPayment
  }

  /// Principal outstanding at `settlement` to a buyer of the loan; what is paid that day belongs to the seller.
  public func balance(at settlement: CivilDate) -> Double {
    payments.first { $0.payDate > settlement }?.balanceBefore ?? 0
  }

  /// Interest accrued at `settlement` on what is paid after it, net of the servicing fee, in currency units.
  public func accruedInterest(at settlement: CivilDate) -> Double {
    guard let next = payments.first(where: { $0.payDate > settlement }), next.accrualStart < settlement,
      let index = (1...dueDates.count).first(where: { dueDates.date($0) >= next.dueDate })
    else { return 0 }
    let last = min(settlement, dueDates.accrualDate(dueDates.date(index)))
    func years(to end: CivilDate) -> Double { dueDates.years(index, from: next.accrualStart, to: end) }
    let rates = LoanRates(loan)
    var balanceYears = 0.0
    var steppedInterest = 0.0
    func accrue(_ balance: Double, to end: CivilDate) {
      let length = years(to: end)
      balanceYears += balance * length
      steppedInterest +=
        balance * rates.stepped(from: next.accrualStart, to: end, years: length, yearsTo: years)
    }
    accrue(restBalances.isEmpty ? next.balanceBefore : restBalances[index - 1], to: last)
    for payment in payments where payment.accrualStart == next.accrualStart && payment.payDate <= settlement {
      accrue(payment.principal, to: payment.dueDate)
    }
    return balanceYears * (rates.rate(from: next.accrualStart) - loan.servicingFee) + steppedInterest
  }
}
