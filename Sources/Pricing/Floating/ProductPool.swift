import Synchronization

/// The products that batches of a run leave for the next ones, with their values.
///
/// A batch takes some out, adds what it needs more and puts them back when it is done; so every thread comes to have its own. Where a
/// value stands in a table is no part of its bits. Safe to use from several threads.
final class ProductPool: Sendable {
  /// What may lie here; what would go beyond is made again when it is wanted. Products in use are their batch's.
  private let memory: KeptMemory
  private let idle = Mutex<[(products: SharedProducts, bytes: Int)]>([])

  init(_ memory: KeptMemory) { self.memory = memory }

  deinit {
    idle.withLock { idle in
      for entry in idle { memory.giveBack(entry.bytes) }
    }
  }

  /// Products that nobody uses; none where there are none.
  func take() -> SharedProducts {
    guard let last = idle.withLock({ $0.popLast() }) else { return SharedProducts() }
    memory.giveBack(last.bytes)
    return last.products
  }

  /// Precondition: nobody reads the rows of `products` any more.
  func put(_ products: SharedProducts) {
    var products = products
    products.grids.removeNonlinear()
    let bytes = products.bytes
    guard memory.take(bytes) else { return }
    idle.withLock { [products] in $0.append((products, bytes)) }
  }
}
