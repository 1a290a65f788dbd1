public import RunRecords

extension PortfolioStore {
  /// The nodes under `root`, itself included, or every node, in order of their paths.
  ///
  /// - Parameters:
  ///   - path: Only nodes after this one.
  ///   - tag: Only nodes with this tag.
  public func records(
    under root: String? = nil, tag: String? = nil, after path: String? = nil, limit: Int
  ) throws -> [PortfolioNodeRecord] {
    var conditions = ["portfolio_id > $1"]
    var parameters: [PostgresValue] = [.text(path ?? ""), .int8(Int64(limit))]
    if let root {
      parameters.append(.text(root))
      conditions.append(PortfolioStore.isUnder("portfolio_id", node: "$\(parameters.count)"))
    }
    if let tag {
      parameters.append(.text(tag))
      conditions.append("$\(parameters.count) = ANY (tags)")
    }
    return try connection.query(
      "\(selectRecord) WHERE \(conditions.joined(separator: " AND ")) ORDER BY portfolio_id LIMIT $2",
      parameters
    ).map(record)
  }

  public func record(_ path: String) throws -> PortfolioNodeRecord? {
    try connection.query("\(selectRecord) WHERE portfolio_id = $1", [.text(path)]).first.map(record)
  }

  /// Gives a node a name, a description and tags, in place of those it had.
  ///
  /// - Throws: `StoreError.notFound` for a node that no book has made.
  public func describe(_ path: String, name: String, description: String, tags: [String]) throws
    -> PortfolioNodeRecord
  {
    let changed = try connection.query(
      """
      UPDATE portfolio SET name = $2, description = $3, tags = $4, changed_at = now() WHERE portfolio_id = $1
      """, [.text(path), .text(name), .text(description), .textArray(tags)])
    guard changed.affected == 1, let record = try record(path) else {
      throw StoreError.notFound(kind: "portfolio", id: path)
    }
    return record
  }

  private var selectRecord: String {
    """
    SELECT portfolio_id, name, description, tags, \(SQLText.iso("created_at")), \(SQLText.iso("changed_at"))
    FROM portfolio
    """
  }

  private func record(_ row: PostgresRow) throws(StoreError) -> PortfolioNodeRecord {
    guard let node = PortfolioNode.along(row.text(0))?.last else {
      throw .unreadable("'\(row.text(0))' is not the path of a portfolio")
    }
    return PortfolioNodeRecord(
      node: node, name: row.text(1), description: row.text(2), tags: row.texts(3), createdAt: row.text(4),
      changedAt: row.text(5))
  }
}
