/// What values of default swaps on one credit curve are made of, by day and scenario.
public struct CreditTable: Sendable {
  /// Doubles in a row; column 0 is the base market, column 1 + s scenario s, padding is 0.
  public let stride: Int
  /// −ln of the discount factor, row after row.
  public let discountExponents: [Double]
  /// −ln of the chance of survival to the end of the day.
  public let hazardExponents: [Double]
  /// Change of `hazardExponents` for a rise of all par spreads by 1.00.
  public let parSensitivities: [Double]
}

/// What is the same under every scenario of a credit curve.
public struct CreditCurveTerms: Sendable, Hashable {
  /// Share of the notional left after a default.
  public let recovery: Double
  /// Days between which forward and hazard rates are flat, ascending.
  public let days: [Int32]
}
