import DatesAndConventions
import JSONDocuments

extension AuditRecord {
  /// Reads a record as its canonical JSON shows it. Its hash is checked by ``AuditChain``, not here.
  ///
  /// - Returns: `nil` for anything that is not a record to the letter.
  public init?(canonicalJSON line: [UInt8]) {
    guard let value = try? JSONDocument.parse(line), case .object(let members) = value,
      members.members.count == 13
    else { return nil }
    func text(_ name: String) -> String? {
      guard case .string(let text)? = members[name] else { return nil }
      return text
    }
    guard let action = text("action"), let actor = text("actor"), let means = text("authenticated_by"),
      let address = text("client_address"), let details = members["details"], let hash = text("hash"),
      let objectID = text("object_id"), let objectKind = text("object_kind"), let outcome = text("outcome"),
      let previous = text("previous_hash"), let request = text("request_id"),
      case .number(let sequence)? = members["sequence"], let number = Int64(exactly: sequence),
      let time = text("time").flatMap(AuditTime.milliseconds),
      let storedDetails = try? CanonicalJSON.encode(details)
    else { return nil }
    self.init(
      sequence: number,
      event: AuditEvent(
        time: time, actor: AuditActor(name: actor, authenticatedBy: means), action: action,
        object: AuditObject(kind: objectKind, id: objectID), outcome: outcome, requestID: request,
        clientAddress: address, storedDetails: storedDetails), previousHash: previous, storedHash: hash)
  }
}

extension AuditTime {
  /// The reverse of ``text(_:)``; `nil` for any other text.
  static func milliseconds(_ text: String) -> Int64? {
    let parts = text.split(separator: "T")
    guard parts.count == 2, text.hasSuffix("Z"), let day = CivilDate(iso: String(parts[0])) else {
      return nil
    }
    let numbers = parts[1].dropLast().split { $0 == ":" || $0 == "." }.compactMap { Int64($0) }
    guard numbers.count == 4 else { return nil }
    let inDay = ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1_000 + numbers[3]
    let milliseconds = day.beginning + inDay
    return self.text(milliseconds) == text ? milliseconds : nil
  }
}
