import NumericalMethods

/// A mean of simulated values and how far chance may have moved it.
public struct Estimate: Sendable, Hashable {
  public let mean: Double
  /// Standard deviation of the mean, from the values themselves; not a number for a single one.
  public let standardError: Double
  /// Independent values.
  public let count: Int

  /// Precondition: at least one value.
  public init(independent values: [Double]) {
    precondition(!values.isEmpty, "a mean is of something")
    let mean = Self.mean(values)
    let squares = Self.mean(values.map { ($0 - mean) * ($0 - mean) })
    self.mean = mean
    standardError = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : .nan
    count = values.count
  }

  /// Of what each path of whole blocks gave; mirror images count as one.
  ///
  /// A single set of Sobol points has no standard error: take the mean of each of several seeds and then those as
  /// independent values.
  public init(_ values: [Double], of source: PathSource) {
    self.init(independent: source.independentMeans(values))
  }

  /// The mean of `values` less what their control was off by: `control` is simulated on the same paths, and its expectation
  /// is known.
  ///
  /// The slope is that of the regression of values on the control; its own error is of second order.
  ///
  /// Precondition: a control for each value, at least two.
  public init(independent values: [Double], control: [Double], expectation: Double) {
    precondition(values.count == control.count && values.count > 1, "a control for each value")
    let (mean, controlMean) = (Self.mean(values), Self.mean(control))
    let together = Self.mean(values.indices.map { (values[$0] - mean) * (control[$0] - controlMean) })
    let alone = Self.mean(control.map { ($0 - controlMean) * ($0 - controlMean) })
    let slope = alone > 0 ? together / alone : 0
    self.init(independent: values.indices.map { values[$0] - slope * (control[$0] - expectation) })
  }

  static func mean(_ values: [Double]) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(value) }
    return sum.value / Double(values.count)
  }
}
