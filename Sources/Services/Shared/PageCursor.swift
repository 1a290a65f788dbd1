import Foundation
import HTTPServing
import JSONDocuments

/// Where the next page of a listing begins, as an opaque word for the client.
///
/// Holds the key of the last row sent and the listing it belongs to, so that a word from another listing, or from the
/// same one with other filters, is refused instead of giving a page that silently misses rows.
struct PageCursor {
  let key: [String]

  /// The word for the client.
  ///
  /// - Parameter listing: Names the operation and every filter that decides which rows it has.
  static func word(_ key: [String], listing: [String]) -> String {
    var bytes: [UInt8] = []
    for field in [fingerprint(listing)] + key {
      bytes.append(bytes.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
      CanonicalJSON.appendString(field.utf8, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// The cursor of the request's `cursor` parameter; `nil` where it has none.
  ///
  /// - Throws: 422 when the word was not given out for this listing, or does not hold `count` fields.
  init?(
    _ query: QueryItems, listing: [String], count: Int
  ) throws(ProblemDetails) {
    guard let word = try query.single("cursor") else { return nil }
    let standard = word.replacing("-", with: "+").replacing("_", with: "/")
    let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: padded), let value = try? JSONDocument.parse([UInt8](data)),
      case .array(let elements) = value
    else { throw PageCursor.refusal }
    var fields: [String] = []
    for element in elements {
      guard case .string(let text) = element else { throw PageCursor.refusal }
      fields.append(text)
    }
    guard fields.count == count + 1, fields[0] == PageCursor.fingerprint(listing) else {
      throw PageCursor.refusal
    }
    key = Array(fields.dropFirst())
  }

  /// Field `index` as a number.
  func integer<Number: FixedWidthInteger>(_ index: Int, _ type: Number.Type) throws(ProblemDetails) -> Number
  {
    guard let number = Number(key[index]) else { throw PageCursor.refusal }
    return number
  }

  static let refusal = ProblemDetails.unprocessable([
    .init(
      field: "cursor", message: "was not given out for this listing",
      fix: "send the next_cursor of the page before, with the same filters, or leave it out to begin anew")
  ])

  private static func fingerprint(_ listing: [String]) -> String {
    var bytes: [UInt8] = []
    for part in listing { CanonicalJSON.appendString(part.utf8, to: &bytes) }
    return String(ContentHash.sha256Hex(bytes).prefix(16))
  }
}
