/// A product of discount factors, each to the power 1 or −1, such as D(T) · P(a) / P(b): what one unit of a floating payment
/// is worth, D of the curve that discounts it and P of the curve that projects its index.
struct DiscountProduct: Equatable {
  /// One factor: a curve of the batch and a day, counted from the valuation date.
  struct Factor: Equatable {
    let curve: Int
    let days: Int32
    let isDivisor: Bool

    var years: Double { Double(days) / 365 }
    /// Years, negative for a divisor: minus the slope of the factor's logarithm in its own zero rate.
    var signedYears: Double { isDivisor ? -years : years }
  }

  /// Zero where there is no factor.
  private var codes = SIMD8<Int32>(repeating: 0)
  private(set) var count = 0

  static let one = DiscountProduct()

  subscript(place: Int) -> Factor {
    let code = codes[place] - 1
    return Factor(curve: Int(code >> 19), days: code >> 1 & 0x3FFFF, isDivisor: code & 1 == 1)
  }

  /// Times the discount factor of a day; a factor of the day itself and the same under a division cancel.
  mutating func multiply(curve: Int, days: Int32) { append(curve, days, isDivisor: false) }

  mutating func divide(curve: Int, days: Int32) { append(curve, days, isDivisor: true) }

  /// Times the growth of a deposit from one day to another.
  func growing(curve: Int, from start: Int32, to end: Int32) -> DiscountProduct {
    var product = self
    product.multiply(curve: curve, days: start)
    product.divide(curve: curve, days: end)
    return product
  }

  private mutating func append(_ curve: Int, _ days: Int32, isDivisor: Bool) {
    precondition(curve < 1 << 11 && days < 1 << 18, "too many curves, or a day too far")
    // One paid on the valuation date is worth one.
    guard days > 0 else { return }
    let code = (Int32(curve) << 19 | days << 1 | (isDivisor ? 1 : 0)) + 1
    let inverse = (code - 1 ^ 1) + 1
    for place in 0..<count where codes[place] == inverse {
      count -= 1
      codes[place] = codes[count]
      codes[count] = 0
      return
    }
    precondition(count < 8, "a product of more factors than any contract has")
    codes[count] = code
    count += 1
  }

  static func == (a: DiscountProduct, b: DiscountProduct) -> Bool { a.codes == b.codes }

  /// Of the factors; for tables of this process alone.
  var mixed: UInt64 {
    let parts = unsafeBitCast(codes, to: SIMD4<UInt64>.self)
    var mixed = parts.x &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 29 ^ parts.y) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 32 ^ parts.z) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31 ^ parts.w
  }
}

/// A product times a chain of daily growth that is not one deposit, because its rates do not count for the days of their
/// deposits: Π (1 + weightⱼ · (P(startⱼ) / P(endⱼ) − 1)).
struct CompoundedProduct {
  struct Step {
    /// Days for which the rate counts over days of its deposit.
    let weight: Double
    let start: Int32
    let end: Int32
  }

  let product: DiscountProduct
  let curve: Int
  let steps: [Step]
}
