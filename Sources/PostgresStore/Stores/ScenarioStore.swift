import JSONDocuments
public import MarketData

/// The library of scenarios and scenario sets. Runs keep copies, so the library may change.
public struct ScenarioStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Stores a set with its scenarios, replacing the set and scenarios of the same ids.
  public func put(set id: String, description: String, scenarios: [Scenario], by user: String) throws {
    try connection.retryingTransaction {
      for scenario in scenarios.sorted(by: { $0.id < $1.id }) {
        try connection.query(
          """
          INSERT INTO scenario (scenario_id, description, definition, created_by) VALUES ($1, $2, $3::text::jsonb, $4)
          ON CONFLICT (scenario_id) DO UPDATE
          SET description = excluded.description, definition = excluded.definition, created_by = excluded.created_by,
            created_at = now()
          """,
          [
            .text(scenario.id), .text(scenario.description), .text(try CanonicalJSON.encode(scenario)),
            .text(user),
          ])
      }
      try connection.query(
        """
        INSERT INTO scenario_set (scenario_set_id, description, created_by) VALUES ($1, $2, $3)
        ON CONFLICT (scenario_set_id) DO UPDATE
        SET description = excluded.description, created_by = excluded.created_by, created_at = now()
        """, [.text(id), .text(description), .text(user)])
      try connection.query("DELETE FROM scenario_set_member WHERE scenario_set_id = $1", [.text(id)])
      try connection.query(
        """
        INSERT INTO scenario_set_member (scenario_set_id, ordinal, scenario_id)
        SELECT $1, m.ordinal - 1, m.id FROM unnest($2::text[]) WITH ORDINALITY AS m (id, ordinal)
        """, [.text(id), .textArray(scenarios.map(\.id))])
    }
  }

  /// The scenarios of a set, in order; `nil` when there is no such set.
  public func scenarios(set id: String) throws -> [Scenario]? {
    guard try !connection.query("SELECT 1 FROM scenario_set WHERE scenario_set_id = $1", [.text(id)]).isEmpty
    else { return nil }
    return try connection.query(
      """
      SELECT s.definition FROM scenario_set_member m JOIN scenario s USING (scenario_id)
      WHERE m.scenario_set_id = $1 ORDER BY m.ordinal
      """, [.text(id)]
    ).map { try CanonicalJSON.decode(Scenario.self, from: $0.text(0)) }
  }

  /// The ids and descriptions of all sets, by id.
  public func sets() throws -> [(id: String, description: String)] {
    try connection.query("SELECT scenario_set_id, description FROM scenario_set ORDER BY scenario_set_id")
      .map { ($0.text(0), $0.text(1)) }
  }
}
