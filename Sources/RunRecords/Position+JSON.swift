public import Instruments
import JSONDocuments

extension Position {
  /// Reads a position from one JSON object.
  ///
  /// Throws `JSONError` for malformed text and `TermsError` naming the field at fault.
  public init(json: [UInt8]) throws {
    self = try json.withUnsafeBytes { bytes in
      try JSONParser().withDocument(bytes) { element in
        var fields = JSONFields(table: PositionField.table)
        try fields.take(element)
        return try Position(fields: fields)
      }
    }
  }
}
