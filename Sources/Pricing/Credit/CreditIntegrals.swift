import MarketData
import NumericalMethods

/// What defaults between two days and premiums are worth on one credit curve, four scenarios to a block.
///
/// Swaps on a curve have most of their days in common, since they all end and pay on the same few days of the year. So each integral is
/// worked out once, when the first swap asks for it, and a swap's value is a weighted sum of them.
struct CreditIntegrals {
  let grid: CreditGrid
  /// Of intervals, block after block: rise of the hazard exponent.
  private(set) var hazards: [SIMD4<Double>] = []
  /// Discount factor and survival at the beginning, times the moments of what both fall by; see `ExponentialMoments`.
  private(set) var zeroth: [SIMD4<Double>] = []
  private(set) var first: [SIMD4<Double>] = []
  private(set) var second: [SIMD4<Double>] = []
  /// Of premiums, block after block: discount factor of the day of payment times survival to the last day.
  private(set) var paid: [SIMD4<Double>] = []
  private var intervals: [UInt64: Int] = [:]
  private var premiums: [UInt64: Int] = [:]

  /// What may be kept before all of it is forgotten: contracts on days of their own have little in common.
  private static let bytes = 16 << 20

  init(_ grid: CreditGrid) { self.grid = grid }

  /// Makes room for the integrals of one more swap.
  mutating func makeRoom() {
    if (4 * zeroth.count + paid.count) * MemoryLayout<SIMD4<Double>>.stride > Self.bytes {
      self = CreditIntegrals(grid)
    }
  }

  /// The place of the first block of an interval between two rows of the grid.
  mutating func interval(from: Int, to: Int) -> Int {
    let key = Self.key(from, to)
    if let known = intervals[key] { return known }
    let place = zeroth.count
    intervals[key] = place
    for block in 0..<grid.blocks {
      let (begin, end) = (from * grid.blocks + block, to * grid.blocks + block)
      let hazard: SIMD4<Double> = grid.hazardExponents[end] - grid.hazardExponents[begin]
      let discount: SIMD4<Double> = grid.discountExponents[end] - grid.discountExponents[begin]
      let moments = ExponentialMoments(discount + hazard)
      let before = grid.values[begin]
      hazards.append(hazard)
      zeroth.append(before * moments.zeroth)
      first.append(before * moments.first)
      second.append(before * moments.second)
    }
    return place
  }

  /// The place of the first block of a premium that is paid on one row if there is no default through another.
  mutating func premium(pay: Int, last: Int) -> Int {
    let key = Self.key(pay, last)
    if let known = premiums[key] { return known }
    let place = paid.count
    premiums[key] = place
    for block in 0..<grid.blocks {
      let discount = grid.discountExponents[pay * grid.blocks + block]
      let hazard = grid.hazardExponents[last * grid.blocks + block]
      paid.append(Exponential.exp(SIMD4<Double>(repeating: 0) - discount - hazard))
    }
    return place
  }

  private static func key(_ first: Int, _ second: Int) -> UInt64 { UInt64(first) << 32 | UInt64(second) }
}
