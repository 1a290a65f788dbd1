public import JSONDocuments

/// Something that was done, or tried, before it has a place in the trail.
public struct AuditEvent: Sendable, Hashable {
  /// Milliseconds since 1970-01-01 UTC, by the clock of the process that did it. The order of the trail is the order
  /// of records, not of times.
  public let time: Int64
  public let actor: AuditActor
  /// The operation's id, such as `publishRun`, or the command, such as `tenor run publish`.
  public let action: String
  /// What it was done to.
  public let object: AuditObject
  /// An HTTP status such as `200`, an exit code such as `exit 0`, or the outcome of a schedule's firing.
  public let outcome: String
  /// The request, as in the server's log and in its answer; empty for commands.
  public let requestID: String
  /// The address that the request came from; empty for commands.
  public let clientAddress: String
  /// More about it as canonical JSON of an object; no secrets.
  public let details: String

  /// Takes a record as it was stored.
  public init(
    time: Int64, actor: AuditActor, action: String, object: AuditObject, outcome: String, requestID: String,
    clientAddress: String, storedDetails: String
  ) {
    self.time = time
    self.actor = actor
    self.action = action
    self.object = object
    self.outcome = outcome
    self.requestID = requestID
    self.clientAddress = clientAddress
    details = storedDetails
  }

  /// Texts are made fit to store and to show: control characters become U+FFFD, and long ones are cut.
  ///
  /// - Throws: `JSONError` where a name of `details` appears twice or a number is not finite.
  public init(
    time: Int64, actor: AuditActor, action: String, object: AuditObject = .none, outcome: String,
    requestID: String = "", clientAddress: String = "", details: JSONObject = JSONObject()
  ) throws(JSONError) {
    self.init(
      time: time,
      actor: AuditActor(
        name: actor.name.plain(upTo: 200), authenticatedBy: actor.authenticatedBy.plain(upTo: 100)),
      action: action.plain(upTo: 100),
      object: AuditObject(kind: object.kind.plain(upTo: 100), id: object.id.plain(upTo: 300)),
      outcome: outcome.plain(upTo: 100), requestID: requestID.plain(upTo: 128),
      clientAddress: clientAddress.plain(upTo: 100),
      storedDetails: try CanonicalJSON.encode(JSONValue.object(details).withPlainTexts))
  }
}

extension String {
  fileprivate func plain(upTo length: Int) -> String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(length) {
      text.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
    }
    return String(text)
  }
}

extension JSONValue {
  fileprivate var withPlainTexts: JSONValue {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(text.plain(upTo: 1_000))
    case .array(let values): .array(values.map(\.withPlainTexts))
    case .object(let object):
      .object(JSONObject(object.members.map { .init($0.name.plain(upTo: 100), $0.value.withPlainTexts) }))
    }
  }
}
