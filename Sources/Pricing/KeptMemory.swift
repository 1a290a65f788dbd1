import Synchronization

/// Bytes that pricers may keep from batch to batch, all that share it together: discount factors of every day, and products of them.
///
/// What finds no room is made again for each batch, with the same bits. Safe to use from several threads.
public final class KeptMemory: Sendable {
  /// Bytes, at least 0.
  public let capacity: Int
  private let held = Mutex(0)

  public init(capacity: Int = 512 << 20) { self.capacity = capacity }

  /// Bytes in use.
  public var bytes: Int { held.withLock { $0 } }

  /// Whether there is room for so many bytes more, which then belong to the caller until they are given back.
  func take(_ bytes: Int) -> Bool {
    held.withLock { held in
      guard held + bytes <= capacity else { return false }
      held += bytes
      return true
    }
  }

  /// Precondition: they were taken.
  func giveBack(_ bytes: Int) {
    held.withLock { held in
      precondition(held >= bytes, "only what was taken is given back")
      held -= bytes
    }
  }
}
