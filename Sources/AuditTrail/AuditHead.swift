/// Where a trail ends: its last record, which stands for all before it.
///
/// Kept where those who can change the database cannot write, it shows later whether the trail was cut or written anew.
public struct AuditHead: Sendable, Hashable, Codable {
  /// The number of the last record; 0 for a trail without records.
  public let sequence: Int64
  /// Its hash, 64 lower-case hex digits.
  public let hash: String
  /// Its time as ISO 8601 UTC; empty for a trail without records.
  public let time: String

  public init(sequence: Int64, hash: String, time: String) {
    self.sequence = sequence
    self.hash = hash
    self.time = time
  }

  /// What the first record follows.
  public static let beginning = AuditHead(sequence: 0, hash: String(repeating: "0", count: 64), time: "")
}
