/// Pools that trade alike: of a market, a coupon and an original term. Strips of their interest or principal trade apart.
public struct PoolStack: Hashable, Sendable {
  /// A program, or several that are delivered for each other.
  public let market: String
  /// Paid to holders, a decimal a year.
  public let coupon: Double
  public let termYears: Int
  /// What of their cash is held.
  public let part: SimulatedCash.Part

  public init(market: String, coupon: Double, termYears: Int, part: SimulatedCash.Part = .all) {
    self.market = market
    self.coupon = coupon
    self.termYears = termYears
    self.part = part
  }
}

extension PoolStack: Comparable {
  /// Whole pools first; then by market, the longer term and the lower coupon.
  public static func < (one: PoolStack, other: PoolStack) -> Bool {
    func place(_ part: SimulatedCash.Part) -> Int { SimulatedCash.Part.allCases.firstIndex(of: part) ?? 0 }
    return (place(one.part), one.market, -one.termYears, one.coupon)
      < (place(other.part), other.market, -other.termYears, other.coupon)
  }
}
