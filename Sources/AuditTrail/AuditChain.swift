/// Walks a trail record by record and finds the first that is not as it was written.
///
/// A trail that was cut at its end, or written anew with new hashes, is in itself flawless: only heads kept elsewhere show
/// it.
public struct AuditChain: Sendable {
  /// The last record that was right.
  public private(set) var head: AuditHead
  private let kept: [AuditHead]
  private var nextKept = 0

  /// - Parameters:
  ///   - beginning: What the first record must follow.
  ///   - kept: Heads exported before, in any order.
  public init(after beginning: AuditHead = .beginning, kept: [AuditHead] = []) {
    head = beginning
    self.kept = kept.filter { $0.sequence > beginning.sequence }.sorted { $0.sequence < $1.sequence }
  }

  /// Takes the next record, in the order of the trail.
  ///
  /// - Throws: What is wrong with it. The walk ends there.
  public mutating func check(_ record: AuditRecord) throws(AuditFault) {
    let expected = head.sequence + 1
    guard record.sequence >= expected else {
      throw .outOfOrder(sequence: record.sequence, after: head.sequence)
    }
    guard record.sequence == expected else {
      throw .missing(from: expected, through: record.sequence - 1)
    }
    guard record.computedHash == record.hash else { throw .edited(sequence: record.sequence) }
    guard record.previousHash == head.hash else { throw .unlinked(sequence: record.sequence) }
    head = record.head
    while nextKept < kept.count, kept[nextKept].sequence == record.sequence {
      guard kept[nextKept].hash == record.hash else { throw .differs(kept[nextKept]) }
      nextKept += 1
    }
  }

  /// Ends the walk after the last record.
  ///
  /// - Throws: `truncated` when a head kept elsewhere lies behind it.
  public func finish() throws(AuditFault) {
    if nextKept < kept.count { throw .truncated(last: head.sequence, head: kept[nextKept]) }
  }
}
