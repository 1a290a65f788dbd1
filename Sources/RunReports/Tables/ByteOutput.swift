import Glibc

/// Bytes on their way into a file, a pipe or a socket, in pieces of 256 KiB.
public final class ByteOutput {
  /// More bytes than were allowed.
  public struct TooLarge: Error, Sendable, Hashable, CustomStringConvertible {
    public let mostBytes: Int

    public var description: String { "the file would have more than \(mostBytes) bytes" }
  }

  /// What the system said.
  public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ action: String, _ code: Int32) {
      description = "cannot \(action): \(String(cString: strerror(code)))"
    }
  }

  private static let pieceBytes = 1 << 18
  private let descriptor: Int32?
  private let mostBytes: Int
  private var pending: [UInt8] = []
  /// Bytes so far.
  public private(set) var count = 0

  /// - Parameter descriptor: Stays open; closing it is the caller's.
  public init(descriptor: Int32, mostBytes: Int = .max) {
    self.descriptor = descriptor
    self.mostBytes = mostBytes
    pending.reserveCapacity(2 * Self.pieceBytes)
  }

  /// Keeps everything in memory, in `collected`.
  public init() {
    descriptor = nil
    mostBytes = .max
  }

  /// What was written, where it is kept in memory.
  public var collected: [UInt8] { descriptor == nil ? pending : [] }

  /// - Throws: `TooLarge`, `Failure`.
  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes(write) }

  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    guard count <= mostBytes else { throw TooLarge(mostBytes: mostBytes) }
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceBytes { try flush() }
  }

  /// Hands everything to the system.
  public func flush() throws {
    guard let descriptor else { return }
    var sent = 0
    while sent < pending.count {
      let count = pending.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure("write the file", errno) }
      sent += count
    }
    pending.removeAll(keepingCapacity: true)
  }
}
