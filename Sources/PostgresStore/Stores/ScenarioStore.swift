import JSONDocuments
public import MarketData
public import RunRecords

/// Named scenario sets in versions that never change. Runs keep copies of their scenarios and the version they came from.
public struct ScenarioStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// A new version of a set, which is made when it is the first.
  public struct Addition: Sendable {
    public let set: ScenarioSet
    /// Of the set as a whole; keeps what is there when empty.
    public var description = ""
    /// What is new in this version.
    public var note = ""
    /// Whether the set needs approval from now on; it is never taken back.
    public var requiresApproval = false
    public let author: String

    public init(_ set: ScenarioSet, by author: String) {
      self.set = set
      self.author = author
    }
  }

  /// Stores the next version of a set, unless a version has the same scenarios already.
  ///
  /// - Returns: That version, and whether it is new.
  public func add(_ addition: Addition) throws -> (version: ScenarioSetVersion, isNew: Bool) {
    let name = addition.set.id
    let document = try CanonicalJSON.encode(addition.set)
    return try connection.retryingTransaction {
      // Locks the set: versions are numbered one at a time.
      try connection.query(
        """
        INSERT INTO scenario_set AS s (scenario_set_id, description, created_by, requires_approval)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (scenario_set_id) DO UPDATE SET
          description = CASE excluded.description WHEN '' THEN s.description ELSE excluded.description END,
          requires_approval = s.requires_approval OR excluded.requires_approval
        """,
        [
          .text(name), .text(addition.description), .text(addition.author), .bool(addition.requiresApproval),
        ])
      let added = try connection.query(
        """
        INSERT INTO scenario_set_version (scenario_set_id, version, document, document_hash, note, created_by)
        SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 FROM scenario_set_version WHERE scenario_set_id = $1
        ON CONFLICT (scenario_set_id, document_hash) DO NOTHING
        """,
        [
          .text(name), .text(document), .text("sha256:" + ContentHash.sha256Hex(document)),
          .text(addition.note), .text(addition.author),
        ])
      let same = "v.document_hash = $2"
      guard
        let version = try versions(
          of: name, same, .text("sha256:" + ContentHash.sha256Hex(document))
        ).first
      else { throw StoreError.notFound(kind: "scenario set", id: name) }
      return (version, added.affected == 1)
    }
  }

  /// Sets by name, those after `name` when given.
  public func sets(limit: Int, after name: String = "") throws -> [ScenarioSetRecord] {
    try connection.query(
      "\(selectSet) WHERE s.scenario_set_id > $1 ORDER BY s.scenario_set_id LIMIT $2",
      [.text(name), .int8(Int64(limit))]
    ).map(record)
  }

  /// A set by name.
  ///
  /// - Throws: `StoreError.notFound`.
  public func set(_ name: String) throws -> ScenarioSetRecord {
    let rows = try connection.query("\(selectSet) WHERE s.scenario_set_id = $1", [.text(name)])
    guard let row = rows.first else { throw StoreError.notFound(kind: "scenario set", id: name) }
    return record(row)
  }

  /// The versions of a set, newest first.
  public func versions(of name: String) throws -> [ScenarioSetVersion] {
    try versions(of: name, "$2::int IS NULL", .null)
  }

  /// One version of a set, with its document as canonical JSON.
  ///
  /// - Throws: `StoreError.notFound`.
  public func version(_ number: Int, of name: String) throws -> (record: ScenarioSetVersion, document: String)
  {
    guard let number32 = Int32(exactly: number),
      let record = try versions(of: name, "v.version = $2", .int4(number32)).first
    else { throw StoreError.notFound(kind: "version of scenario set", id: "\(name)@\(number)") }
    let rows = try connection.query(
      "SELECT document FROM scenario_set_version WHERE scenario_set_id = $1 AND version = $2",
      [.text(name), .int4(number32)])
    return (record, rows[0].text(0))
  }

  /// The scenarios of one version, in order.
  public func scenarios(_ number: Int, of name: String) throws -> [Scenario] {
    try CanonicalJSON.decode(ScenarioSet.self, from: try version(number, of: name).document).scenarios
  }

  /// The scenarios that a run gets who names a set, with the version they are of.
  ///
  /// Without a version it is the newest that is not retired and, where the set demands it, approved.
  ///
  /// - Returns: `nil` when there is no set of this name.
  /// - Throws: `StoreError.invalid` for a version that may not be used.
  public func usable(_ reference: ScenarioSetReference) throws -> (
    scenarios: [Scenario], reference: ScenarioSetReference
  )? {
    guard let set = try? set(reference.name) else { return nil }
    func refuse(_ message: String) -> StoreError {
      .invalid([RunRequestProblem(field: "scenario_set", message: message)])
    }
    guard let number = reference.version ?? set.usableVersion else {
      throw refuse(
        "'\(set.name)' has no version that is approved and not retired; have one approved, or add one")
    }
    guard let version = try versions(of: set.name).first(where: { $0.version == number }) else {
      throw refuse("'\(set.name)' has no version \(number); name 1 to \(set.latestVersion)")
    }
    if let retiredBy = version.retiredBy {
      throw refuse("'\(set.name)@\(number)' was retired by \(retiredBy); use another version")
    }
    if set.requiresApproval, version.approvedBy == nil {
      throw refuse(
        "'\(set.name)@\(number)' is not approved; have another person than \(version.createdBy) approve it")
    }
    return (
      try scenarios(number, of: set.name), ScenarioSetReference(name: set.name, version: number)
    )
  }

  private var selectSet: String {
    """
    SELECT s.scenario_set_id, s.description, s.requires_approval, v.latest, v.usable, s.created_by,
      \(SQLText.iso("s.created_at"))
    FROM scenario_set s JOIN LATERAL (
      SELECT max(v.version) AS latest,
        max(v.version) FILTER (WHERE r.version IS NULL AND (a.version IS NOT NULL OR NOT s.requires_approval)) AS usable
      FROM scenario_set_version v
      LEFT JOIN scenario_set_approval a USING (scenario_set_id, version)
      LEFT JOIN scenario_set_retirement r USING (scenario_set_id, version)
      WHERE v.scenario_set_id = s.scenario_set_id
    ) v ON v.latest IS NOT NULL
    """
  }

  private func record(_ row: PostgresRow) -> ScenarioSetRecord {
    ScenarioSetRecord(
      name: row.text(0), description: row.text(1), requiresApproval: row.bool(2), latestVersion: row.int(3),
      usableVersion: row.optionalInt(4), createdBy: row.text(5), createdAt: row.text(6))
  }

  private func versions(
    of name: String, _ condition: String, _ parameter: PostgresValue
  ) throws -> [ScenarioSetVersion] {
    try connection.query(
      """
      SELECT v.version, v.document_hash, jsonb_array_length(v.document::jsonb -> 'scenarios'), v.note, v.created_by,
        \(SQLText.iso("v.created_at")), a.approved_by, \(SQLText.iso("a.approved_at")), r.retired_by,
        \(SQLText.iso("r.retired_at")), r.reason
      FROM scenario_set_version v
      LEFT JOIN scenario_set_approval a USING (scenario_set_id, version)
      LEFT JOIN scenario_set_retirement r USING (scenario_set_id, version)
      WHERE v.scenario_set_id = $1 AND \(condition) ORDER BY v.version DESC
      """, [.text(name), parameter]
    ).map { row in
      ScenarioSetVersion(
        version: row.int(0), documentHash: row.text(1), scenarioCount: row.int(2), note: row.text(3),
        createdBy: row.text(4), createdAt: row.text(5), approvedBy: row.optionalText(6),
        approvedAt: row.optionalText(7), retiredBy: row.optionalText(8), retiredAt: row.optionalText(9),
        retirementReason: row.optionalText(10))
    }
  }
}
