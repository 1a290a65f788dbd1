/// What a small change of a contract's yield does to its dirty price.
public struct YieldSensitivity: Sendable, Hashable {
  /// −(dP/dy)/P in years.
  public let modifiedDuration: Double
  /// Time of the flows in years, weighted by their present values at the yield.
  public let macaulayDuration: Double
  /// (d²P/dy²)/P in years².
  public let convexity: Double

  public init(modifiedDuration: Double, macaulayDuration: Double, convexity: Double) {
    self.modifiedDuration = modifiedDuration
    self.macaulayDuration = macaulayDuration
    self.convexity = convexity
  }

  /// Stands where there is no yield.
  static let zero = YieldSensitivity(modifiedDuration: 0, macaulayDuration: 0, convexity: 0)
}
