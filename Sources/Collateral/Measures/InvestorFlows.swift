import Foundation

/// What holders of a pass-through of the whole pool get: interest net of the servicing fee, penalties, principal and recoveries,
/// a month apart.
public struct InvestorFlows: Hashable, Sendable {
  /// How interest that joins the balance counts in an average life (Standard Formulas SF-56).
  public enum AverageLifeRule: Sendable, Hashable, CaseIterable {
    /// As principal below zero: graduated-payment and adjustable loans.
    case negativePrincipal
    /// Not at all: only principal that is paid counts, as for accrual bonds.
    case paidPrincipal
  }

  /// Interest and principal of each month.
  public let cash: [Double]
  /// Principal of each month, below zero where interest joins the balance.
  public let principal: [Double]
  /// Days from settlement to the first payment, 30/360: what is left of the month of accrual and the delay after it.
  public let firstPaymentDays: Int

  /// Precondition: `principal` has a value for each of `cash`; payments lie after settlement.
  public init(cash: [Double], principal: [Double], firstPaymentDays: Int) {
    precondition(cash.count == principal.count && firstPaymentDays >= 0, "payments after settlement")
    self.cash = cash
    self.principal = principal
    self.firstPaymentDays = firstPaymentDays
  }

  /// Flows of a pool bought on the cut-off date, whose payments reach holders `delayDays` after the end of each month (14 for Ginnie
  /// Mae I, 19 for Ginnie Mae II, 24 for Fannie Mae, 14 for Freddie Mac Gold, 44 for others of Freddie Mac).
  public init(_ flows: CollateralFlows, delayDays: Int) {
    var cash: [Double] = []
    var principal: [Double] = []
    for month in 0..<flows.months {
      let paid: Double = flows.scheduledPrincipal[month] + flows.prepayment[month] + flows.recovery[month]
      let interest: Double = flows.interest[month] - flows.servicingFee[month]
      cash.append(interest + flows.prepaymentPenalty[month] + paid)
      principal.append(paid - flows.deferredInterest[month])
    }
    self.init(cash: cash, principal: principal, firstPaymentDays: 30 + delayDays)
  }

  /// Years of 360 days from settlement to a payment counted from 0.
  public func years(_ payment: Int) -> Double { Double(firstPaymentDays + 30 * payment) / 360 }

  /// Years until principal is paid, on average; not a number where none is.
  public func averageLife(_ rule: AverageLifeRule = .negativePrincipal) -> Double {
    var weighted = 0.0
    var total = 0.0
    for (payment, amount) in principal.enumerated() {
      let counted = rule == .paidPrincipal ? max(0, amount) : amount
      weighted += years(payment) * counted
      total += counted
    }
    return weighted / total
  }
}
