private import Glibc

/// The content of a response in an open file, sent from its beginning and closed when it has been.
public final class FileBody: Sendable {
  let descriptor: Int32
  public let byteCount: Int

  /// - Parameter descriptor: Of a file that is not changed any more; taken over.
  public init(takingOver descriptor: Int32, byteCount: Int) {
    self.descriptor = descriptor
    self.byteCount = byteCount
  }

  deinit { _ = close(descriptor) }

  /// Another descriptor of the file, for an owner that closes its own; `nil` when there are too many open.
  func duplicate() -> Int32? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    return copy < 0 ? nil : copy
  }
}
