import CZlib
import Glibc

/// A gzip file (RFC 1952), through zlib.
enum GzipFile {
  /// Writes a new file; `body` is given a function that appends bytes. The file is on the disk when this returns.
  static func write(_ path: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw ArchiveError.system("make", path, errno) }
    // The stream closes its own descriptor; this one is for the disk.
    let copy = dup(descriptor)
    defer { close(copy) }
    // The bits of numbers hardly compress: the level that takes five times as long saves a sixteenth.
    guard let file = gzdopen(descriptor, "wb1") else { throw ArchiveError("no memory for \(path)") }
    var isOpen = true
    defer { if isOpen { gzclose(file) } }
    try body { bytes in
      guard bytes.count > 0 else { return }
      guard gzwrite(file, bytes.baseAddress, UInt32(bytes.count)) == bytes.count else {
        throw ArchiveError.system("write", path, errno)
      }
    }
    isOpen = false
    guard gzclose(file) == Z_OK, fsync(copy) == 0 else { throw ArchiveError.system("write", path, errno) }
  }

  /// Hands over the content piece by piece. The check sum at the end of the file must fit.
  static func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let file = gzopen(path, "rb") else { throw ArchiveError.system("read", path, errno) }
    defer { gzclose(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = gzread(file, buffer.baseAddress, UInt32(buffer.count))
      guard count >= 0 else { throw ArchiveError("\(path) is damaged; take another copy of the archive") }
      if count == 0 { break }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)]))
    }
    var code: Int32 = 0
    _ = gzerror(file, &code)
    guard code == Z_OK else { throw ArchiveError("\(path) ends too early; take another copy of the archive") }
  }
}
