import CZlib
import Instruments
import Testing

@testable import Ingestion

struct GzipTests {
  /// Packs as gzip does, through zlib.
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, 9, Z_DEFLATED, 16 + 15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        deflate(&stream, Z_FINISH)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }

  private static let text = Array(
    ("position_id,portfolio,instrument_id,quantity\n"
      + (1...30_000).map { "P\($0 + 100_000),FUND,B\($0 % 7),\($0)\n" }.joined()).utf8)

  /// In pieces of odd sizes, as a network brings them.
  private func source(_ bytes: [UInt8]) -> ByteSource {
    var offset = 0
    var size = 1
    return ByteSource { buffer throws(IngestionError) in
      size = size * 7 % 4_093 + 1
      let count = min(buffer.count, size, bytes.count - offset)
      buffer.copyBytes(from: bytes[offset..<(offset + count)])
      offset += count
      return count
    }
  }

  private func unpacked(_ bytes: [UInt8], limit: Int = .max) throws -> [UInt8] {
    try source(bytes).unpacked(file: "f", limit: limit).all(file: "f", limit: .max)
  }

  @Test("what gzip has packed comes out, in one member or several; other files come as they are")
  func unpacks() throws {
    #expect(try unpacked(Self.packed(Self.text)) == Self.text)
    let (first, second) = (Array(Self.text[..<1_000]), Array(Self.text[1_000...]))
    #expect(try unpacked(Self.packed(first) + Self.packed(second)) == Self.text)
    #expect(try unpacked(Self.text) == Self.text)
    #expect(try unpacked([]) == [])
    #expect(try unpacked([0x1F]) == [0x1F])
    #expect(try unpacked(Self.packed([])) == [])
  }

  @Test("a file that breaks off or is damaged is refused")
  func damaged() {
    let packed = Self.packed(Self.text)
    #expect {
      try unpacked(Array(packed.dropLast(9)))
    } throws: { "\($0)".contains("f: ends in the middle") }
    var wrong = packed
    wrong[packed.count / 2] ^= 0xFF
    #expect {
      try unpacked(wrong)
    } throws: { "\($0)".contains("damaged") }
    wrong = packed
    wrong[packed.count - 6] ^= 0xFF
    #expect(throws: IngestionError.self) { try unpacked(wrong) }
  }

  @Test("a small file that unpacks to a large one is refused before it has filled anything")
  func bomb() {
    let packed = Self.packed([UInt8](repeating: 32, count: 50 << 20))
    #expect(packed.count < 100_000)
    #expect {
      try unpacked(packed, limit: 4 << 20)
    } throws: { "\($0)" == "f: unpacks to more than 4194304 bytes; split it" }
  }

  @Test("rows are counted as they are read, and a file with too many is refused")
  func counts() throws {
    let counts = RowCounts()
    let file = RecordImport<Position>(file: "positions.csv", counts: counts, mostRows: 30_000)
    let report = try file.csv(source(Self.text).unpacked(file: "positions.csv")) { _ in }
    #expect((report.accepted, counts.accepted, counts.rejected) == (30_000, 30_000, 0))
    let few = RecordImport<Position>(file: "positions.csv", mostRows: 29_999)
    #expect {
      _ = try few.csv(source(Self.text)) { _ in }
    } throws: { "\($0)" == "positions.csv: has more than 29999 rows; split it" }
  }

  @Test("the digest of a file is that of its bytes as they came")
  func digest() throws {
    let digest = SourceDigest()
    _ = try source(Array("abc".utf8)).digested(by: digest).all(file: "f", limit: 10)
    // FIPS 180-4, the example of one block.
    #expect(digest.sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digest.byteCount == 3)
  }
}
