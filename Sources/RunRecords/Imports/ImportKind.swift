/// What a file holds.
public enum ImportKind: String, Sendable, Hashable, Codable, CaseIterable {
  case positions
  case instruments
  case counterparties
  /// A market snapshot.
  case market
  /// A version of a scenario set.
  case scenarios
}
