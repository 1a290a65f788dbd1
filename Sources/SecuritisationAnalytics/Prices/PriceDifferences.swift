/// A distribution of differences of prices, points per 100.
public struct PriceDifferences: Hashable, Sendable {
  /// Ascending.
  public let values: [Double]

  /// Precondition: at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a distribution is of something")
    self.values = values.sorted()
  }

  /// What a part of the values, 0 to 1, lies at or below, straight between neighbours (Hyndman and Fan's type 7).
  public func quantile(_ part: Double) -> Double {
    let place = part * Double(values.count - 1)
    let low = min(Int(place), values.count - 1)
    let high = min(low + 1, values.count - 1)
    return values[low] + (place - Double(low)) * (values[high] - values[low])
  }

  public var median: Double { quantile(0.5) }

  /// The difference farthest from 0.
  public var largest: Double {
    abs(values[0]) > abs(values[values.count - 1]) ? values[0] : values[values.count - 1]
  }

  /// How far from 0 they are, without their sign.
  public var sizes: PriceDifferences { PriceDifferences(values.map(abs)) }
}
