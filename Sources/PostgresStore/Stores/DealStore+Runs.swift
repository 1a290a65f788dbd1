public import RunRecords
public import StructuredDeals

extension DealStore {
  /// The versions that a run of a book uses.
  struct Held {
    let versions: [DealVersion]

    /// By deal.
    var hashes: [String: String] {
      Dictionary(uniqueKeysWithValues: versions.map { ($0.dealID, $0.documentHash) })
    }
  }

  /// Of each deal that positions of a snapshot are bonds of the version that new runs use; a deal without one is left out. `nil` where
  /// no position is of a deal.
  func held(in positionSnapshot: Int32) throws -> Held? {
    let names = try connection.query(
      """
      SELECT DISTINCT i.terms::jsonb ->> 'deal_id' AS deal_id FROM position p JOIN instrument i USING (instrument_no)
      WHERE p.position_snapshot_no = $1 AND p.product_type = 'ABS_MBS' AND i.terms LIKE '%"deal_id":%' ORDER BY 1
      """, [.int4(positionSnapshot)]
    ).compactMap { $0.optionalText(0) }
    return names.isEmpty ? nil : Held(versions: try usable(names))
  }

  /// The packages that a run was made with, by deal.
  ///
  /// - Throws: `StoreError.notFound`, `unreadable`.
  public func packages(of request: RunRequest) throws -> [String: DealPackage] {
    try (request.deals ?? [:]).mapValues { try document(hash: $0).package }
  }

  /// Notes which versions a run uses first.
  func activate(_ versions: [DealVersion], for run: RunID, by user: String) throws {
    // In one order, so that two runs that use the same deals do not wait for one another for ever.
    for version in versions.sorted(by: { $0.dealID < $1.dealID }) where version.state == .approved {
      try connection.query(
        "SELECT pg_advisory_xact_lock(hashtextextended('deal ' || $1, $2))",
        [.text(version.dealID), .int8(Int64(version.version))])
      // Another run may have been first.
      guard try self.version(version.version, of: version.dealID).state == .approved else { continue }
      try addEvent(.active, version.version, of: version.dealID, by: user, comment: "run \(run.text)")
    }
  }
}
