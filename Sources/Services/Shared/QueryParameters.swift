import DatesAndConventions
import HTTPServing

extension QueryItems {
  /// The value under `name`, `nil` where the query does not have it.
  ///
  /// - Throws: 400 when it is given twice or empty.
  func single(_ name: String) throws(ProblemDetails) -> String? {
    let given = values(name)
    guard let value = given.first else { return nil }
    guard given.count == 1 else {
      throw .invalid(parameter: name, message: "is given \(given.count) times", fix: "give it once")
    }
    guard !value.isEmpty else {
      throw .invalid(parameter: name, message: "is empty", fix: "give a value or leave it out")
    }
    return value
  }

  /// A text of 1 to `length` characters, `nil` where the query does not have it.
  func text(_ name: String, upTo length: Int) throws(ProblemDetails) -> String? {
    guard let text = try single(name) else { return nil }
    guard text.isPlainText(upTo: length) else {
      throw .invalid(
        parameter: name, message: "is longer than \(length) characters or holds control characters",
        fix: "correct it")
    }
    return text
  }

  /// A text of up to `length` characters, which may be empty; `nil` where the query does not have it.
  func textOrEmpty(_ name: String, upTo length: Int) throws(ProblemDetails) -> String? {
    values(name) == [""] ? "" : try text(name, upTo: length)
  }

  /// An identifier of positions and instruments, `nil` where the query does not have it.
  func identifier(_ name: String) throws(ProblemDetails) -> String? {
    guard let text = try text(name, upTo: 64) else { return nil }
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.first != " ", text.last != " " else {
      throw .invalid(
        parameter: name, message: "is not an identifier",
        fix: "send 1 to 64 printable ASCII characters without outer spaces")
    }
    return text
  }

  /// One of a closed list of names, `nil` where the query does not have it.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(ProblemDetails) -> Choice? {
    guard let text = try single(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw .invalid(
        parameter: name, message: "does not know \"\(text)\"",
        fix: "use one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// A currency by its code, `nil` where the query does not have it.
  func currency(_ name: String) throws(ProblemDetails) -> Currency? {
    guard let code = try single(name) else { return nil }
    guard let currency = Currency(code) else {
      throw .invalid(
        parameter: name, message: "\"\(code)\" is not a currency", fix: "send a code such as USD")
    }
    return currency
  }

  /// `true` or `false`; false where the query does not have it.
  func flag(_ name: String) throws(ProblemDetails) -> Bool {
    switch try single(name) {
    case nil, "false": return false
    case "true": return true
    case let other?:
      throw .invalid(parameter: name, message: "does not know \"\(other)\"", fix: "send true or false")
    }
  }

  /// A day written `YYYY-MM-DD`.
  func date(_ name: String) throws(ProblemDetails) -> CivilDate {
    guard let date = try optionalDate(name) else {
      throw .invalid(parameter: name, message: "is missing", fix: "send a day such as 2023-03-31")
    }
    return date
  }

  /// A day written `YYYY-MM-DD`, `nil` where the query does not have it.
  func optionalDate(_ name: String) throws(ProblemDetails) -> CivilDate? {
    guard let text = try single(name) else { return nil }
    guard let date = CivilDate(iso: text) else {
      throw .invalid(
        parameter: name, message: "is not a day: \"\(text)\"", fix: "send an existing day as YYYY-MM-DD")
    }
    return date
  }

  /// The `limit` of a page.
  func pageLimit(default fallback: Int = 100) throws(ProblemDetails) -> Int {
    try integer("limit", in: 1...1_000, default: fallback)
  }
}
