/// Text inside elements of a worksheet.
enum XMLText {
  /// The most characters of a cell (UTF-16 units), by Excel's limits; what is longer is cut.
  static let mostCharacters = 32_767

  /// Appends the text with its marks escaped. Characters that XML cannot hold are written `_xHHHH_`, as ECMA-376,
  /// 22.9.2.19 (`ST_Xstring`) says, and text that looks so keeps its first underscore as `_x005F_`.
  static func append(_ text: String, to out: inout [UInt8]) {
    let text = text.utf16.count > mostCharacters ? cut(text) : text
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "_") where looksEscaped(bytes[index...]): out.append(contentsOf: "_x005F_".utf8)
      case 9, 10: out.append(byte)
      case 0..<0x20:
        let digits = Array("0123456789ABCDEF".utf8)
        out.append(contentsOf: "_x00".utf8)
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
        out.append(UInt8(ascii: "_"))
      default: out.append(byte)
      }
    }
  }

  private static func cut(_ text: String) -> String {
    var kept = ""
    var count = 0
    for character in text {
      count += character.utf16.count
      guard count < mostCharacters else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// Whether the bytes begin with `_xHHHH_`.
  private static func looksEscaped(_ bytes: ArraySlice<UInt8>) -> Bool {
    let seven = Array(bytes.prefix(7))
    return seven.count == 7 && seven[1] == UInt8(ascii: "x") && seven[6] == UInt8(ascii: "_")
      && seven[2..<6].allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
  }
}
