/// A limit as stored: what counts now, and what has been proposed.
public struct LimitRecord: Sendable, Hashable {
  /// Raw values are the names in tables and answers.
  public enum State: String, Sendable, CaseIterable, Hashable, Codable {
    /// Nobody has approved it yet.
    case proposed = "PROPOSED"
    case active = "ACTIVE"
    /// It does not count any more, or was rejected before it ever did.
    case retired = "RETIRED"
  }

  /// The store's short number of the limit.
  public let number: Int32
  public let name: LimitName
  public let state: State
  /// Approved definitions so far; the one in force is the last.
  public let version: Int
  /// What counts, or was last in force; `nil` before the first approval.
  public let definition: LimitDefinition?
  /// What waits for another person's word.
  public let proposal: LimitProposal?

  public init(
    number: Int32, name: LimitName, state: State, version: Int, definition: LimitDefinition?,
    proposal: LimitProposal?
  ) {
    self.number = number
    self.name = name
    self.state = state
    self.version = version
    self.definition = definition
    self.proposal = proposal
  }
}
