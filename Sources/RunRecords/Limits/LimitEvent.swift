/// One step in the life of a limit.
public struct LimitEvent: Sendable, Hashable {
  /// Raw values are the names in tables and answers.
  public enum Step: String, Sendable, CaseIterable, Hashable, Codable {
    case proposed = "PROPOSED"
    case approved = "APPROVED"
    case rejected = "REJECTED"
  }

  /// Ascending from 1 in the limit.
  public let number: Int
  public let step: Step
  public let change: LimitProposal.Change
  /// Who, and when in ISO 8601 UTC.
  public let actor: String
  public let at: String
  /// What was in force before; `nil` for none.
  public let before: LimitDefinition?
  /// What is proposed, approved or rejected; `nil` for a retirement.
  public let after: LimitDefinition?

  public init(
    number: Int, step: Step, change: LimitProposal.Change, actor: String, at: String,
    before: LimitDefinition?,
    after: LimitDefinition?
  ) {
    self.number = number
    self.step = step
    self.change = change
    self.actor = actor
    self.at = at
    self.before = before
    self.after = after
  }
}
