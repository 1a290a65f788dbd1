/// Amounts of a month, or of several, as they are compared with a report; in the pool's currency.
public struct ReportedAmounts: Hashable, Sendable {
  public var interest = 0.0
  public var scheduledPrincipal = 0.0
  /// Prepaid, or recovered from a liquidation.
  public var unscheduledPrincipal = 0.0
  public var loss = 0.0
  /// At the end, loans in default included.
  public var balance = 0.0

  public init() {}

  init(_ report: ReportedLoanMonth) {
    interest = report.interest
    scheduledPrincipal = report.scheduledPrincipal
    unscheduledPrincipal = report.unscheduledPrincipal
    loss = report.loss
    balance = report.balance
  }

  /// Of a month counted from 0; nothing after the last.
  init(_ flows: CollateralFlows, month: Int) {
    guard month < flows.months else { return }
    interest = flows.interest[month]
    scheduledPrincipal = flows.scheduledPrincipal[month]
    unscheduledPrincipal = flows.prepayment[month] + flows.recovery[month]
    loss = flows.loss[month]
    balance = flows.balance[month] + flows.inDefault[month]
  }

  /// Adds the amounts of other loans in the same month.
  mutating func add(_ other: ReportedAmounts) {
    interest += other.interest
    scheduledPrincipal += other.scheduledPrincipal
    unscheduledPrincipal += other.unscheduledPrincipal
    loss += other.loss
    balance += other.balance
  }

  /// Adds a later month: flows add up, the balance is the later one.
  public mutating func append(_ later: ReportedAmounts) {
    add(later)
    balance = later.balance
  }

  /// The largest difference of any amount.
  func difference(_ other: ReportedAmounts) -> Double {
    max(
      abs(interest - other.interest), abs(scheduledPrincipal - other.scheduledPrincipal),
      abs(unscheduledPrincipal - other.unscheduledPrincipal), abs(loss - other.loss),
      abs(balance - other.balance))
  }
}
