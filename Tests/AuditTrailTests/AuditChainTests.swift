import AuditTrail
import JSONDocuments
import Testing

/// A trail of ten records, spoilt in every way there is.
struct AuditChainTests {
  private let records: [AuditRecord]

  init() throws {
    records = AuditRecord.chain(
      try (1...10).map { number in
        try AuditEvent(
          time: Int64(number) * 1_000, actor: .operatingSystemUser("ann"), action: "tenor run cancel",
          object: AuditObject(kind: "run", id: "R\(number)"), outcome: "exit 0", requestID: "r\(number)",
          clientAddress: "::1", details: JSONObject([.init("n", .number(Double(number)))]))
      }, after: .beginning)
  }

  private func fault(_ records: some Sequence<AuditRecord>, kept: [AuditHead] = []) -> AuditFault? {
    var chain = AuditChain(kept: kept)
    do throws(AuditFault) {
      for record in records { try chain.check(record) }
      try chain.finish()
      return nil
    } catch {
      return error
    }
  }

  /// The record with one field of another value, its hash as it was or made to fit.
  private func edited(
    _ record: AuditRecord, time: Int64? = nil, actor: String? = nil, by: String? = nil, action: String? = nil,
    kind: String? = nil, id: String? = nil, outcome: String? = nil, request: String? = nil,
    address: String? = nil, details: String? = nil, hides: Bool = false
  ) -> AuditRecord {
    let event = AuditEvent(
      time: time ?? record.event.time,
      actor: AuditActor(
        name: actor ?? record.event.actor.name, authenticatedBy: by ?? record.event.actor.authenticatedBy),
      action: action ?? record.event.action,
      object: AuditObject(kind: kind ?? record.event.object.kind, id: id ?? record.event.object.id),
      outcome: outcome ?? record.event.outcome, requestID: request ?? record.event.requestID,
      clientAddress: address ?? record.event.clientAddress, storedDetails: details ?? record.event.details)
    let changed = AuditRecord(
      sequence: record.sequence, event: event, previousHash: record.previousHash, storedHash: record.hash)
    guard hides else { return changed }
    return AuditRecord(
      sequence: record.sequence, event: event, previousHash: record.previousHash,
      storedHash: changed.computedHash)
  }

  @Test func aTrailAsItWasWrittenHasNoFault() {
    #expect(fault(records) == nil)
    #expect(fault([]) == nil)
    #expect(fault(records, kept: [records[2].head, records[9].head, .beginning, records[2].head]) == nil)
  }

  @Test func everyEditedFieldIsFound() {
    let original = records[4]
    let edits = [
      edited(original, time: 5_001), edited(original, actor: "bob"), edited(original, by: "none"),
      edited(original, action: "tenor run publish"), edited(original, kind: "schedule"),
      edited(original, id: "R50"), edited(original, outcome: "exit 1"), edited(original, request: ""),
      edited(original, address: "::2"), edited(original, details: "{\"n\":6}"),
      edited(original, details: "{\"n\": 5}"),
      AuditRecord(
        sequence: 5, event: original.event, previousHash: original.previousHash,
        storedHash: records[5].hash),
    ]
    for edit in edits {
      var trail = records
      trail[4] = edit
      #expect(fault(trail) == .edited(sequence: 5), "\(edit)")
    }
  }

  @Test func anEditWithANewHashBreaksTheNextRecord() {
    var trail = records
    trail[4] = edited(records[4], actor: "bob", hides: true)
    #expect(fault(trail) == .unlinked(sequence: 6))
    #expect(fault(trail, kept: [records[4].head]) == .differs(records[4].head))
  }

  @Test func removedRecordsAreFound() {
    #expect(fault(Array(records[1...])) == .missing(from: 1, through: 1))
    #expect(fault(records[..<3] + records[6...]) == .missing(from: 4, through: 6))
    // Renumbered, with hashes that fit.
    let renumbered = AuditRecord(records[5].event, after: records[3].head)
    #expect(fault(records[..<4] + [renumbered] + records[5...]) == .unlinked(sequence: 6))
  }

  @Test func recordsInAnotherOrderAreFound() {
    var trail = records
    trail.swapAt(4, 5)
    #expect(fault(trail) == .missing(from: 5, through: 5))
    // Numbers exchanged, too.
    func numbered(_ record: AuditRecord, _ number: Int64) -> AuditRecord {
      AuditRecord(
        sequence: number, event: record.event, previousHash: record.previousHash, storedHash: record.hash)
    }
    #expect(
      fault(records[..<4] + [numbered(records[5], 5), numbered(records[4], 6)] + records[6...])
        == .edited(sequence: 5))
    #expect(fault(records[..<5] + records[4...]) == .outOfOrder(sequence: 5, after: 5))
  }

  @Test func aTrailCutAtItsEndIsFoundByAHeadKeptElsewhere() {
    let head = records[9].head
    #expect(fault(Array(records[..<8])) == nil)
    #expect(fault(Array(records[..<8]), kept: [records[3].head, head]) == .truncated(last: 8, head: head))
    #expect(fault([], kept: [head]) == .truncated(last: 0, head: head))
  }

  @Test func aTrailWrittenAnewIsFoundByAHeadKeptElsewhere() {
    let anew = AuditRecord.chain(records.map(\.event).filter { $0.object.id != "R3" }, after: .beginning)
    #expect(fault(anew) == nil)
    #expect(fault(anew, kept: [records[6].head]) == .differs(records[6].head))
  }

  @Test func faultsNameTheFirstRecordThatIsWrong() {
    let head = records[9].head
    let faults: [(AuditFault, Int64, String)] = [
      (.edited(sequence: 5), 5, "record 5 was edited"), (.unlinked(sequence: 6), 6, "record 5"),
      (.missing(from: 4, through: 6), 4, "records 4 to 6 are missing"),
      (.missing(from: 4, through: 4), 4, "record 4 is missing"),
      (.outOfOrder(sequence: 5, after: 7), 5, "after record 7"), (.differs(head), 10, "record 10"),
      (.truncated(last: 8, head: head), 9, "records 9 to 10 are missing"),
    ]
    for (fault, sequence, words) in faults {
      #expect(fault.sequence == sequence && fault.description.contains(words), "\(fault)")
    }
  }
}
