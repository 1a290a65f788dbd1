import JSONDocuments

/// For people and programs: all that is hashed, and the hash. Without `hash`, its canonical JSON is what is hashed.
extension AuditRecord: Encodable {
  private enum CodingKeys: String, CodingKey {
    case action, actor, authenticatedBy, clientAddress, details, hash, objectID = "objectId", objectKind,
      outcome
    case previousHash, requestID = "requestId", sequence, time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(event.action, forKey: .action)
    try container.encode(event.actor.name, forKey: .actor)
    try container.encode(event.actor.authenticatedBy, forKey: .authenticatedBy)
    try container.encode(event.clientAddress, forKey: .clientAddress)
    // What somebody has spoilt is shown as the text that it is.
    let details = (try? JSONDocument.parse(event.details)) ?? .string(event.details)
    try container.encode(details, forKey: .details)
    try container.encode(hash, forKey: .hash)
    try container.encode(event.object.id, forKey: .objectID)
    try container.encode(event.object.kind, forKey: .objectKind)
    try container.encode(event.outcome, forKey: .outcome)
    try container.encode(previousHash, forKey: .previousHash)
    try container.encode(event.requestID, forKey: .requestID)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(AuditTime.text(event.time), forKey: .time)
  }
}
