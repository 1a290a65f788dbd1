public import DatesAndConventions

/// One future flow of a position, in the flow's currency, for the whole position; received is positive.
public struct CashFlowRow: Sendable, Hashable {
  /// The position's ordinal in its snapshot.
  public let positionNumber: Int32
  /// 1 for the first flow after the valuation date.
  public let periodNumber: Int32
  /// Day on which cash moves.
  public let payDate: CivilDate
  public let currency: Currency
  /// Net of servicing fees.
  public let interest: Double
  /// Scheduled.
  public let principal: Double
  /// Principal ahead of schedule.
  public let prepayment: Double
  /// Principal outstanding after the flow.
  public let balance: Double

  /// Interest, principal and prepayment together.
  public var total: Double { interest + principal + prepayment }

  public init(
    positionNumber: Int32, periodNumber: Int32, payDate: CivilDate, currency: Currency, interest: Double,
    principal: Double, prepayment: Double, balance: Double
  ) {
    self.positionNumber = positionNumber
    self.periodNumber = periodNumber
    self.payDate = payDate
    self.currency = currency
    self.interest = interest
    self.principal = principal
    self.prepayment = prepayment
    self.balance = balance
  }
}
