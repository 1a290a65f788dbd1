public import DatesAndConventions
public import Instruments
import JSONDocuments

/// What a frozen book is, in one small document: its day, its size and the hash of every position in it.
///
/// The same positions on the same instrument versions give the same document, and so the same hash, whatever the
/// order of the rows they came from.
public struct PositionSnapshotDocument: Sendable, Hashable, Codable {
  /// Version of this document's shape and of the position lines; 1.
  public let schemaVersion: Int
  /// The day the positions are held at its end.
  public let asOf: CivilDate
  public let positionCount: Int
  /// SHA-256 over the positions' canonical lines in ascending `position_id`, as 64 hex digits.
  public let positionsSHA256: String

  /// The SHA-256 of the canonical document, as 64 hex digits.
  public var contentHash: String {
    get throws(JSONError) { ContentHash.sha256Hex(try CanonicalJSON.encodeBytes(self)) }
  }
}

/// Hashes positions one after another into a `PositionSnapshotDocument`, holding none of them.
///
/// A position's line is a canonical JSON object of its fields and `instrument_version` (the content hash of the
/// instrument record), ended by a line feed. A copy of a builder shares its hash: keep one.
public struct PositionSnapshotBuilder {
  private let document = FieldDocument(table: PositionField.table)
  private let hash = ContentHash.Builder()
  private var buffer: [UInt8] = []
  private var count = 0
  private var last: String?

  public init() {}

  /// Adds the next position. Throws `TermsError` on `position_id` unless ids ascend, which also rules out repeats.
  public mutating func append(_ position: Position, instrumentVersion: String) throws(TermsError) {
    if let last, !(last < position.id) {
      let fault = last == position.id ? "is used twice" : "comes after '\(last)', but ids must ascend"
      throw TermsError(field: "position_id", message: "'\(position.id)' \(fault)")
    }
    last = position.id
    count += 1
    document.append(
      position.fields, extra: [("instrument_version", instrumentVersion)], to: &buffer)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 60_000 { flush() }
  }

  /// The document of all positions added; the builder starts over.
  public mutating func finish(asOf: CivilDate) -> PositionSnapshotDocument {
    flush()
    defer {
      count = 0
      last = nil
    }
    return PositionSnapshotDocument(
      schemaVersion: 1, asOf: asOf, positionCount: count, positionsSHA256: hash.finishHex())
  }

  private mutating func flush() {
    hash.update(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
