import AuditTrail
import HTTPServing
import JSONDocuments

/// Puts every request of a route into the audit trail, whoever sent it and however it ends.
///
/// A change is recorded before its answer is sent; reading, soon after. A request is not served while there is no room for
/// its record, nor a change while records cannot be stored.
struct AuditedRoute: Sendable {
  let writer: AuditWriter
  /// Milliseconds since 1970-01-01 UTC.
  let now: @Sendable () -> Int64
  /// How long a change waits for its record.
  static let patience = Duration.seconds(10)

  /// The route, recording every request that reaches it.
  ///
  /// - Parameter hashesBodies: Whether the trail may know the hash of bodies: they are data, and no passwords.
  func recording(_ route: Route, hashesBodies: Bool) -> Route {
    route.wrapped { request, handler in
      let isChange = route.isWrite
      guard writer.accepts(change: isChange) else {
        throw ProblemDetails.unavailable("The audit trail cannot be written; try again shortly.")
      }
      let answer = Result { try handler(request) }
      let number = writer.note(
        try event(route, request, answer, hashesBody: isChange && hashesBodies))
      if isChange, !writer.wait(for: number, atMost: Self.patience) {
        throw ProblemDetails.unavailable(
          "The request was carried out, but the audit trail could not take its record in time; it is stored when that "
            + "becomes possible. Look whether the change is there before you ask again.")
      }
      return try answer.get()
    }
  }

  private func event(
    _ route: Route, _ request: HTTPRequest, _ answer: Result<HTTPResponse, any Error>, hashesBody: Bool
  ) throws -> AuditEvent {
    var details = JSONObject()
    details["method"] = .string(request.method.rawValue)
    details["path"] = .string(request.path)
    if !request.query.items.isEmpty { details["query"] = .object(Self.query(request.query)) }
    if hashesBody, !request.body.isEmpty {
      details["body_bytes"] = .number(Double(request.body.count))
      details["body_sha256"] = .string(ContentHash.sha256Hex(request.body))
    }
    if hashesBody, let upload = request.upload {
      details["body_bytes"] = .number(Double(upload.byteCount))
      details["body_sha256"] = .string(upload.sha256)
    }
    let notes = request.caller.notes
    if !notes.isEmpty {
      details["change"] = .object(JSONObject(notes.map { .init($0.name, .string($0.value)) }))
    }
    return try AuditEvent(
      time: now(), actor: AuditActor(of: request), action: route.operationID,
      object: Self.object(route, request, answer), outcome: String(Self.status(answer)),
      requestID: request.requestID, clientAddress: request.clientAddress, details: details)
  }

  /// Values by name, in the order in which names come first. A value whose name sounds like a secret is left out.
  private static func query(_ query: QueryItems) -> JSONObject {
    var members = JSONObject()
    for item in query.items where members[item.name] == nil {
      let isSecret = ["password", "secret", "token", "key"].contains { item.name.lowercased().contains($0) }
      members[item.name] =
        isSecret ? .string("left out") : .array(query.values(item.name).map { .string($0) })
    }
    return members
  }

  /// What the path names first; for something new, where the answer says that it is.
  private static func object(
    _ route: Route, _ request: HTTPRequest, _ answer: Result<HTTPResponse, any Error>
  ) -> AuditObject {
    if let name = route.path.parameterNames.first, let id = request.pathParameters[name] {
      let kind =
        name.hasSuffix("_id") ? name.dropLast(3) : name.hasSuffix("_name") ? name.dropLast(5) : name[...]
      return AuditObject(kind: String(kind), id: id)
    }
    guard let location = (try? answer.get())?.headers["Location"] else { return .none }
    let parts = location.split(separator: "/")
    guard parts.count >= 2, let id = parts.last else { return .none }
    let kind = parts[parts.count - 2]
    return AuditObject(kind: String(kind.hasSuffix("s") ? kind.dropLast() : kind), id: String(id))
  }

  private static func status(_ answer: Result<HTTPResponse, any Error>) -> Int {
    switch answer {
    case .success(let response): response.status.rawValue
    case .failure(let problem as ProblemDetails): problem.status.rawValue
    case .failure: HTTPStatus.internalServerError.rawValue
    }
  }
}

extension AuditActor {
  /// Who sent a request.
  init(of request: HTTPRequest) {
    self =
      request.caller.name.map { AuditActor(name: $0.name, authenticatedBy: $0.authenticatedBy) } ?? .anonymous
  }
}
