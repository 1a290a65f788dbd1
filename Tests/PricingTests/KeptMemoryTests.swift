import Testing

@testable import Pricing

@Suite("What pricers keep from batch to batch")
struct KeptMemoryTests {
  @Test func roomIsTakenAndGivenBack() {
    let memory = KeptMemory(capacity: 100)
    #expect(memory.take(60) && !memory.take(41) && memory.take(40))
    #expect(memory.bytes == 100 && !memory.take(1))
    memory.giveBack(60)
    #expect(memory.bytes == 40 && memory.take(60))
  }

  /// Of two pools that share a memory with room for one lot of products, one keeps its own, and the other finds room once it is taken.
  @Test func poolsShareTheirRoom() {
    let products = Self.products()
    let memory = KeptMemory(capacity: products.bytes + products.bytes / 2)
    let (first, second) = (ProductPool(memory), ProductPool(memory))
    first.put(products)
    second.put(products)
    #expect(memory.bytes == products.bytes)
    #expect(second.take().rows.count == 0)
    #expect(first.take().rows.count == 100 && memory.bytes == 0)
    second.put(products)
    #expect(second.take().rows.count == 100)
  }

  /// What a pool keeps is free when nobody has the pool any more.
  @Test func nothingIsHeldForPoolsThatAreGone() {
    let memory = KeptMemory(capacity: 1 << 20)
    do {
      let pool = ProductPool(memory)
      pool.put(Self.products())
      #expect(memory.bytes > 0)
    }
    #expect(memory.bytes == 0)
  }

  /// Discount factors of a hundred days.
  private static func products() -> SharedProducts {
    var products = SharedProducts()
    _ = products.rows.matrix(rowCount: 100, lasting: 100, stride: 8) { rows, _ in
      for place in 0..<800 { rows[place] = 1 }
    }
    return products
  }
}
