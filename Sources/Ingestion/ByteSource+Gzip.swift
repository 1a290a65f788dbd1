import CZlib

extension ByteSource {
  /// The bytes as they were before gzip (RFC 1952) packed them; bytes that do not begin as gzip does come as they are.
  ///
  /// - Parameter limit: Unpacking to more throws, so that a small file cannot fill memory or disk.
  public func unpacked(file: String, limit: Int = .max) throws(IngestionError) -> ByteSource {
    let start = UnsafeMutableRawBufferPointer.allocate(byteCount: 2, alignment: 1)
    defer { start.deallocate() }
    var count = 0
    while count < 2 {
      let more = try read(UnsafeMutableRawBufferPointer(rebasing: start[count...]))
      guard more > 0 else { break }
      count += more
    }
    var head = Array(start[..<count])
    let whole = ByteSource { buffer throws(IngestionError) in
      guard !head.isEmpty else { return try read(buffer) }
      let count = min(buffer.count, head.count)
      buffer.copyBytes(from: head[..<count])
      head.removeFirst(count)
      return count
    }
    guard head == [0x1F, 0x8B] else { return whole }
    let unpacker = try GzipUnpacker(whole, file: file, limit: limit)
    return ByteSource { buffer throws(IngestionError) in try unpacker.read(into: buffer) }
  }
}

/// Unpacks gzip a piece at a time. A file may have several members, one after another.
private final class GzipUnpacker {
  private let packed: ByteSource
  private let file: String
  private let limit: Int
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var unpackedBytes = 0
  private var isWithinMember = true
  private var isAtEnd = false

  init(_ packed: ByteSource, file: String, limit: Int) throws(IngestionError) {
    self.packed = packed
    self.file = file
    self.limit = limit
    stream.initialize(to: z_stream())
    // 16: gzip alone; 15: its largest window.
    guard inflateInit2_(stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw IngestionError(file: file, message: "cannot be unpacked: no memory")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int {
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(min(buffer.count, 1 << 30))
    let room = Int(stream.pointee.avail_out)
    while Int(stream.pointee.avail_out) == room, !isAtEnd {
      if stream.pointee.avail_in == 0 { try fill() }
      if isAtEnd { break }
      if !isWithinMember {
        inflateReset(stream)
        isWithinMember = true
      }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: isWithinMember = false
      default:
        throw IngestionError(
          file: file, message: "is damaged: its gzip data cannot be unpacked; send it again")
      }
    }
    let count = room - Int(stream.pointee.avail_out)
    unpackedBytes += count
    guard unpackedBytes <= limit else {
      throw IngestionError(file: file, message: "unpacks to more than \(limit) bytes; split it")
    }
    return count
  }

  private func fill() throws(IngestionError) {
    let count = try packed.read(input)
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
    guard count == 0 else { return }
    isAtEnd = true
    guard !isWithinMember else {
      throw IngestionError(file: file, message: "ends in the middle of its gzip data; send the whole file")
    }
  }
}
