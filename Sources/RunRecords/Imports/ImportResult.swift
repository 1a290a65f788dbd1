/// What an import has stored.
public struct ImportResult: Sendable, Hashable, Codable {
  /// Of positions and a market: the snapshot's id.
  public var snapshotId: String?
  /// Of scenarios: `NAME@VERSION`.
  public var scenarioSet: String?
  /// Whether what the file says was not stored before.
  public var isNew: Bool
  /// Of instruments: new versions. Of counterparties: those that were not there.
  public var newCount: Int?
  /// Of counterparties: those that differ from what was stored.
  public var changedCount: Int?
  /// Of a market: what a person has to look at before runs use it.
  public var findingCount: Int?

  public init(
    snapshotId: String? = nil, scenarioSet: String? = nil, isNew: Bool, newCount: Int? = nil,
    changedCount: Int? = nil, findingCount: Int? = nil
  ) {
    self.snapshotId = snapshotId
    self.scenarioSet = scenarioSet
    self.isNew = isNew
    self.newCount = newCount
    self.changedCount = changedCount
    self.findingCount = findingCount
  }
}
