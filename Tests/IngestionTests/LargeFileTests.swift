import Ingestion
import Instruments
import Testing

/// Files of several reads, so that rows lie across the borders of buffers.
struct LargeFileTests {
  private static let count = 60_000
  /// Rows with a mistake, by number from 1: what is wrong and the field.
  private static let mistakes: [Int: String] = [
    2: "quantity", 29_999: "clean_price", 30_000: "portfolio", 59_999: "quantity",
  ]

  private static func id(_ row: Int) -> String { "P-\(1_000_000 + row)-\(row % 7)" }

  private static func csv(_ order: [Int]) -> [UInt8] {
    var text = "position_id,portfolio,instrument_id,quantity,clean_price\n"
    for row in order {
      let field = mistakes[row]
      text +=
        "\(id(row)),\(field == "portfolio" ? "A//B" : "FUND/BOOK \(row % 5)"),X\(row % 900),"
        + "\(field == "quantity" ? "many" : "\(row).25"),\(field == "clean_price" ? "-1" : "99.5")\n"
    }
    return Array(text.utf8)
  }

  private static func json(_ order: [Int]) -> [UInt8] {
    let rows = order.map { row in
      let field = mistakes[row]
      return
        "{\"position_id\":\"\(id(row))\",\"portfolio\":\"\(field == "portfolio" ? "A//B" : "FUND/BOOK \(row % 5)")\","
        + "\"instrument_id\":\"X\(row % 900)\",\"quantity\":\(field == "quantity" ? "\"many\"" : "\(row).25"),"
        + "\"clean_price\":\(field == "clean_price" ? "-1" : "99.5")}"
    }
    return Array("{\"positions\": [\n\(rows.joined(separator: ",\n"))\n]}\n".utf8)
  }

  private func read(_ bytes: [UInt8], isJSON: Bool) throws -> (positions: [Position], report: IngestionReport)
  {
    var positions: [Position] = []
    let file = RecordImport<Position>(file: "positions")
    let report =
      try isJSON
      ? file.json(ByteSource(bytes)) { positions.append($0) }
      : file.csv(ByteSource(bytes)) { positions.append($0) }
    return (positions, report)
  }

  @Test("bad rows in the middle are named, the others are taken", arguments: [false, true])
  func badRows(isJSON: Bool) throws {
    let order = Array(1...Self.count)
    let (positions, report) = try read(isJSON ? Self.json(order) : Self.csv(order), isJSON: isJSON)
    #expect(report.read == Self.count)
    #expect(report.rejections.map(\.row) == Self.mistakes.keys.sorted())
    #expect(report.rejections.map(\.field) == Self.mistakes.sorted { $0.key < $1.key }.map(\.value))
    if !isJSON { #expect(report.rejections.map(\.line) == report.rejections.map { $0.row + 1 }) }
    let good = order.filter { Self.mistakes[$0] == nil }
    #expect(positions.map(\.id) == good.map(Self.id))
    #expect(positions.map(\.quantity) == good.map { Double($0) + 0.25 })
  }

  @Test(
    "an id that comes again, near or far, in order or not, is named with the row that had it first",
    arguments: [false, true])
  func repeatedIDs(isJSON: Bool) throws {
    var generator = SplitMix(state: 9)
    let sound = (1...Self.count).filter { Self.mistakes[$0] == nil }
    for order in [sound, sound.reversed(), sound.shuffled(using: &generator)] {
      var order = order
      for _ in 0..<40 {
        order.insert(
          order.randomElement(using: &generator)!, at: Int.random(in: 0...order.count, using: &generator))
      }
      // An oracle of its own: the first row of each id.
      var first: [Int: Int] = [:]
      var expected: [String] = []
      for (index, row) in order.enumerated() {
        if let earlier = first[row] {
          expected.append(
            "\(index + 1): '\(Self.id(row))' is already the id of row \(earlier); ids are unique")
        } else {
          first[row] = index + 1
        }
      }
      #expect(expected.count == 40)
      let (positions, report) = try read(isJSON ? Self.json(order) : Self.csv(order), isJSON: isJSON)
      #expect(report.rejections.map { "\($0.row): \($0.message)" } == expected)
      #expect(positions.count == sound.count)
    }
  }

  @Test("a long text that breaks off is refused at its last row")
  func truncated() throws {
    let bytes = Self.json(Array(1...Self.count))
    // Inside the quotes of the last row's id, which stand on the line before the closing bracket's.
    let cut = bytes.count - 60
    let error = #expect(throws: IngestionError.self) { try read(Array(bytes[..<cut]), isJSON: true) }
    #expect(error?.line == Self.count + 1)
  }
}
