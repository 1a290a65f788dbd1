/// Finds products by their factors: open addressing over the array that holds them.
struct ProductNumbers {
  /// Place in the array, or −1.
  private var slots = [Slot](repeating: Slot(), count: 1 << 10)
  private var count = 0

  private struct Slot {
    /// −1 where there is none.
    var place: Int32 = -1
    /// The upper half of what the factors are mixed to, so that few other products are looked at.
    var mark: UInt32 = 0
  }

  /// The place of `product` among `products`, or that at which it must be appended now.
  mutating func place(of product: DiscountProduct, in products: [DiscountProduct]) -> Int {
    if 2 * count >= slots.count { grow() }
    let mark = UInt32(truncatingIfNeeded: product.mixed >> 32)
    let mask = slots.count - 1
    var slot = Int(mark) & mask
    while slots[slot].place >= 0 {
      if slots[slot].mark == mark, products[Int(slots[slot].place)] == product {
        return Int(slots[slot].place)
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Slot(place: Int32(products.count), mark: mark)
    count += 1
    return products.count
  }

  private mutating func grow() {
    let known = slots
    slots = [Slot](repeating: Slot(), count: 4 * slots.count)
    let mask = slots.count - 1
    for old in known where old.place >= 0 {
      var slot = Int(old.mark) & mask
      while slots[slot].place >= 0 { slot = (slot + 1) & mask }
      slots[slot] = old
    }
  }
}
