import Synchronization

/// Asks a worker to stop after what it has in hand; set by another thread.
public final class StopFlag: Sendable {
  private let flag = Mutex(false)

  public init() {}

  public func set() { flag.withLock { $0 = true } }

  public var isSet: Bool { flag.withLock { $0 } }
}
