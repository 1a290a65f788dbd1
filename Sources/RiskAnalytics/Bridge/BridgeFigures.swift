/// What a duration bridge follows from one run to the other, in the reporting currency.
public struct BridgeFigures: Sendable, Hashable {
  /// Present value.
  public let value: Double
  /// Signed change of value for +1 basis point on all zero rates.
  public let dv01: Double
  /// Effective duration in years of what has one, bonds and loans; `nil` where their value is not positive.
  public let duration: Double?

  public init(value: Double, dv01: Double, duration: Double?) {
    self.value = value
    self.dv01 = dv01
    self.duration = duration
  }

  /// A duration that is withheld on either side makes the change of duration unknown.
  public static func - (a: BridgeFigures, b: BridgeFigures) -> BridgeFigures {
    BridgeFigures(
      value: a.value - b.value, dv01: a.dv01 - b.dv01,
      duration: a.duration.flatMap { from in b.duration.map { from - $0 } })
  }
}
