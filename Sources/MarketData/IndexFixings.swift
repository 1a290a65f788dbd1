public import DatesAndConventions

/// What a market knows of the past of its indices: the same under every scenario.
public struct IndexFixings: Sendable {
  /// By index, in ascending order of date.
  private let fixings: [RateIndexID: [IndexFixing]]

  public init(_ snapshot: MarketSnapshot) {
    var fixings: [RateIndexID: [IndexFixing]] = [:]
    for (name, published) in snapshot.fixings {
      if let index = RateIndexID(rawValue: name) { fixings[index] = published }
    }
    self.fixings = fixings
  }

  /// The rate published for `date`. Throws `MissingMarketData` naming index and date.
  public func rate(_ index: RateIndexID, on date: CivilDate) throws(MissingMarketData) -> Double {
    guard let published = fixings[index], let place = Self.place(of: date, in: published) else {
      throw MissingMarketData("fixing of \(index.rawValue) on \(date)")
    }
    return published[place].rate
  }

  private static func place(of date: CivilDate, in published: [IndexFixing]) -> Int? {
    var (low, high) = (0, published.count)
    while low < high {
      let middle = (low + high) / 2
      if published[middle].date < date { low = middle + 1 } else { high = middle }
    }
    return low < published.count && published[low].date == date ? low : nil
  }
}
