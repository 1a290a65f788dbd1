/// A value in two runs.
public struct Difference: Sendable, Hashable, Encodable {
  /// `nil` where the run has none.
  public let a: Double?
  public let b: Double?
  /// b less a, where both are.
  public let difference: Double?
  /// Of the magnitude of a; `nil` where a is zero.
  public let percent: Double?

  public init(_ a: Double?, _ b: Double?) {
    self.init(a, b, difference: a.flatMap { a in b.map { $0 - a } })
  }

  init(_ a: Double?, _ b: Double?, difference: Double?) {
    self.a = a
    self.b = b
    // A difference of two huge numbers may leave the range of a double.
    let finite = difference.flatMap { $0.isFinite ? $0 : nil }
    self.difference = finite
    let percent = a.flatMap { a in finite.map { 100 * $0 / a.magnitude } }
    self.percent = percent.flatMap { $0.isFinite ? $0 : nil }
  }
}
