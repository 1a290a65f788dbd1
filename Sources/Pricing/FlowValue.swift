public import DatesAndConventions

/// What one future flow of a position is worth under one scenario, and by which factors.
public struct FlowValue: Sendable, Hashable {
  public let payDate: CivilDate
  public let currency: Currency
  /// Interest, principal and prepayment together, for the whole position; received is positive.
  public let amount: Double
  /// Value at the valuation date of 1 paid on the pay date: the discount curve's factor, times the spread curve's, times
  /// exp(−issue spread · years).
  public let discountFactor: Double
  /// Units of the value's currency for 1 of the flow's: 1, but for the other side of an FX forward.
  public let fxRate: Double
  /// False once the flow's ex day has come: it is paid, but no longer to the holder of today.
  public let isOwned: Bool

  /// In the value's currency; 0 for a flow that is not owned.
  public var presentValue: Double { isOwned ? amount * discountFactor * fxRate : 0 }
}

/// The flows behind the value of one position.
public struct PositionFlowValues: Sendable, Hashable {
  /// The currency of the value.
  public let currency: Currency
  /// Basis points, continuously compounded, over the discount and spread curves; 0 for an FX forward.
  public let issueSpread: Double
  /// In the order of the position's cash flows. Their present values add up to its `PV` to rounding: the same terms, added
  /// in another order.
  public let flows: [FlowValue]
}
