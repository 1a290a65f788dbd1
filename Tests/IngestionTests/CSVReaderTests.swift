import Testing

@testable import Ingestion

struct CSVReaderTests {
  /// Records as `line:cell|cell`, faults as `line!`.
  private func read(_ text: String, chunk: Int = 7, limits: CSVReader.Limits = .init()) throws -> [String] {
    try read(Array(text.utf8), chunk: chunk, limits: limits)
  }

  private func read(_ bytes: [UInt8], chunk: Int = 7, limits: CSVReader.Limits = .init()) throws -> [String] {
    var offset = 0
    let source = ByteSource { buffer throws(IngestionError) in
      let count = min(buffer.count, chunk, bytes.count - offset)
      buffer.copyBytes(from: bytes[offset..<(offset + count)])
      offset += count
      return count
    }
    let reader = CSVReader(source, limits: limits)
    var records: [String] = []
    while true {
      switch try reader.next() {
      case .end: return records
      case .fault: records.append("\(reader.line)!")
      case .cells:
        let cells = reader.cells.map { String(decoding: $0, as: UTF8.self) }
        records.append("\(reader.line):" + cells.joined(separator: "|"))
      }
    }
  }

  @Test(
    arguments: [
      ("a,b\n1,2\n", ["1:a|b", "2:1|2"]),
      ("a,b\r\n1,2", ["1:a|b", "2:1|2"]),
      ("\u{FEFF}a,b\n\n\r\n1,\n", ["1:a|b", "4:1|"]),
      ("a\n\"x,\"\"y\"\"\nz\",2\n3\n", ["1:a", "2:x,\"y\"\nz|2", "4:3"]),
      ("\"\",\"\"\"\"\n", ["1:|\""]),
      ("a\"b,c\n1\n", ["1!", "2:1"]),
      ("a\"b\",c\n1\n", ["1!", "2:1"]),
      ("\"a\"b,\"c\"\n1\n", ["1!", "2:1"]),
      ("\"open\n1\n2\n", ["1!", "2:1", "3:2"]),
      (",\n", ["1:|"]),
      ("é,€\n", ["1:é|€"]),
      ("", []),
      ("\n\n", []),
      ("x", ["1:x"]),
    ] as [(String, [String])])
  func splitsRecords(text: String, records: [String]) throws {
    for chunk in [1, 3, 1_000] { #expect(try read(text, chunk: chunk) == records) }
  }

  @Test func refusesBytesThatAreNotText() throws {
    #expect(try read([0x61, 0xFF, 0x0A, 0x62, 0x0A]) == ["1!", "2:b"])
    #expect(try read([0x61, 0x00, 0x0A, 0x62, 0x0A]) == ["1!", "2:b"])
  }

  @Test func dropsOneRowForALineBeyondTheLimit() throws {
    let long = String(repeating: "x", count: 10 << 20)
    #expect(try read("a\n\(long)\nb\n", chunk: 1 << 16) == ["1:a", "2!", "3:b"])
    #expect(try read("a\n\(long)", chunk: 1 << 16) == ["1:a", "2!"])
    #expect(try read("a\n\"\(long)\"\nb", chunk: 1 << 16) == ["1:a", "2!", "3:b"])
  }

  @Test func limitsCells() throws {
    let limits = CSVReader.Limits(recordBytes: 100, cellBytes: 5, cells: 3)
    #expect(try read("abcdef,1\n1,2,3,4\n1,2,3\n", limits: limits) == ["1!", "2!", "3:1|2|3"])
  }

  /// A quote that opens and never closes costs its own line, not the rest of the file.
  @Test func goesOnAfterAQuoteThatDoesNotClose() throws {
    let rows = (0..<200).map { "row\($0),1" }.joined(separator: "\n")
    let records = try read("h\n\"open,1\n" + rows, limits: .init(recordBytes: 500, cellBytes: 100, cells: 5))
    #expect(records.count == 202)
    #expect(records[1] == "2!")
    #expect(records[2] == "3:row0|1")
  }
}
