import JSONDocuments
import Testing

@testable import Ingestion

struct JSONRowReaderTests {
  /// What a reader makes of a text: the canonical rows, and where the first fault is.
  struct Reading: Equatable, CustomStringConvertible {
    var rows: [String] = []
    var fault: [Int]?

    var description: String { "\(rows.count) rows, fault at \(fault ?? [])" }
  }

  private func readInBatches(_ text: [UInt8], batch: Int, piece: Int) throws -> Reading {
    var offset = 0
    let source = ByteSource { buffer throws(IngestionError) in
      let count = min(piece, buffer.count, text.count - offset)
      buffer.copyBytes(from: text[offset..<(offset + count)])
      offset += count
      return count
    }
    var reading = Reading()
    let reader = JSONRowReader(
      source, file: "f.json", collection: "rows",
      limits: JSONRowReader.Limits(batchBytes: batch, rowBytes: 1 << 16))
    do {
      try reader.read { row in
        reading.rows.append(try CanonicalJSON.encode(try JSONValue(row)))
      }
    } catch let error as IngestionError {
      reading.fault = [error.line, error.column].compactMap { $0 }
    }
    return reading
  }

  /// The same by the parser of whole documents.
  private func readWhole(_ text: [UInt8]) throws -> Reading {
    do {
      return try JSONParser().withDocument(text) { root in
        let members = root.members.map(Array.init)
        let rows = try (root.elements ?? members![0].value.elements!).map {
          try CanonicalJSON.encode(try JSONValue($0))
        }
        return Reading(rows: rows)
      }
    } catch let error as JSONError {
      return Reading(fault: [error.location!.line, error.location!.column])
    }
  }

  private static let documents = [
    "[]", " [ ] ", "[\n\n]\n", "[1]", "{\"rows\": []}", "{ \"rows\" :\n[1, 2 ]\n }\n",
    #"[{"a": "x,]}", "b": [1, {"c": []}]}, "quote \" and \\", -1.5e3,"#
      + #" {"long": "0123456789012345678901234567890123456789"}, null, 12345678901234567890123]"#,
    "\u{FEFF}["
      + (0..<40).map { "{\"id\": \"P\($0)\", \"text\": \"é\\n\", \"n\": \($0)}" }.joined(separator: ",\n")
      + "]",
  ]

  @Test("rows are those of the whole document, however it is cut", arguments: documents)
  func sameRows(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try readWhole(bytes)
    #expect(whole.fault == nil)
    for batch in [24, 37, 64, 1 << 12] {
      for piece in [1, 7, 1 << 12] {
        #expect(
          try readInBatches(bytes, batch: batch, piece: piece) == whole, "batch \(batch), piece \(piece)")
      }
    }
  }

  @Test("a damaged text is refused where the parser of whole documents refuses it")
  func sameFaults() throws {
    var generator = SplitMix(state: 5)
    var refused = 0
    for text in Self.documents.suffix(2) {
      let sound = Array(text.utf8)
      for _ in 0..<800 {
        var damaged = sound
        // What comes before the first row decides the shape and is refused in other words.
        for _ in 0...Int.random(in: 0...1, using: &generator) {
          let place = Int.random(in: 4..<damaged.count, using: &generator)
          switch Int.random(in: 0...2, using: &generator) {
          case 0: damaged[place] = Array("{}[],:\"\\ x1\n".utf8).randomElement(using: &generator)!
          case 1: damaged.remove(at: place)
          default: damaged.insert(Array("{}[],\"".utf8).randomElement(using: &generator)!, at: place)
          }
        }
        // Names that repeat are a fault of a row, not of the text.
        guard let whole = try? readWhole(damaged), let cut = try? readInBatches(damaged, batch: 48, piece: 11)
        else { continue }
        #expect(cut.fault == whole.fault, "\(String(decoding: damaged, as: UTF8.self))")
        if whole.fault == nil { #expect(cut.rows == whole.rows) } else { refused += 1 }
      }
    }
    #expect(refused > 600)
  }

  @Test(
    "another shape is refused",
    arguments: [
      "7", "{}", "{\"row\": [1]}", "{\"rows\": [1], \"more\": 2}", "{\"rows\": 5}", "",
      "{\"rows\": [1]", "[1] [2]",
    ])
  func otherShapes(text: String) throws {
    for batch in [4, 8, 1 << 12] {
      let reader = JSONRowReader(
        ByteSource(Array(text.utf8)), file: "f.json", collection: "rows",
        limits: JSONRowReader.Limits(batchBytes: max(batch, 1), rowBytes: 64))
      #expect(throws: IngestionError.self, "batch \(batch)") { try reader.read { _ in } }
    }
  }

  @Test("a row longer than the limit is refused by name")
  func longRow() throws {
    let text = "[1, \"" + String(repeating: "x", count: 5_000) + "\"]"
    let reader = JSONRowReader(
      ByteSource(Array(text.utf8)), file: "f.json", collection: "rows",
      limits: JSONRowReader.Limits(batchBytes: 16, rowBytes: 1_024))
    let error = #expect(throws: IngestionError.self) { try reader.read { _ in } }
    #expect(error?.message.contains("longer than 1024 bytes") == true)
    #expect(error?.line == 1)
  }
}
