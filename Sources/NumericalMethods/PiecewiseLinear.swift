/// A function linear between points and constant beyond the first and the last.
public struct PiecewiseLinear: Sendable, Hashable {
  /// Strictly ascending arguments, at least one.
  public let arguments: [Double]
  /// The function there.
  public let values: [Double]

  /// Precondition: as many values as arguments, at least one, arguments strictly ascending.
  public init(arguments: [Double], values: [Double]) {
    precondition(!arguments.isEmpty && arguments.count == values.count, "a value for each argument")
    precondition(zip(arguments, arguments.dropFirst()).allSatisfy(<), "arguments ascend")
    self.arguments = arguments
    self.values = values
  }

  public init(constant: Double) { self.init(arguments: [0], values: [constant]) }

  public func callAsFunction(_ x: Double) -> Double {
    let last = arguments.count - 1
    if x <= arguments[0] { return values[0] }
    if x >= arguments[last] { return values[last] }
    let lower = SortedSearch.lastIndex(atOrBelow: x, in: arguments)
    let weight = (x - arguments[lower]) / (arguments[lower + 1] - arguments[lower])
    return values[lower] + (values[lower + 1] - values[lower]) * weight
  }

  /// The derivative to the right of `x`; 0 beyond the first and the last point.
  public func slope(at x: Double) -> Double {
    guard x >= arguments[0], x < arguments[arguments.count - 1] else { return 0 }
    let lower = SortedSearch.lastIndex(atOrBelow: x, in: arguments)
    return (values[lower + 1] - values[lower]) / (arguments[lower + 1] - arguments[lower])
  }

  /// Whether the function is 0 everywhere.
  public var isZero: Bool { values.allSatisfy { $0 == 0 } }

  /// The sum of two functions, with the points of both; constants merge into one point.
  public static func + (a: PiecewiseLinear, b: PiecewiseLinear) -> PiecewiseLinear {
    if b.arguments.count == 1 { return a.mapValues { $0 + b.values[0] } }
    if a.arguments.count == 1 { return b.mapValues { $0 + a.values[0] } }
    let arguments = Set(a.arguments + b.arguments).sorted()
    return PiecewiseLinear(arguments: arguments, values: arguments.map { a($0) + b($0) })
  }

  public static func * (a: PiecewiseLinear, factor: Double) -> PiecewiseLinear {
    a.mapValues { $0 * factor }
  }

  private func mapValues(_ change: (Double) -> Double) -> PiecewiseLinear {
    PiecewiseLinear(arguments: arguments, values: values.map(change))
  }
}
