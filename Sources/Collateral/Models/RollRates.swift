/// How loans move between paying and default from one month to the next: a Markov chain over current, 30, 60 and 90 days late, and default,
/// which nobody leaves.
public struct RollRates: Hashable, Sendable, Codable {
  /// From current: to current, 30, 60, 90 days and default. Each row adds up to 1.
  public let current: [Double]
  public let days30: [Double]
  public let days60: [Double]
  public let days90: [Double]

  public init(current: [Double], days30: [Double], days60: [Double], days90: [Double]) {
    self.current = current
    self.days30 = days30
    self.days60 = days60
    self.days90 = days90
  }

  /// Where loans are that are not in default: parts that add up to 1.
  struct Shares {
    private(set) var parts: SIMD4<Double>

    init(_ status: DelinquencyStatus) {
      switch status {
      case .current: parts = SIMD4(1, 0, 0, 0)
      case .days30: parts = SIMD4(0, 1, 0, 0)
      case .days60: parts = SIMD4(0, 0, 1, 0)
      case .days90, .foreclosure, .realEstateOwned: parts = SIMD4(0, 0, 0, 1)
      }
    }

    /// Moves a month on and gives the part that defaults. Paying loans fall behind `effect` times as often.
    mutating func roll(_ rates: RollRates, effect: Double) -> Double {
      var next = SIMD4<Double>.zero
      let behind = rates.current.dropFirst().reduce(0, +)
      let scale = behind > 0 ? min(effect, 1 / behind) : 1
      next[0] = parts[0] * (1 - behind * scale)
      for to in 1..<4 { next[to] = parts[0] * rates.current[to] * scale }
      for (from, row) in [(1, rates.days30), (2, rates.days60), (3, rates.days90)] {
        for to in 0..<4 { next[to] += parts[from] * row[to] }
      }
      let left = next.sum()
      parts = left > 0 ? next / left : SIMD4(1, 0, 0, 0)
      return max(0, 1 - left)
    }
  }

  var problems: [ParameterProblem] {
    var problems: [ParameterProblem] = []
    for (field, row) in [("current", current), ("days30", days30), ("days60", days60), ("days90", days90)] {
      problems.require(
        row.count == 5 && row.allSatisfy { (0...1).contains($0) } && abs(row.reduce(0, +) - 1) < 1e-9,
        "roll_rates.\(field)", "needs 5 parts that add up to 1: current, 30, 60, 90 days, default")
    }
    return problems
  }
}
