/// The groups of one dimension that a cube tells apart, and where each value belongs.
public struct CubeAxis: Sendable {
  public enum Group: Sendable, Hashable {
    case value(String)
    /// Positions that have no such attribute.
    case none
    /// All values beyond the largest, as many as this.
    case other(valueCount: Int)
  }

  /// Values, then those without one, then what is left over.
  public let groups: [Group]
  private let places: [String: Int]
  private let nonePlace: Int?
  private let otherPlace: Int?

  /// - Parameters:
  ///   - sizes: How much each value weighs, `nil` for none; those of largest magnitude are kept, equal ones by name.
  ///   - top: The most values to tell apart.
  ///   - order: Whether one value comes before another; the largest come first when it is `nil`.
  public init(sizes: [String?: Double], top: Int, order: ((String, String) -> Bool)?) {
    let ranked = sizes.compactMap { name, size in name.map { (name: $0, size: abs(size)) } }
      .sorted { ($1.size, $0.name) < ($0.size, $1.name) }.map(\.name)
    var kept = Array(ranked.prefix(top))
    if let order { kept.sort(by: order) }
    var groups = kept.map(Group.value)
    places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    nonePlace = sizes.keys.contains(nil) ? groups.count : nil
    if nonePlace != nil { groups.append(.none) }
    otherPlace = ranked.count > kept.count ? groups.count : nil
    if otherPlace != nil { groups.append(.other(valueCount: ranked.count - kept.count)) }
    self.groups = groups
  }

  /// The groups, each once and ascending, of values among those that the axis was made of.
  public func groups(of values: [String?]) -> [Int] {
    if values.count == 1 { return [place(values[0])] }
    return Set(values.map(place)).sorted()
  }

  private func place(_ value: String?) -> Int {
    let known = value.map { places[$0] ?? otherPlace } ?? nonePlace
    guard let known else { preconditionFailure("an axis is made of every value") }
    return known
  }
}
