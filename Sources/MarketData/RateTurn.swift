import NumericalMethods

/// A short time over which forward rates jump, such as that over a year's end.
public struct RateTurn: Sendable, Hashable {
  /// Act/365F years from the valuation date; `startYears` before `endYears`, neither negative.
  public let startYears: Double
  public let endYears: Double
  /// How much higher the continuously compounded forward rate is in between, a decimal.
  public let rate: Double

  public init(startYears: Double, endYears: Double, rate: Double) {
    self.startYears = startYears
    self.endYears = endYears
    self.rate = rate
  }

  /// What turns in order of time add to −ln DF; `nil` for none.
  static func exponent(_ turns: [RateTurn]) -> PiecewiseLinear? {
    guard !turns.isEmpty else { return nil }
    var (arguments, values) = ([Double](), [Double]())
    var sum = 0.0
    for turn in turns {
      // One turn may begin where another ends.
      if turn.startYears != arguments.last {
        arguments.append(turn.startYears)
        values.append(sum)
      }
      sum += turn.rate * (turn.endYears - turn.startYears)
      arguments.append(turn.endYears)
      values.append(sum)
    }
    return PiecewiseLinear(arguments: arguments, values: values)
  }
}
