public import RunRecords

/// A limit as clients see it, over HTTP and from `tenor limit list --json`.
public struct LimitView: Encodable {
  let name: String
  let state: LimitRecord.State
  let version: Int
  let definition: LimitDefinition?
  let proposal: Proposal?

  struct Proposal: Encodable {
    let number: Int
    let change: LimitProposal.Change
    let definition: LimitDefinition?
    let proposedBy: String
    let proposedAt: String
  }

  public init(_ limit: LimitRecord) {
    name = limit.name.text
    state = limit.state
    version = limit.version
    definition = limit.definition
    proposal = limit.proposal.map {
      Proposal(
        number: $0.number, change: $0.change, definition: $0.definition, proposedBy: $0.proposedBy,
        proposedAt: $0.proposedAt)
    }
  }
}

/// A limit with every step of its life.
struct LimitDetail: Encodable {
  let limit: LimitView
  let history: [Step]

  struct Step: Encodable {
    let number: Int
    let step: LimitEvent.Step
    let change: LimitProposal.Change
    let by: String
    let at: String
    let before: LimitDefinition?
    let after: LimitDefinition?
  }

  init(_ limit: LimitRecord, _ events: [LimitEvent]) {
    self.limit = LimitView(limit)
    history = events.map {
      Step(
        number: $0.number, step: $0.step, change: $0.change, by: $0.actor, at: $0.at, before: $0.before,
        after: $0.after)
    }
  }
}
