import NumericalMethods

/// How a rate depends on one thing about a loan: e^(slope · (value − reference)), within bounds; 1 where the value is not known.
public struct RiskEffect: Hashable, Sendable, Codable {
  /// The value at which the effect is 1.
  public let reference: Double
  /// Change of the logarithm of the rate for a rise of 1.
  public let slope: Double
  public let least: Double
  public let most: Double

  public init(reference: Double, slope: Double, least: Double = 0, most: Double = 100) {
    self.reference = reference
    self.slope = slope
    self.least = least
    self.most = most
  }

  /// No effect.
  public static let none = RiskEffect(reference: 0, slope: 0)

  func multiple(_ value: Double?) -> Double {
    guard slope != 0, let value else { return 1 }
    return min(max(Exponential.exp(slope * (value - reference)), least), most)
  }

  /// Writes the multiples of values month by month; nothing where there is no effect or no values.
  func write(_ values: [Double], into multiples: inout [Double]) {
    multiples.removeAll(keepingCapacity: true)
    guard slope != 0 else { return }
    for value in values { multiples.append(slope * (value - reference)) }
    Exponential.expInPlace(&multiples)
    for month in multiples.indices { multiples[month] = min(max(multiples[month], least), most) }
  }

  func problems(_ field: String) -> [ParameterProblem] {
    var problems: [ParameterProblem] = []
    problems.require(reference.isFinite && slope.isFinite, field, "needs a reference and a slope")
    problems.require(
      least >= 0 && least <= 1 && most >= 1 && most.isFinite, field, "needs 0 <= least <= 1 <= most")
    return problems
  }
}
