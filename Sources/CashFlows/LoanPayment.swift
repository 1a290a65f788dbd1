public import DatesAndConventions

/// One projected payment of a loan, in currency units per contract.
public struct LoanPayment: Sendable, Hashable {
  /// Start of the interest period in which the payment falls.
  public let accrualStart: CivilDate
  /// Unadjusted.
  public let dueDate: CivilDate
  public let payDate: CivilDate
  public let balanceBefore: Double
  /// Interest at the note rate less the servicing fee; 0 for principal between due dates. Below 0 where the fee
  /// exceeds the note rate.
  public let netInterest: Double
  /// Scheduled. Below 0 where the contract's payment does not cover its interest: the rest joins the balance.
  public let principal: Double
  /// Principal ahead of schedule.
  public let prepayment: Double
  public let balanceAfter: Double

  public var total: Double { netInterest + principal + prepayment }
}
