import Foundation

/// What a bond yields above government bonds, and what of it is for what; decimals a year.
public struct SpreadParts: Hashable, Sendable {
  /// Bond-equivalent yield less the par yield of the government curve at the bond's average life.
  public let nominal: Double
  /// Over the whole government curve.
  public let zSpread: Double
  /// For losses, by the tier.
  public let credit: Double
  /// For being hard to sell, by the tier.
  public let liquidity: Double
  /// What is left of the Z-spread: prepayment, structure, cheapness.
  public var residual: Double { zSpread - credit - liquidity }

  /// Of a bond at a clean price; `discount` gives discount factors of the government curve by years.
  ///
  /// `nil` where the bond has no principal, no yield or no spread at the price, or the tier is not known.
  public init?(
    _ bond: StaticBond, price: Double, tier: String, tiers: SpreadTiers, discount: (Double) -> Double
  ) {
    guard let life = bond.averageLife, life > 0, let yield = bond.yield(price: price),
      let zSpread = bond.zSpread(price: price, discount: discount),
      let spreads = tiers.spreads(tier, years: life)
    else { return nil }
    nominal = yield - ParYield.semiannual(years: life, discount: discount)
    self.zSpread = zSpread
    credit = spreads.credit
    liquidity = spreads.liquidity
  }
}

/// Coupons at which bonds of a curve are worth par.
enum ParYield {
  /// Of a bond that pays twice a year, bond-equivalent. Lives between half years lie straight between their neighbours; below half a year it
  /// is the yield of one payment.
  static func semiannual(years: Double, discount: (Double) -> Double) -> Double {
    guard years > 0.5 else { return 2 * (pow(discount(years), -0.5 / years) - 1) }
    let lower = (2 * years).rounded(.down)
    let part = 2 * years - lower
    let first = atHalfYears(Int(lower), discount)
    return part == 0 ? first : first + part * (atHalfYears(Int(lower) + 1, discount) - first)
  }

  private static func atHalfYears(_ count: Int, _ discount: (Double) -> Double) -> Double {
    let annuity = (1...count).reduce(0) { $0 + discount(Double($1) / 2) }
    return 2 * (1 - discount(Double(count) / 2)) / annuity
  }
}
