/// From which rows the parts of a market document came, so that what is wrong with them is told by file and line.
struct MarketPlaces {
  struct Place: Hashable {
    let file: MarketFile
    let line: Int
  }

  private var places: [String: Place] = [:]

  /// The first row of a part counts.
  mutating func add(_ path: String, _ file: MarketFile, line: Int) {
    if places[path] == nil { places[path] = Place(file: file, line: line) }
  }

  /// The row of the smallest part that holds `path`, such as `curves[USD.TREASURY].points[10Y].rate`; `nil` for what no
  /// row says.
  subscript(path: String) -> Place? {
    var path = path[...]
    while true {
      if let place = places[String(path)] { return place }
      guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
      path = path[..<end]
    }
  }
}
