import RiskAnalytics
import RunRecords

/// Where the listing of results shows the rows behind a cell of a cube.
struct RowsAddress {
  private let path: String
  private let question: CubeQuestion
  private let axes: [CubeAxis]
  /// Parameters besides those that choose positions.
  private let query: [(name: String, value: String)]

  init(_ run: RunID, _ question: CubeQuestion, _ axes: [CubeAxis], _ query: [(String, String)]) {
    path = "/v1/runs/\(RowsAddress.encoded(run.text))/results"
    self.question = question
    self.axes = axes
    self.query = query.map { (name: $0.0, value: $0.1) }.filter { $0.name != "factor" || !$0.value.isEmpty }
  }

  /// `nil` where the cell is of what is left over, which has no name, or of tags within tags.
  func address(_ place: Cube.Place) -> String? {
    var groups = question.groups
    for (dimension, (axis, index)) in zip(question.dimensions, zip(axes, place)) {
      guard let index else { continue }
      guard dimension != .tag || question.groups[.tag] == nil else { return nil }
      switch axis.groups[index] {
      case .value(let name): groups[dimension] = [name]
      case .none: groups[dimension] = [nil]
      case .other: return nil
      }
    }
    var items = question.node.map { [(name: "node", value: $0)] } ?? []
    for dimension in CubeDimension.allCases {
      items += (groups[dimension] ?? []).map { (name: dimension.rawValue, value: $0 ?? "") }
    }
    return path + "?"
      + (items + query).map { "\($0.name)=\(RowsAddress.encoded($0.value))" }.joined(separator: "&")
  }

  /// RFC 3986, section 2.3: everything but unreserved characters as bytes.
  private static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return out
  }
}
