/// What speeds and losses of a pool are multiplied by, as scenarios and sensitivities ask, after models and units have given them: SMM, MDR and
/// the part of a balance that is lost.
///
/// What rises above everything is everything. Who is left in a pool for a model to act on follows from the model alone.
public struct SpeedMultipliers: Hashable, Sendable {
  /// Of SMM; from 0 to 100, as are the others.
  public var prepayment: Double
  /// Of MDR.
  public var defaults: Double
  public var severity: Double

  public init(prepayment: Double = 1, defaults: Double = 1, severity: Double = 1) {
    self.prepayment = prepayment
    self.defaults = defaults
    self.severity = severity
  }

  public static let none = SpeedMultipliers()

  var problem: String? {
    [prepayment, defaults, severity].allSatisfy { (0...100).contains($0) }
      ? nil : "multipliers of prepayment, default and severity are not all between 0 and 100"
  }
}
