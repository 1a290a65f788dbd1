/// A change of a limit that waits for another person's word.
public struct LimitProposal: Sendable, Hashable {
  /// Raw values are the names in tables and answers.
  public enum Change: String, Sendable, CaseIterable, Hashable, Codable {
    case create = "CREATE"
    case change = "CHANGE"
    case retire = "RETIRE"
  }

  /// The number of the event that proposed it; an approval names it, so that nothing else is approved by mistake.
  public let number: Int
  public let change: Change
  /// What would count; `nil` for a retirement.
  public let definition: LimitDefinition?
  public let proposedBy: String
  /// ISO 8601 UTC.
  public let proposedAt: String

  public init(
    number: Int, change: Change, definition: LimitDefinition?, proposedBy: String, proposedAt: String
  ) {
    self.number = number
    self.change = change
    self.definition = definition
    self.proposedBy = proposedBy
    self.proposedAt = proposedAt
  }
}
