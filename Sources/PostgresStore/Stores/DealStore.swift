import DatesAndConventions
public import RunRecords
import StructuredDeals

/// Deal packages in versions that never change, and their way from upload to archive.
public struct DealStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores the next version of a deal, unless it is stored already.
  ///
  /// - Returns: That version, and whether it is new.
  public func add(_ document: DealDocument, note: String, by author: String) throws -> (
    version: DealVersion, isNew: Bool
  ) {
    let name = document.package.dealID
    return try connection.retryingTransaction {
      try connection.query("SELECT pg_advisory_xact_lock(hashtextextended('deal ' || $1, 0))", [.text(name)])
      let added = try connection.query(
        """
        INSERT INTO deal_version (deal_id, version, as_of, document, document_hash, note, created_by)
        SELECT $1, coalesce(max(version), 0) + 1, $2::date, $3, $4, $5, $6 FROM deal_version WHERE deal_id = $1
        ON CONFLICT (document_hash) DO NOTHING RETURNING version
        """,
        [
          .text(name), .text(document.package.asOf.description),
          .text(String(decoding: document.json, as: UTF8.self)),
          .text(document.contentID), .text(note), .text(author),
        ])
      if let number = added.first?.int(0) {
        try addEvent(.uploaded, number, of: name, by: author, comment: note)
      }
      let found = try versions("v.document_hash = $1", [.text(document.contentID)])
      guard let version = found.first else { throw StoreError.notFound(kind: "deal", id: name) }
      return (version, !added.isEmpty)
    }
  }

  /// Deals by id, those after `id` when given.
  public func deals(limit: Int, after id: String = "") throws -> [DealRecord] {
    let rows = try connection.query(
      """
      SELECT deal_id, max(version), max(version) FILTER (WHERE state IN ('APPROVED', 'ACTIVE')) FROM deal_state
      WHERE deal_id > $1 GROUP BY deal_id ORDER BY deal_id LIMIT $2
      """, [.text(id), .int8(Int64(limit))])
    return try rows.compactMap { row in
      try versions("v.deal_id = $1 AND v.version = $2", [.text(row.text(0)), .int4(row.int32(1))]).first.map {
        DealRecord(latest: $0, usableVersion: row.optionalInt(2))
      }
    }
  }

  /// The versions of a deal, newest first.
  ///
  /// - Throws: `StoreError.notFound`.
  public func versions(of name: String) throws -> [DealVersion] {
    let found = try versions("v.deal_id = $1", [.text(name)])
    guard !found.isEmpty else { throw StoreError.notFound(kind: "deal", id: name) }
    return found
  }

  /// - Throws: `StoreError.notFound`.
  public func version(_ number: Int, of name: String) throws -> DealVersion {
    guard let number32 = Int32(exactly: number),
      let found = try versions("v.deal_id = $1 AND v.version = $2", [.text(name), .int4(number32)]).first
    else { throw StoreError.notFound(kind: "version of deal", id: "\(name)@\(number)") }
    return found
  }

  /// Every step of a version, in order.
  public func events(_ number: Int, of name: String) throws -> [DealEvent] {
    try connection.query(
      """
      SELECT event_no, state, actor, \(SQLText.iso("at")), comment FROM deal_event
      WHERE deal_id = $1 AND version = $2 ORDER BY event_no
      """, [.text(name), .int4(Int32(number))]
    ).map { row in
      DealEvent(
        number: row.int(0), state: try LimitStore.known(row.text(1)), actor: row.text(2), at: row.text(3),
        comment: row.text(4))
    }
  }

  /// The canonical JSON of a version.
  ///
  /// - Throws: `StoreError.notFound`.
  public func json(_ number: Int, of name: String) throws -> [UInt8] {
    try json(hash: try version(number, of: name).documentHash)
  }

  /// The canonical JSON stored under a hash (`sha256:…`).
  ///
  /// - Throws: `StoreError.notFound`.
  public func json(hash: String) throws -> [UInt8] {
    let rows = try connection.query(
      "SELECT document FROM deal_version WHERE document_hash = $1", [.text(hash)])
    guard let row = rows.first else { throw StoreError.notFound(kind: "deal package", id: hash) }
    return Array(row.text(0).utf8)
  }

  /// A version's package, read anew.
  ///
  /// - Throws: `StoreError.notFound`; `unreadable` where this program refuses what another one stored.
  public func document(_ number: Int, of name: String) throws -> DealDocument {
    try read(try json(number, of: name), "\(name)@\(number)")
  }

  /// The package stored under a hash.
  ///
  /// - Throws: `StoreError.notFound`, `unreadable`.
  public func document(hash: String) throws -> DealDocument { try read(try json(hash: hash), hash) }

  private func read(_ json: [UInt8], _ name: String) throws -> DealDocument {
    do throws(DealProblems) {
      return try DealDocument(json: json)
    } catch {
      throw StoreError.unreadable("deal package '\(name)' is refused by this program: \(error.problems[0])")
    }
  }

  /// Of each deal the version that new runs use, of those that have one.
  public func usable(_ names: [String]) throws -> [DealVersion] {
    try versions(
      """
      v.deal_id = ANY ($1) AND v.version = (SELECT max(u.version) FROM deal_state u
        WHERE u.deal_id = v.deal_id AND u.state IN ('APPROVED', 'ACTIVE'))
      """, [.textArray(names)])
  }

  func versions(_ condition: String, _ parameters: [PostgresValue]) throws -> [DealVersion] {
    try connection.query(
      """
      SELECT v.deal_id, v.version, v.as_of::text, v.document_hash, s.state, v.note, v.created_by,
        \(SQLText.iso("v.created_at"))
      FROM deal_version v JOIN deal_state s USING (deal_id, version)
      WHERE \(condition) ORDER BY v.deal_id, v.version DESC
      """, parameters
    ).map { row in
      DealVersion(
        dealID: row.text(0), version: row.int(1), asOf: row.text(2), documentHash: row.text(3),
        state: try LimitStore.known(row.text(4)), note: row.text(5), createdBy: row.text(6),
        createdAt: row.text(7))
    }
  }

  /// Adds the next event of a version. The database refuses what does not follow.
  func addEvent(_ state: DealState, _ number: Int, of name: String, by actor: String, comment: String) throws
  {
    try connection.query(
      """
      INSERT INTO deal_event (deal_id, version, event_no, state, actor, comment)
      SELECT $1, $2, 1 + coalesce(max(event_no), 0), $3, $4, $5 FROM deal_event WHERE deal_id = $1 AND version = $2
      """, [.text(name), .int4(Int32(number)), .text(state.rawValue), .text(actor), .text(comment)])
  }
}
