/// Spreads that the market asks of a credit tier, such as a rating, by life: what credit costs and what it costs to sell.
public struct SpreadTiers: Hashable, Sendable {
  /// A tier at one life.
  public struct Point: Hashable, Sendable {
    /// Such as `AAA`.
    public let tier: String
    /// Average life in years, above 0.
    public let years: Double
    /// Decimals a year over the Treasury curve.
    public let credit: Double
    public let liquidity: Double

    public init(tier: String, years: Double, credit: Double, liquidity: Double) {
      self.tier = tier
      self.years = years
      self.credit = credit
      self.liquidity = liquidity
    }
  }

  /// By tier, in order of years.
  private let points: [String: [Point]]

  /// Two points of a tier at the same years count once, the last of them.
  public init(_ points: [Point]) {
    var sorted: [String: [Point]] = [:]
    for point in points {
      sorted[point.tier, default: []].removeAll { $0.years == point.years }
      sorted[point.tier, default: []].append(point)
    }
    self.points = sorted.mapValues { $0.sorted { $0.years < $1.years } }
  }

  public var tiers: [String] { points.keys.sorted() }

  /// Spreads of a tier at a life: straight between points, level beyond them; `nil` for a tier that is not there.
  public func spreads(_ tier: String, years: Double) -> (credit: Double, liquidity: Double)? {
    guard let points = points[tier], let first = points.first, let last = points.last else { return nil }
    if years <= first.years { return (first.credit, first.liquidity) }
    guard let upper = points.first(where: { $0.years > years }),
      let lower = points.last(where: { $0.years <= years })
    else { return (last.credit, last.liquidity) }
    let part = (years - lower.years) / (upper.years - lower.years)
    return (
      lower.credit + part * (upper.credit - lower.credit),
      lower.liquidity + part * (upper.liquidity - lower.liquidity)
    )
  }
}
