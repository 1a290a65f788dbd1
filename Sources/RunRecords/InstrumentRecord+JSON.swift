public import Instruments
public import JSONDocuments

extension InstrumentRecord {
  /// The record as canonical JSON (RFC 8785): the form that is stored and hashed.
  public func canonicalJSON() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(512)
    FieldDocument(table: InstrumentField.table).append(fields, to: &out)
    return out
  }

  /// The SHA-256 of `canonicalJSON()` as 64 hex digits: the record's version.
  public var contentHash: String { ContentHash.sha256Hex(canonicalJSON()) }

  /// Reads a record from one JSON object. Many records are read faster by one `InstrumentReader`.
  ///
  /// Throws `JSONError` for malformed text and `TermsError` naming the field at fault.
  public init(json: [UInt8]) throws {
    self = try InstrumentReader().record(json: json)
  }
}

/// Reads instruments from JSON, keeping its buffers from one record to the next.
/// Not for use by two threads at once.
public final class InstrumentReader {
  private let parser = JSONParser()
  private var fields = JSONFields(table: InstrumentField.table)

  public init() {}

  /// Reads a record from one JSON object.
  ///
  /// Throws `JSONError` for malformed text and `TermsError` naming the field at fault.
  public func record(json: UnsafeRawBufferPointer) throws -> InstrumentRecord {
    try parser.withDocument(json) { try record($0) }
  }

  /// Reads a record from the bytes of one JSON object.
  public func record(json: [UInt8]) throws -> InstrumentRecord {
    try json.withUnsafeBytes { try record(json: $0) }
  }

  /// Reads a record from the text of one JSON object.
  public func record(json: String) throws -> InstrumentRecord {
    var json = json
    return try json.withUTF8 { try record(json: UnsafeRawBufferPointer($0)) }
  }

  /// Reads a record from an object of a document that another parser holds.
  public func record(_ element: JSONElement) throws(TermsError) -> InstrumentRecord {
    try fields.take(element)
    return try InstrumentRecord(fields: fields)
  }
}
