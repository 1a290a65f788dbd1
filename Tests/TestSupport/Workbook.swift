import CZlib
import Foundation
import FoundationXML

/// A workbook read back by its directory and its XML, as a spreadsheet program would.
public struct Workbook {
  public struct Failure: Error { let reason: String }

  /// A cell as it is written.
  public enum Cell: Sendable, Hashable {
    case text(String)
    /// The text of the number, and the code of its format.
    case number(String, format: String)
    case flag(Bool)
  }

  public struct Sheet: Sendable {
    public let name: String
    /// By row and column, from 1.
    public let cells: [Int: [Int: Cell]]
    public let isFrozen: Bool
    public var rowCount: Int { cells.keys.max() ?? 0 }

    /// The values of a column below the header, by its name.
    public func column(_ name: String) -> [Cell?] {
      guard let index = cells[1]?.first(where: { $0.value == .text(name) })?.key, rowCount > 1 else {
        return []
      }
      return (2...rowCount).map { cells[$0]?[index] }
    }
  }

  public let sheets: [Sheet]
  public init(_ archive: [UInt8]) throws {
    let parts = try Workbook.parts(archive)
    func xml(_ name: String) throws -> XMLElement {
      guard let bytes = parts[name] else { throw Failure(reason: "no part \(name)") }
      guard let root = try XMLDocument(data: Data(bytes)).rootElement() else { throw Failure(reason: name) }
      return root
    }
    let types = try xml("[Content_Types].xml").elements(forName: "Override").compactMap { $0["PartName"] }
    let targets = Dictionary(
      uniqueKeysWithValues: try xml("xl/_rels/workbook.xml.rels").elements(forName: "Relationship").map {
        ($0["Id"]!, $0["Target"]!)
      })
    let styles = try xml("xl/styles.xml")
    let codes = Dictionary(
      uniqueKeysWithValues: styles.elements(forName: "numFmts")[0].elements(forName: "numFmt").map {
        ($0["numFmtId"]!, $0["formatCode"]!)
      })
    let formats = styles.elements(forName: "cellXfs")[0].elements(forName: "xf").map {
      codes[$0["numFmtId"]!] ?? ""
    }
    sheets = try xml("xl/workbook.xml").elements(forName: "sheets")[0].elements(forName: "sheet").map {
      sheet in
      guard let target = targets[sheet["r:id"]!], types.contains("/xl/\(target)") else {
        throw Failure(reason: "no sheet \(sheet)")
      }
      return try Workbook.sheet(sheet["name"]!, try xml("xl/\(target)"), formats)
    }
  }

  private static func sheet(_ name: String, _ root: XMLElement, _ formats: [String]) throws -> Sheet {
    var cells: [Int: [Int: Cell]] = [:]
    for row in root.elements(forName: "sheetData")[0].elements(forName: "row") {
      let number = Int(row["r"]!)!
      for cell in row.elements(forName: "c") {
        let place = cell["r"]!
        let letters = place.prefix { $0.isLetter }
        guard place.dropFirst(letters.count) == "\(number)" else {
          throw Failure(reason: "\(place) in row \(number)")
        }
        let column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
        let value = cell.elements(forName: "v").first?.stringValue ?? ""
        switch cell["t"] {
        case "inlineStr":
          cells[number, default: [:]][column] = .text(
            cell.elements(forName: "is")[0].elements(forName: "t")[0].stringValue ?? "")
        case "b": cells[number, default: [:]][column] = .flag(value == "1")
        case nil:
          cells[number, default: [:]][column] = .number(value, format: formats[Int(cell["s"] ?? "0")!])
        case let type?: throw Failure(reason: "a cell of type \(type)")
        }
      }
    }
    let pane = root.elements(forName: "sheetViews").first?.elements(forName: "sheetView")[0].elements(
      forName: "pane")
    return Sheet(name: name, cells: cells, isFrozen: pane?.first?["state"] == "frozen")
  }

  /// The parts by name, found by the archive's directory.
  private static func parts(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
    func number(_ offset: Int, _ count: Int) -> Int {
      bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let end = bytes.count - 22
    guard end > 0, number(end, 4) == 0x0605_4B50 else { throw Failure(reason: "no directory") }
    var parts: [String: [UInt8]] = [:]
    var place = number(end + 16, 4)
    for _ in 0..<number(end + 10, 2) {
      let nameLength = number(place + 28, 2)
      let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
      let start = number(place + 42, 4)
      let data = start + 30 + number(start + 26, 2) + number(start + 28, 2)
      guard
        let content = Inflater.unpack(
          Array(bytes[data..<data + number(place + 20, 4)]), size: number(place + 24, 4)),
        crc32(0, content, UInt32(content.count)) == UInt(number(place + 16, 4))
      else { throw Failure(reason: "\(name) cannot be unpacked") }
      parts[name] = content
      place += 46 + nameLength
    }
    return parts
  }
}

extension XMLElement {
  /// The attribute's text, by its name with its prefix.
  fileprivate subscript(_ name: String) -> String? {
    attributes?.first { $0.name == name }?.stringValue
  }
}
