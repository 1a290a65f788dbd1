/// How a sum is spread over groups, such as the value of a book over currencies.
///
/// A group's weight is the magnitude of its sum: longs and shorts within a group offset, those of different groups do not.
/// Its share is its weight over the weight of all groups.
public struct Concentration: Sendable, Hashable {
  public struct Group: Sendable, Hashable {
    /// `nil` for what has no such attribute, which counts as one group.
    public let key: String?
    /// Signed sum.
    public let amount: Double
    /// Positions, those without a value included.
    public let positionCount: Int

    public init(key: String?, amount: Double, positionCount: Int) {
      self.key = key
      self.amount = amount
      self.positionCount = positionCount
    }

    var weight: Double { abs(amount) }
  }

  /// The largest, by weight and then by key.
  public let largest: [Group]
  /// Of all groups.
  public let groupCount: Int
  /// Sum of the weights of all groups.
  public let gross: Double
  /// Sum of the squares of the weights of all groups.
  public let sumOfSquares: Double
  /// Positions of all groups, and those among them that have no value and are left out of the amounts.
  public let positionCount: Int
  public let gapCount: Int

  public init(
    largest: [Group], groupCount: Int, gross: Double, sumOfSquares: Double, positionCount: Int, gapCount: Int
  ) {
    self.largest = largest
    self.groupCount = groupCount
    self.gross = gross
    self.sumOfSquares = sumOfSquares
    self.positionCount = positionCount
    self.gapCount = gapCount
  }

  /// Of all groups, of which the `limit` largest are named.
  public init(groups: [Group], limit: Int, gapCount: Int) {
    let ordered = groups.sorted { ($1.weight, $0.key ?? "") < ($0.weight, $1.key ?? "") }
    self.init(
      largest: Array(ordered.prefix(limit)), groupCount: groups.count,
      gross: groups.reduce(0) { $0 + $1.weight },
      sumOfSquares: groups.reduce(0) { $0 + $1.weight * $1.weight },
      positionCount: groups.reduce(0) { $0 + $1.positionCount }, gapCount: gapCount)
  }

  /// From 0 to 1; `nil` where there is nothing to share.
  public func share(of group: Group) -> Double? { gross > 0 ? abs(group.amount) / gross : nil }

  /// Share of the `count` largest groups together, of which no more are known than `largest` has.
  public func shareOfLargest(_ count: Int) -> Double? {
    gross > 0 ? largest.prefix(count).reduce(0) { $0 + abs($1.amount) } / gross : nil
  }

  /// Herfindahl index: the sum of the squares of all shares. 1 for one group, 1/n for n equal ones.
  public var herfindahl: Double? { gross > 0 ? sumOfSquares / (gross * gross) : nil }

  /// 1 over the Herfindahl index: as many equal groups would be as concentrated.
  public var effectiveCount: Double? { herfindahl.map { 1 / $0 } }
}
