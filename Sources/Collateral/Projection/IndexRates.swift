/// Rates of the indices that adjustable loans follow, month by month: decimals a year, the first value at the cut-off date, the last
/// goes on.
public struct IndexRates: Hashable, Sendable {
  private let paths: [String: [Double]]

  /// Precondition: no path is empty.
  public init(_ paths: [String: [Double]] = [:]) {
    precondition(paths.values.allSatisfy { !$0.isEmpty }, "a path of rates has a value")
    self.paths = paths
  }

  /// With these paths in the place of those of the same names. Precondition: no path is empty.
  public func replacing(_ paths: [String: [Double]]) -> IndexRates {
    IndexRates(self.paths.merging(paths) { $1 })
  }

  /// So far on the straight line to other rates: 0 is these, 1 the others, more goes beyond. What only these have stays.
  public func moved(_ part: Double, towards other: IndexRates) -> IndexRates {
    IndexRates(
      Dictionary(
        uniqueKeysWithValues: paths.map { name, path in
          (name, other.paths[name].map { path.moved(part, towards: $0) } ?? path)
        }))
  }

  /// The rate this many months after the cut-off date, the first where that is before it; `nil` for an index not known.
  public func rate(_ index: String, month: Int) -> Double? {
    guard let path = paths[index] else { return nil }
    return path[min(max(month, 0), path.count - 1)]
  }

  /// An index with a rate that is not between -50% and 500%.
  var outOfRange: String? {
    paths.keys.sorted().first { index in !paths[index, default: []].allSatisfy { (-0.5...5).contains($0) } }
  }

  public func has(_ index: String) -> Bool { paths[index] != nil }
}

extension [Double] {
  /// So far on the straight line to other values: 0 is these, 1 the others, more goes beyond. The shorter's last goes on.
  ///
  /// Precondition: both have a value.
  public func moved(_ part: Double, towards other: [Double]) -> [Double] {
    (0..<Swift.max(count, other.count)).map { place in
      let (from, to) = (self[Swift.min(place, count - 1)], other[Swift.min(place, other.count - 1)])
      return from + part * (to - from)
    }
  }
}
