/// Searches in ascending arrays.
enum SortedSearch {
  /// Index of the last element that is not above `x`; 0 when all are above. `values` ascends and is not empty.
  static func lastIndex(atOrBelow x: Double, in values: [Double]) -> Int {
    var low = 0
    var high = values.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= x { low = middle } else { high = middle }
    }
    return low
  }
}
