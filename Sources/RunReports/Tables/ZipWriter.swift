import CZlib

/// A ZIP archive (PKWARE APPNOTE 6.3.10) written from front to end, without a time of its own: the same content gives the
/// same bytes.
///
/// Without the 64-bit extension: an entry and the archive have less than 4 GiB.
final class ZipWriter {
  /// An entry or the archive is beyond what the form can hold.
  struct TooLarge: Error, CustomStringConvertible {
    var description: String { "the archive would have more than 4 GiB" }
  }

  private struct Entry {
    let name: [UInt8]
    let isDeflated: Bool
    let offset: UInt32
    var checkSum: UInt32 = 0
    var packed: UInt32 = 0
    var unpacked: UInt32 = 0
  }

  private let output: ByteOutput
  private let start: Int
  private var entries: [Entry] = []
  private var deflating: Deflater?

  init(_ output: ByteOutput) {
    self.output = output
    start = output.count
  }

  /// Adds a whole entry as it is, so that its bytes do not depend on a version of zlib.
  func store(_ name: String, _ bytes: [UInt8]) throws {
    var entry = try begin(name, isDeflated: false)
    entry.checkSum = CheckSum.of(bytes)
    entry.packed = try ZipWriter.size(bytes.count)
    entry.unpacked = entry.packed
    try output.write(header(entry))
    try output.write(bytes)
    entries.append(entry)
  }

  /// Begins an entry whose size is not known yet. `append` adds to it, `endEntry` ends it.
  func beginEntry(_ name: String) throws {
    let entry = try begin(name, isDeflated: true)
    try output.write(header(entry))
    entries.append(entry)
    deflating = Deflater()
  }

  func append(_ bytes: [UInt8]) throws {
    try deflater().add(bytes, isLast: false) { try output.write($0) }
  }

  func endEntry() throws {
    let deflater = deflater()
    try deflater.add([], isLast: true) { try output.write($0) }
    deflating = nil
    entries[entries.count - 1].checkSum = deflater.checkSum
    entries[entries.count - 1].packed = try ZipWriter.size(deflater.packed)
    entries[entries.count - 1].unpacked = try ZipWriter.size(deflater.unpacked)
    let entry = entries[entries.count - 1]
    var bytes = LittleEndian()
    bytes.add32(0x0807_4B50)
    bytes.add32(entry.checkSum)
    bytes.add32(entry.packed)
    bytes.add32(entry.unpacked)
    try output.write(bytes.bytes)
  }

  /// Writes the directory at the end.
  func finish() throws {
    let directory = try ZipWriter.size(output.count - start)
    for entry in entries { try output.write(centralHeader(entry)) }
    var end = LittleEndian()
    end.add32(0x0605_4B50)
    end.add32(0)
    end.add16(UInt16(entries.count))
    end.add16(UInt16(entries.count))
    end.add32(try ZipWriter.size(output.count - start) - directory)
    end.add32(directory)
    end.add16(0)
    try output.write(end.bytes)
    try output.flush()
  }

  private func begin(_ name: String, isDeflated: Bool) throws -> Entry {
    precondition(deflating == nil, "one entry at a time")
    return Entry(
      name: Array(name.utf8), isDeflated: isDeflated, offset: try ZipWriter.size(output.count - start))
  }

  private func deflater() -> Deflater {
    guard let deflating else { preconditionFailure("no entry has been begun") }
    return deflating
  }

  private func header(_ entry: Entry) -> [UInt8] {
    var header = LittleEndian()
    header.add32(0x0403_4B50)
    addCommon(entry, to: &header)
    header.add16(0)
    return header.bytes + entry.name
  }

  private func centralHeader(_ entry: Entry) -> [UInt8] {
    var header = LittleEndian()
    header.add32(0x0201_4B50)
    header.add16(20)
    addCommon(entry, to: &header)
    header.add16(0)
    header.add16(0)
    header.add16(0)
    header.add16(0)
    header.add32(0)
    header.add32(entry.offset)
    return header.bytes + entry.name
  }

  /// From the version needed to the length of the name.
  private func addCommon(_ entry: Entry, to header: inout LittleEndian) {
    header.add16(20)
    // Sizes follow the data of a deflated entry; names are UTF-8.
    header.add16(entry.isDeflated ? 0x0808 : 0x0800)
    header.add16(entry.isDeflated ? 8 : 0)
    // Midnight of 1 January 1980.
    header.add16(0)
    header.add16(0x0021)
    header.add32(entry.checkSum)
    header.add32(entry.packed)
    header.add32(entry.unpacked)
    header.add16(UInt16(entry.name.count))
  }

  private static func size(_ count: Int) throws -> UInt32 {
    guard let size = UInt32(exactly: count), size < .max else { throw TooLarge() }
    return size
  }
}

/// Numbers in the byte order of ZIP.
private struct LittleEndian {
  private(set) var bytes: [UInt8] = []

  mutating func add16(_ value: UInt16) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }

  mutating func add32(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
}
