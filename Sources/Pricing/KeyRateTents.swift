public import DatesAndConventions

/// Tent weights over key tenors: at any time they add up to 1, so the tents of all keys sum to the parallel move.
///
/// Key k has weight 1 at its own tenor and falls linearly to 0 at its neighbours; the first is 1 before its tenor
/// and the last 1 after its own.
public struct KeyRateTents: Sendable {
  /// Years of the keys, ascending.
  public let years: [Double]

  public init(_ tenors: [Tenor]) { self.init(years: tenors.map(\.years).sorted()) }

  /// Precondition: ascending.
  public init(years: [Double]) { self.years = years }

  /// Index of the lower of the two keys around `time`, and the weight of the upper one.
  func bracket(_ time: Double) -> (lower: Int, upperWeight: Double) {
    guard years.count > 1, time > years[0] else { return (0, 0) }
    let last = years.count - 1
    guard time < years[last] else { return (last, 0) }
    var lower = 0
    while time >= years[lower + 1] { lower += 1 }
    return (lower, (time - years[lower]) / (years[lower + 1] - years[lower]))
  }

  /// Weight of key `index` at `time` years; 0 to 1.
  public func weight(_ index: Int, at time: Double) -> Double {
    let (lower, upperWeight) = bracket(time)
    if index == lower { return 1 - upperWeight }
    return index == lower + 1 ? upperWeight : 0
  }
}
