/// What is known of a node of the portfolio tree beside its place in it.
public struct PortfolioNodeRecord: Sendable, Hashable {
  public let node: PortfolioNode
  /// For people; the last part of the path until somebody gives another.
  public let name: String
  /// Empty where there is none.
  public let description: String
  /// Words for grouping, ascending.
  public let tags: [String]
  /// ISO 8601 UTC, as is `changedAt`.
  public let createdAt: String
  /// When name, description or tags were given last.
  public let changedAt: String

  public init(
    node: PortfolioNode, name: String, description: String, tags: [String], createdAt: String,
    changedAt: String
  ) {
    self.node = node
    self.name = name
    self.description = description
    self.tags = tags
    self.createdAt = createdAt
    self.changedAt = changedAt
  }
}
