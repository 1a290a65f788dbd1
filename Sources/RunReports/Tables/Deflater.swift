import CZlib

/// Packs bytes with DEFLATE (RFC 1951), through zlib.
final class Deflater {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private(set) var checkSum: UInt32 = 0
  private(set) var unpacked = 0
  private(set) var packed = 0

  init() {
    stream.initialize(to: z_stream())
    // Raw, without a frame of its own. The fastest level: digits hardly pack better with another.
    let code = deflateInit2_(
      stream, Z_BEST_SPEED, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "no memory to pack with")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Hands over what has been packed.
  func add(_ bytes: [UInt8], isLast: Bool, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    checkSum = CheckSum.of(bytes, after: checkSum)
    unpacked += bytes.count
    var bytes = bytes
    try bytes.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      repeat {
        let room = buffer.count
        let count = buffer.withUnsafeMutableBufferPointer { output in
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(room)
          let code = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          precondition(code != Z_STREAM_ERROR, "the packing stream is in order")
          return room - Int(stream.pointee.avail_out)
        }
        packed += count
        try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      } while stream.pointee.avail_out == 0
    }
  }
}

/// CRC-32 (ISO 3309), as ZIP has it.
enum CheckSum {
  static func of(_ bytes: [UInt8], after earlier: UInt32 = 0) -> UInt32 {
    guard !bytes.isEmpty else { return earlier }
    return UInt32(truncatingIfNeeded: crc32(UInt(earlier), bytes, UInt32(bytes.count)))
  }
}
