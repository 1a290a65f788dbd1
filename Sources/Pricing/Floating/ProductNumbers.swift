/// Finds products by their factors: open addressing over the array that holds them.
struct ProductNumbers {
  /// Place in the array, or −1.
  private var slots = [Int32](repeating: -1, count: 1 << 12)
  private var count = 0

  /// The place of `product` among `products`, or that at which it must be appended now.
  mutating func place(of product: DiscountProduct, in products: [DiscountProduct]) -> Int {
    if 2 * count >= slots.count { grow(products) }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: product.mixed) & mask
    while slots[slot] >= 0 {
      if products[Int(slots[slot])] == product { return Int(slots[slot]) }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(products.count)
    count += 1
    return products.count
  }

  private mutating func grow(_ products: [DiscountProduct]) {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    let mask = slots.count - 1
    for (place, product) in products.enumerated() {
      var slot = Int(truncatingIfNeeded: product.mixed) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(place)
    }
  }
}
