import Glibc

/// Where a file's bytes come from, a piece at a time.
public struct ByteSource {
  /// Fills the front of a buffer and returns how many bytes it wrote; 0 at the end.
  let read: (UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int

  /// A source that calls `read` until it returns 0.
  public init(read: @escaping (UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int) {
    self.read = read
  }

  /// Bytes in memory.
  public init(_ bytes: [UInt8]) {
    var offset = 0
    self.init { buffer throws(IngestionError) in
      let count = min(buffer.count, bytes.count - offset)
      buffer.copyBytes(from: bytes[offset..<(offset + count)])
      offset += count
      return count
    }
  }

  /// The file at a path. Throws when it cannot be opened.
  public init(path: String) throws(IngestionError) {
    let file = try OpenFile(path: path)
    self.init { buffer throws(IngestionError) in try file.read(into: buffer) }
  }

  /// The same bytes; `note` hears how many came at each read, 0 at the end.
  public func noting(_ note: @escaping (Int) -> Void) -> ByteSource {
    ByteSource { buffer throws(IngestionError) in
      let count = try read(buffer)
      note(count)
      return count
    }
  }

  /// The same bytes, which `digest` sees as they are read.
  public func digested(by digest: SourceDigest) -> ByteSource {
    ByteSource { buffer throws(IngestionError) in
      let count = try read(buffer)
      digest.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      return count
    }
  }

  /// All of the bytes. Throws beyond `limit` bytes.
  func all(file: String, limit: Int) throws(IngestionError) -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = try read(piece)
      guard count > 0 else { return bytes }
      guard bytes.count + count <= limit else {
        throw IngestionError(file: file, message: "is larger than \(limit) bytes; split it")
      }
      bytes.append(contentsOf: piece[..<count])
    }
  }
}

/// A file open for reading, closed when nobody holds it.
private final class OpenFile {
  private let path: String
  private let descriptor: Int32

  init(path: String) throws(IngestionError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw IngestionError(file: path, message: "cannot be opened: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestionError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw IngestionError(file: path, message: "cannot be read: \(String(cString: strerror(errno)))")
      }
    }
  }
}
