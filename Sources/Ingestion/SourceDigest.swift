import JSONDocuments

/// The size and the SHA-256 of a file, found while it is read. Used by one thread at a time.
public final class SourceDigest {
  private let builder = ContentHash.Builder()
  /// Bytes so far.
  public private(set) var byteCount = 0

  public init() {}

  func add(_ bytes: UnsafeRawBufferPointer) {
    builder.update(bytes)
    byteCount += bytes.count
  }

  /// Of all that was read, as 64 lower-case hexadecimal digits; asked once.
  public func sha256() -> String { builder.finishHex() }
}
