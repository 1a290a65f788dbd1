import AuditTrail
import JSONDocuments
import Testing

struct AuditRecordTests {
  /// Written by Python's json (sorted keys, no white space) and hashlib, from the same values.
  @Test func hashesAreThoseOfAnotherProgram() throws {
    let first = try AuditEvent(
      time: 1_795_276_800_123, actor: AuditActor(name: "ann", authenticatedBy: "password"),
      action: "publishRun", object: AuditObject(kind: "run", id: "R1"), outcome: "200", requestID: "r-1",
      clientAddress: "10.0.0.7",
      details: JSONObject([
        .init("path", .string("/v1/runs/R1/publish")), .init("method", .string("POST")),
        .init("note", .string("Zürich \"a\\b\" €")),
      ]))
    let second = try AuditEvent(
      time: 1_795_276_800_124, actor: .operatingSystemUser("bob"), action: "tenor run delete",
      object: AuditObject(kind: "run", id: "R2"), outcome: "exit 1")
    let records = AuditRecord.chain([first, second], after: .beginning)
    #expect(records.map(\.sequence) == [1, 2])
    #expect(records[0].hash == "63953452f030f61299f4e28bcd9bb801eca31a19c2a629b0dfaa9c52c290bbba")
    #expect(records[1].previousHash == records[0].hash)
    #expect(records[1].hash == "319b35212ec6a181c9620c23551a2630ca899aae1aada305772d1dbd67683bfd")
    #expect(records[1].head.time == "2026-11-21T16:00:00.124Z")
  }

  @Test func whatIsHashedIsTheCanonicalJSONOfTheRest() throws {
    let record = AuditRecord(
      try AuditEvent(
        time: -1, actor: .anonymous, action: "getRun", outcome: "404",
        details: JSONObject([.init("b", .number(1.5)), .init("a", .array([.null, .bool(true)]))])),
      after: .beginning)
    guard case .object(var object) = try JSONDocument.parse(try CanonicalJSON.encode(record)) else {
      Issue.record("a record is an object")
      return
    }
    #expect(object["hash"] == .string(record.hash))
    #expect(object["time"] == .string("1969-12-31T23:59:59.999Z"))
    object["hash"] = nil
    #expect(
      ContentHash.sha256Hex(try CanonicalJSON.encode(JSONValue.object(object))) == record.computedHash)
  }

  @Test func textsAreMadeFitToStore() throws {
    let event = try AuditEvent(
      time: 0,
      actor: AuditActor(name: "a\0b\n" + String(repeating: "x", count: 300), authenticatedBy: "none"),
      action: "getRun", object: AuditObject(kind: "run", id: "\u{7F}"), outcome: "400",
      details: JSONObject([.init("q", .string("\0" + String(repeating: "y", count: 2_000)))]))
    #expect(event.actor.name.hasPrefix("a\u{FFFD}b\u{FFFD}x") && event.actor.name.count == 200)
    #expect(event.object.id == "\u{FFFD}")
    #expect(event.details.utf8.count < 1_100 && !event.details.contains("\\u0000"))
  }

  @Test func timesAreISO() {
    #expect(AuditTime.text(0) == "1970-01-01T00:00:00.000Z")
    #expect(AuditTime.text(1_709_251_199_999) == "2024-02-29T23:59:59.999Z")
    #expect(AuditTime.text(-86_400_000) == "1969-12-31T00:00:00.000Z")
    // Whatever somebody has put into a database is shown.
    _ = AuditTime.text(.max)
    _ = AuditTime.text(.min)
  }
}
