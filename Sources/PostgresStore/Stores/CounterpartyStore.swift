public import Instruments
import RunRecords

/// Counterparties as imported last. Positions name them; they can be changed but never removed, and every version is kept.
public struct CounterpartyStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores counterparties, replacing those of the same ids.
  ///
  /// - Parameter counterparties: No id comes twice; parents are among them or stored already.
  /// - Returns: How many were new, and how many of the others differ from what was stored.
  /// - Throws: `StoreError.invalid` for an unknown parent, or when owners would go round in a circle; nothing is stored.
  @discardableResult
  public func put(_ counterparties: [Counterparty]) throws -> (new: Int, changed: Int) {
    try connection.transaction {
      // Written by one at a time, so that two imports cannot close a circle together.
      try connection.execute("LOCK TABLE counterparty IN SHARE ROW EXCLUSIVE MODE")
      try requireParents(of: counterparties)
      let written = try connection.query(
        """
        INSERT INTO counterparty AS stored
          (counterparty_id, name, lei, country, sector, credit_rating, parent_counterparty_id)
        SELECT id, name, nullif(lei, ''), nullif(country, ''), nullif(sector, ''), nullif(rating, ''), nullif(parent, '')
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
          AS incoming (id, name, lei, country, sector, rating, parent)
        ON CONFLICT (counterparty_id) DO UPDATE SET name = excluded.name, lei = excluded.lei,
          country = excluded.country, sector = excluded.sector, credit_rating = excluded.credit_rating,
          parent_counterparty_id = excluded.parent_counterparty_id, changed_at = now()
        WHERE (stored.name, stored.lei, stored.country, stored.sector, stored.credit_rating,
          stored.parent_counterparty_id) IS DISTINCT FROM (excluded.name, excluded.lei, excluded.country,
          excluded.sector, excluded.credit_rating, excluded.parent_counterparty_id)
        RETURNING xmax = 0
        """,
        [
          .textArray(counterparties.map(\.id)), .textArray(counterparties.map(\.name)),
          .textArray(counterparties.map { $0.lei?.description ?? "" }),
          .textArray(counterparties.map { $0.country ?? "" }),
          .textArray(counterparties.map { $0.sector ?? "" }),
          .textArray(counterparties.map { $0.rating ?? "" }),
          .textArray(counterparties.map { $0.parentID ?? "" }),
        ])
      try refuseCircle(through: counterparties)
      let new = written.count { $0.bool(0) }
      return (new, written.count - new)
    }
  }

  /// The ids of all counterparties.
  public func ids() throws -> Set<String> {
    var ids: Set<String> = []
    try connection.forEachRow("SELECT counterparty_id FROM counterparty") { ids.insert($0.text(0)) }
    return ids
  }

  /// Refuses ids that no counterparty has.
  func require(_ ids: Set<String>) throws {
    guard !ids.isEmpty else { return }
    let unknown = try connection.query(
      """
      SELECT id FROM unnest($1::text[]) AS named (id)
      WHERE NOT EXISTS (SELECT FROM counterparty c WHERE c.counterparty_id = named.id) ORDER BY id LIMIT 1
      """, [.textArray(ids.sorted())])
    guard let id = unknown.first?.text(0) else { return }
    throw StoreError.notFound(kind: "counterparty", id: id)
  }

  /// In order of id, those after `id` when given.
  public func list(limit: Int, after id: String? = nil) throws -> [Counterparty] {
    try connection.query(
      "\(selectRecord) WHERE counterparty_id > $1 ORDER BY counterparty_id LIMIT $2",
      [.text(id ?? ""), .int8(Int64(limit))]
    ).map(record)
  }

  public func counterparty(id: String) throws -> Counterparty? {
    try connection.query("\(selectRecord) WHERE counterparty_id = $1", [.text(id)]).first.map(record)
  }

  private let selectRecord = """
    SELECT counterparty_id, name, lei, country, sector, credit_rating, parent_counterparty_id FROM counterparty
    """

  func record(_ row: PostgresRow) throws -> Counterparty {
    Counterparty(
      id: row.text(0), name: row.text(1), lei: try row.optionalText(2).map { try LegalEntityIdentifier($0) },
      country: row.optionalText(3), sector: row.optionalText(4), rating: row.optionalText(5),
      parentID: row.optionalText(6))
  }

  private func requireParents(of counterparties: [Counterparty]) throws {
    let given = Set(counterparties.map(\.id))
    let others = counterparties.filter { $0.parentID.map { !given.contains($0) } ?? false }
    let stored = try connection.query(
      "SELECT counterparty_id FROM counterparty WHERE counterparty_id = ANY ($1)",
      [.textArray(others.compactMap(\.parentID))]
    ).map { $0.text(0) }
    let known = Set(stored)
    let orphans = others.filter { !known.contains($0.parentID!) }
    guard orphans.isEmpty else {
      throw StoreError.invalid(
        orphans.prefix(20).map {
          .init(
            field: "counterparties[\($0.id)].parent_id",
            message: "'\($0.parentID!)' is not known; give it in the same file or before")
        })
    }
  }

  private func refuseCircle(through counterparties: [Counterparty]) throws {
    let circle = try connection.query(
      """
      WITH RECURSIVE owner (start, id) AS (
        SELECT counterparty_id, parent_counterparty_id FROM counterparty
        WHERE counterparty_id = ANY ($1) AND parent_counterparty_id IS NOT NULL
        UNION
        SELECT o.start, c.parent_counterparty_id FROM owner o JOIN counterparty c ON c.counterparty_id = o.id
        WHERE c.parent_counterparty_id IS NOT NULL
      )
      SELECT start FROM owner WHERE start = id ORDER BY start LIMIT 1
      """, [.textArray(counterparties.filter { $0.parentID != nil }.map(\.id))])
    guard let id = circle.first?.text(0) else { return }
    throw StoreError.invalid([
      .init(field: "counterparties[\(id)].parent_id", message: "leads back to '\(id)'; nobody owns itself")
    ])
  }
}
