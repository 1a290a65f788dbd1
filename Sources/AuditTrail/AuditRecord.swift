import JSONDocuments

/// One record of the trail: an event, its place, and the hashes that tie it to the record before.
///
/// The hash is SHA-256 over the canonical JSON (RFC 8785) of everything else, the hash of the record before included. So
/// whoever changes a record changes its hash, and with it every hash after it.
public struct AuditRecord: Sendable, Hashable {
  /// From 1, without gaps.
  public let sequence: Int64
  public let event: AuditEvent
  /// The hash of the record before, 64 lower-case hex digits; zeros for the first.
  public let previousHash: String
  public let hash: String

  /// Takes a record as it was stored, right or wrong; see ``computedHash``.
  public init(sequence: Int64, event: AuditEvent, previousHash: String, storedHash: String) {
    self.sequence = sequence
    self.event = event
    self.previousHash = previousHash
    hash = storedHash
  }

  /// The record of `event` that follows `head`.
  public init(_ event: AuditEvent, after head: AuditHead) {
    let unsealed = AuditRecord(
      sequence: head.sequence + 1, event: event, previousHash: head.hash, storedHash: "")
    self.init(
      sequence: unsealed.sequence, event: event, previousHash: head.hash, storedHash: unsealed.computedHash)
  }

  /// The records of `events`, in order, that follow `head`.
  public static func chain(_ events: [AuditEvent], after head: AuditHead) -> [AuditRecord] {
    var last = head
    return events.map { event in
      let record = AuditRecord(event, after: last)
      last = record.head
      return record
    }
  }

  /// The end of a trail whose last record this is.
  public var head: AuditHead { AuditHead(sequence: sequence, hash: hash, time: AuditTime.text(event.time)) }

  /// What the hash of this record must be.
  public var computedHash: String { ContentHash.sha256Hex(canonical) }

  /// What is hashed, members in their order. `details` is canonical JSON already and goes in byte by byte, so that an
  /// edit of its white space is an edit, too.
  var canonical: [UInt8] {
    var out: [UInt8] = []
    func member(_ name: String, _ value: String) {
      out.append(out.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
      CanonicalJSON.appendString(name.utf8, to: &out)
      out.append(UInt8(ascii: ":"))
      CanonicalJSON.appendString(value.utf8, to: &out)
    }
    func member(_ name: String, json: String) {
      out.append(contentsOf: ",\"\(name)\":\(json)".utf8)
    }
    member("action", event.action)
    member("actor", event.actor.name)
    member("authenticated_by", event.actor.authenticatedBy)
    member("client_address", event.clientAddress)
    member("details", json: event.details)
    member("object_id", event.object.id)
    member("object_kind", event.object.kind)
    member("outcome", event.outcome)
    member("previous_hash", previousHash)
    member("request_id", event.requestID)
    member("sequence", json: String(sequence))
    member("time", AuditTime.text(event.time))
    out.append(UInt8(ascii: "}"))
    return out
  }
}
