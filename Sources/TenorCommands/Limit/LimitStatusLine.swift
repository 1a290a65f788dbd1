import RunRecords

/// A limit as JSON.
struct LimitStatusLine: Encodable {
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

  init(_ limit: LimitRecord) {
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
