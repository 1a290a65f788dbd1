import DatesAndConventions
import HTTPServing
import RunRecords

/// What a limit says, without its name.
struct LimitTerms: Decodable {
  let node: String
  let figure: LimitFigure
  let minimum: Double?
  let maximum: Double?
  let warningShare: Double?
  let currency: Currency?

  func definition(_ name: LimitName) -> LimitDefinition {
    LimitDefinition(
      name: name, node: node, figure: figure,
      bounds: LimitBounds(
        minimum: minimum, maximum: maximum, warningShare: warningShare ?? LimitBounds.usualWarningShare),
      currency: currency)
  }
}

/// The body that proposes a new limit.
struct NewLimitInput: Decodable {
  let name: LimitName
  let terms: LimitTerms
  /// Who proposes, on an open server; elsewhere it is who has signed in.
  let by: String?
}

/// The body that proposes other terms.
struct LimitChangeInput: Decodable {
  let terms: LimitTerms
  /// Who proposes, on an open server; elsewhere it is who has signed in.
  let by: String?
}

/// The body that proposes a retirement.
struct ActorInput: Decodable { let by: String? }

/// The body that decides on a proposal.
struct LimitDecisionInput: Decodable {
  let proposal: Int
  let by: String?
}

/// The body that acknowledges.
struct AcknowledgementInput: Decodable {
  let by: String?
  let comment: String
  let version: Int?
}

extension HTTPRequest {
  /// The path parameter `limit_name`.
  ///
  /// - Throws: 400 when it is not the name of a limit.
  func limitName() throws(ProblemDetails) -> LimitName {
    guard let name = LimitName(pathParameter("limit_name")) else {
      throw .invalid(
        parameter: "limit_name", message: "is not the name of a limit",
        fix: "write 1 to 40 of the characters A-Z a-z 0-9 . _ - beginning with a letter or digit")
    }
    return name
  }
}

extension ProblemDetails {
  /// 422 unless `text` is 1 to `length` characters without control characters, and not blanks alone.
  static func requireText(_ text: String, field: String, upTo length: Int) throws(ProblemDetails) {
    guard text.isPlainText(upTo: length), text.contains(where: { $0 != " " }) else {
      throw .unprocessable([
        .init(
          field: field, message: "is not 1 to \(length) characters without control characters",
          fix: "correct it")
      ])
    }
  }
}
