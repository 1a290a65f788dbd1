/// What a task does. Raw values are the names in tables.
public enum TaskKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Values the positions of one product type and bucket.
  case price = "PRICE"
  /// Merges the partial sums of all price tasks into results per portfolio node; one per run, the last.
  case rollUp = "ROLLUP"
}
