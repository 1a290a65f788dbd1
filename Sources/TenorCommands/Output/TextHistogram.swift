/// How often numbers fall into classes of one width, for a terminal.
struct TextHistogram {
  /// A class and how many fall into it.
  struct Bin: Equatable {
    /// The class holds this number and those above it, up to the width further.
    let from: Double
    let count: Int
  }

  /// Characters of the longest bar.
  private static let longest = 40

  let width: Double
  /// Without a gap, ascending.
  let bins: [Bin]

  /// Classes begin at multiples of the width.
  ///
  /// - Parameters:
  ///   - width: doubled until there are `most` classes or less; above 0.
  init(_ values: [Double], width: Double, most: Int = 24) {
    precondition(width > 0 && most > 0, "classes have a width")
    func place(_ value: Double, _ width: Double) -> Int { Int((value / width).rounded(.down)) }
    guard let least = values.min(), let greatest = values.max() else {
      (self.width, bins) = (width, [])
      return
    }
    var width = width
    while place(greatest, width) - place(least, width) >= most { width *= 2 }
    let (first, last) = (place(least, width), place(greatest, width))
    var counts = Array(repeating: 0, count: last - first + 1)
    for value in values { counts[place(value, width) - first] += 1 }
    self.width = width
    bins = counts.enumerated().map { Bin(from: Double(first + $0) * width, count: $1) }
  }

  /// A line for each class: its bounds, its count and a bar.
  func lines(decimals: Int) -> [String] {
    let most = max(1, bins.map(\.count).max() ?? 1)
    var table = TextTable([("from", .right), ("to", .right), ("count", .right), ("", .left)])
    for bin in bins {
      // A bar for everything that is there, however little.
      let length = bin.count == 0 ? 0 : max(1, bin.count * Self.longest / most)
      table.append([
        NumberText.fixed(bin.from, decimals: decimals),
        NumberText.fixed(bin.from + width, decimals: decimals), "\(bin.count)",
        String(repeating: "#", count: length),
      ])
    }
    return table.lines
  }
}
