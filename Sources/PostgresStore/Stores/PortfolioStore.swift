public import RunRecords

/// The portfolio tree.
public struct PortfolioStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Makes the nodes along every path that are not there yet.
  ///
  /// - Throws: `StoreError.invalidRow` for a path that is empty, has empty parts or more than four levels.
  public func ensure(paths: some Sequence<String>) throws {
    var nodes: [String: PortfolioNode] = [:]
    for path in paths where nodes[path] == nil {
      guard let along = PortfolioNode.along(path) else {
        throw StoreError.invalidRow(
          id: path, field: "portfolio", message: "write one to four names joined by /, such as FUND/CREDIT/US"
        )
      }
      for node in along { nodes[node.id] = node }
    }
    let sorted = nodes.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    // One statement, so that a parent and its child may come together; ids in order, so that writers do not deadlock.
    try connection.query(
      """
      INSERT INTO portfolio (portfolio_id, name, node_type, parent_portfolio_id)
      SELECT id, name, node_type, nullif(parent, '')
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS incoming (id, name, node_type, parent)
      ON CONFLICT (portfolio_id) DO NOTHING
      """,
      [
        .textArray(sorted.map(\.id)), .textArray(sorted.map(\.name)),
        .textArray(sorted.map(\.level.rawValue)),
        .textArray(sorted.map { $0.parentID ?? "" }),
      ])
  }

  /// The nodes under `root`, itself included, or every node; parents before children.
  public func nodes(under root: String? = nil) throws -> [PortfolioNode] {
    let filter = root == nil ? "" : "WHERE \(PortfolioStore.isUnder("portfolio_id", node: "$1"))"
    return try connection.query(
      "SELECT portfolio_id FROM portfolio \(filter) ORDER BY portfolio_id", root.map { [.text($0)] } ?? []
    ).compactMap { PortfolioNode.along($0.text(0))?.last }
  }

  /// A condition: the path is the node's or lies below it. `/` + 1 is `0`, so that an index range serves it.
  static func isUnder(_ column: String, node: String) -> String {
    "(\(column) = \(node) OR (\(column) >= \(node) || '/' AND \(column) < \(node) || '0'))"
  }
}
