import Synchronization

/// The products that batches of a run leave for the next ones, with their values.
///
/// A batch takes some out, adds what it needs more and puts them back when it is done; so every thread comes to have its own. Where a
/// value stands in a table is no part of its bits. Safe to use from several threads.
final class ProductPool: Sendable {
  /// Bytes of rows that may lie here; what would go beyond is made again when it is wanted.
  private let capacity: Int
  private let idle = Mutex<[SharedProducts]>([])

  init(capacity: Int = 256 << 20) { self.capacity = capacity }

  /// Products that nobody uses; none where there are none.
  func take() -> SharedProducts { idle.withLock { $0.popLast() } ?? SharedProducts() }

  /// Precondition: nobody reads the rows of `products` any more.
  func put(_ products: SharedProducts) {
    var products = products
    products.grids.removeNonlinear()
    idle.withLock { [products] idle in
      let bytes = idle.reduce(products.rows.bytes) { $0 + $1.rows.bytes }
      if bytes <= capacity { idle.append(products) }
    }
  }
}
