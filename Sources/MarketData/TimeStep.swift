/// Some days of time, and what curves do meanwhile.
public struct TimeStep: Sendable, Hashable {
  public enum Curves: Sendable, Hashable {
    /// Forwards come true: rates, spreads and exchange rates on the later day are those that the curves expect today.
    case realiseForwards
    /// Rate, spread and credit curves are the same by tenor on the later day, short rates hold until then, and exchange rates stay.
    case keepShape
  }

  /// Not negative.
  public let days: Int
  public let curves: Curves

  public init(days: Int, curves: Curves) {
    self.days = days
    self.curves = curves
  }
}
