import HTTPServing
import PostgresStore
import RunRecords

extension ProblemDetails {
  /// The answer to an error of the store; errors that are nobody's fault but ours come back as they are and end as 500.
  static func database(_ error: any Error) -> any Error {
    switch error {
    case let error as StoreError: store(error) ?? error
    case let error as PostgresError: postgres(error) ?? error
    case let error as IdempotencyStore.KeyReused:
      ProblemDetails(
        status: .unprocessableContent, kind: "idempotency-key-reused", title: "Idempotency key reused",
        detail: "This Idempotency-Key was sent before with another body, for \(error.object). "
          + "Send a new key for a new request.")
    case let error as ImportStore.KeyReused:
      ProblemDetails(
        status: .unprocessableContent, kind: "idempotency-key-reused", title: "Idempotency key reused",
        detail:
          "This Idempotency-Key was sent before with another file or request, for import \(error.importID). "
          + "Send a new key for a new request.")
    default: error
    }
  }

  private static func store(_ error: StoreError) -> ProblemDetails? {
    switch error {
    case .notFound(let kind, let id): .missing(kind, id)
    case .exists, .wrongState, .refused: .conflict(error.description)
    case .removed(let removal):
      .gone("The results of run \(removal.run) were removed by \(removal.removedBy) at \(removal.removedAt).")
    case .invalid(let problems):
      .unprocessable(problems.map { FieldError(field: $0.field, sentence: $0.message) })
    case .invalidRow(let id, let field, let message):
      .unprocessable([FieldError(field: "positions[\(id)].\(field)", sentence: message)])
    case .unreadable: nil
    }
  }

  private static func postgres(_ error: PostgresError) -> ProblemDetails? {
    switch error.kind {
    case .connection: .unavailable("The database does not answer; try again shortly.")
    case .exhausted: .unavailable("The database has no room; try again later.")
    case .timeout:
      ProblemDetails(
        status: .gatewayTimeout, kind: "timeout", title: "Operation timed out",
        detail: "The database did not finish within the time that this server allows.")
    case .conflict: .unavailable("Another request changes the same thing; try again.")
    case .immutable: .conflict("A snapshot or a published run never changes; make a new one.")
    case .uniqueViolation: .conflict("This exists already.")
    case .foreignKeyViolation: .conflict("This refers to something that does not exist.")
    // Tables of a run are named in statements, and go with it.
    case .other where error.sqlState == "42P01": .gone("The results were removed while they were read.")
    case .invalidData, .other: nil
    }
  }

  /// 404: nothing of this kind under this id.
  static func missing(_ kind: String, _ id: String) -> ProblemDetails {
    .notFound("There is no \(kind) '\(id)'.")
  }
}

extension ProblemDetails.FieldError {
  /// A message of the layers below, which says what is wrong and, after a semicolon, what to do.
  init(field: String, sentence: String) {
    if let cut = sentence.firstRange(of: "; ") {
      self.init(
        field: field, message: String(sentence[..<cut.lowerBound]), fix: String(sentence[cut.upperBound...]))
    } else {
      self.init(field: field, message: sentence, fix: "correct this field")
    }
  }
}
