import Ingestion
import Testing

struct TarArchiveTests {
  /// A header as tar writes it, with its checksum, and what follows filled up to whole blocks.
  private static func member(_ name: String, _ text: String, kind: Character = "0") -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put(octal(text.utf8.count, 11), at: 124)
    put("00000000000", at: 136)
    put("        ", at: 148)
    put(String(kind), at: 156)
    put("ustar\u{0}00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
    let filling = (512 - text.utf8.count % 512) % 512
    return header + Array(text.utf8) + [UInt8](repeating: 0, count: filling)
  }

  private static let end = [UInt8](repeating: 0, count: 1_024)

  private func read(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [String: String] {
    let archive = try TarArchive(ByteSource(bytes), file: "market.tar", limit: limit)
    return Dictionary(
      uniqueKeysWithValues: archive.members.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  @Test("files are read without folders, and what systems add is passed over")
  func members() throws {
    let long = String(repeating: "x", count: 1_000)
    let bytes =
      Self.member("market/", "", kind: "5") + Self.member("PaxHeader/a", "30 mtime=1.0\n", kind: "x")
      + Self.member("market/market.json", "{}") + Self.member("market/._fx.csv", "junk")
      + Self.member("./curves.csv", long) + Self.member("fx.csv", "")
    #expect(try read(bytes + Self.end) == ["market.json": "{}", "curves.csv": long, "fx.csv": ""])
    // The end may be missing.
    #expect(try read(bytes).count == 3)
  }

  @Test("what is no archive of plain files is refused in words")
  func refused() throws {
    let good = Self.member("a.csv", "1")
    var broken = good
    broken[0] = UInt8(ascii: "b")
    var negative = good
    negative[124] = UInt8(ascii: "-")
    let huge = Array(good[..<512])
    for (bytes, part) in [
      (Array("position_id,portfolio\n".utf8), "no tar archive"), ([], "no tar archive"),
      (Array(repeating: 7, count: 600), "no tar archive"), (broken, "damaged at byte 0"),
      (negative, "damaged at byte 0"), (huge, "ends in the middle of a.csv"), (good + good, "a.csv twice"),
      (Self.member("link", "", kind: "2"), "no plain file"), (Self.end, "holds no file"),
    ] {
      let error = #expect(throws: IngestionError.self) { try read(bytes) }
      #expect(error?.file == "market.tar" && error?.message.contains(part) == true, "\(error?.message ?? "")")
    }
    let large = #expect(throws: IngestionError.self) { try read(good, limit: 1_000) }
    #expect(large?.message.contains("larger than 1000 bytes") == true)
  }
}
