/// Why a trail is not the one that was written.
public enum AuditFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The content of a record does not have its hash.
  case edited(sequence: Int64)
  /// A record does not hold the hash of the one before: one of the two is not what was written there.
  case unlinked(sequence: Int64)
  /// Records that were there are gone.
  case missing(from: Int64, through: Int64)
  /// A record comes after one of the same or a higher number.
  case outOfOrder(sequence: Int64, after: Int64)
  /// The record is not the one that was the head when it was exported.
  case differs(AuditHead)
  /// The trail ends before a head that was exported.
  case truncated(last: Int64, head: AuditHead)

  /// The first record that is not as it was written, or not there.
  public var sequence: Int64 {
    switch self {
    case .edited(let sequence), .unlinked(let sequence), .outOfOrder(let sequence, _): sequence
    case .missing(let first, _): first
    case .differs(let head): head.sequence
    case .truncated(let last, _): last + 1
    }
  }

  /// A short name for scripts.
  public var kind: String {
    switch self {
    case .edited: "edited"
    case .unlinked: "unlinked"
    case .missing: "missing"
    case .outOfOrder: "out-of-order"
    case .differs: "differs-from-head"
    case .truncated: "truncated"
    }
  }

  public var description: String {
    switch self {
    case .edited(let sequence):
      "record \(sequence) was edited: its content does not have its hash"
    case .unlinked(let sequence):
      "record \(sequence) does not continue record \(sequence - 1): one of them is not what was written there"
    case .missing(let first, let last):
      first == last ? "record \(first) is missing" : "records \(first) to \(last) are missing"
    case .outOfOrder(let sequence, let before):
      "record \(sequence) comes after record \(before)"
    case .differs(let head):
      "record \(head.sequence) is not the one that was exported as head: the trail up to there was written anew"
    case .truncated(let last, let head):
      "the trail ends with record \(last), but record \(head.sequence) of \(head.time) was exported as head: "
        + "records \(last + 1) to \(head.sequence) are missing"
    }
  }
}
