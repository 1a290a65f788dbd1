public import Instruments

extension CounterpartyStore {
  /// What a counterparty was said to be at some time.
  public struct Version: Sendable, Hashable {
    /// From 1, without gaps.
    public let number: Int
    public let isCurrent: Bool
    /// ISO 8601 UTC.
    public let storedAt: String
    public let counterparty: Counterparty
  }

  /// Versions of a counterparty, the one stored last first; empty for an unknown one.
  ///
  /// - Parameter number: Only versions before this one.
  public func versions(of id: String, limit: Int, before number: Int? = nil) throws -> [Version] {
    try connection.query(
      """
      SELECT counterparty_id, name, lei, country, sector, credit_rating, parent_counterparty_id, version_no,
        version_no = (SELECT max(version_no) FROM counterparty_version last WHERE last.counterparty_id = $1),
        \(SQLText.iso("stored_at"))
      FROM counterparty_version WHERE counterparty_id = $1 AND version_no < $2 ORDER BY version_no DESC LIMIT $3
      """, [.text(id), .int4(number.map { Int32(clamping: $0) } ?? .max), .int8(Int64(limit))]
    ).map { row in
      Version(
        number: row.int(7), isCurrent: row.bool(8), storedAt: row.text(9), counterparty: try record(row))
    }
  }
}
