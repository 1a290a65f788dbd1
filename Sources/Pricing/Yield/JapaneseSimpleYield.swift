/// The simple yield of Japanese bonds: y = (c + (R − P) / T) / P on the clean price P.
///
/// c is the coupon a year, R the redemption and T the years to it, principal-weighted when the bond amortises; all
/// per 100 of face outstanding. Source: Japan Securities Dealers Association, simple yield (単利利回り).
struct JapaneseSimpleYield: Sendable {
  let coupon: Double
  let redemption: Double
  /// Above 0.
  let years: Double

  /// `nil` where 1 + y T is not positive.
  func cleanPrice(yield: Double) -> Double? {
    let growth = 1 + yield * years
    guard growth > 0, growth.isFinite else { return nil }
    return (redemption + coupon * years) / growth
  }

  /// `nil` for a price that is not positive, or so high that its yield rounds to one without a price.
  func yield(cleanPrice: Double) -> Double? {
    guard cleanPrice.isFinite, cleanPrice > 0 else { return nil }
    let yield = (coupon + (redemption - cleanPrice) / years) / cleanPrice
    // A yield near −1/T may round to one that has no price.
    return self.cleanPrice(yield: yield) == nil ? nil : yield
  }

  /// First and second derivatives of the price in the yield.
  func derivatives(yield: Double) -> (first: Double, second: Double) {
    let fall = years / (1 + yield * years)
    let price = (redemption + coupon * years) / (1 + yield * years)
    return (-price * fall, 2 * price * fall * fall)
  }
}
