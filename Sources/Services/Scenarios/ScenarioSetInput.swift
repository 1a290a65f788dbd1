import HTTPServing
import MarketData

/// The body that adds a version of a scenario set.
struct ScenarioSetInput: Decodable {
  /// The set's name.
  let id: String
  let description: String?
  let scenarios: [Scenario]
  /// What is new in this version.
  let note: String?
  let requiresApproval: Bool?
  let createdBy: String?

  /// The set, or all that is wrong with it.
  func set() throws(ProblemDetails) -> ScenarioSet {
    var errors: [ProblemDetails.FieldError] = []
    if !Self.isName(id) {
      errors.append(
        .init(
          field: "id", message: "is not the name of a set",
          fix: "write 1 to 64 of the characters A-Z a-z 0-9 . _ - beginning with a letter or digit"))
    }
    for (field, text, length) in [
      ("description", description ?? "", 400), ("note", note ?? "", 400),
      ("created_by", createdBy ?? "api", 100),
    ] where !text.isPlainText(upTo: length) || field == "created_by" && text.isEmpty {
      errors.append(
        .init(
          field: field, message: "is longer than \(length) characters, holds control characters, or is empty",
          fix: "correct it or leave it out"))
    }
    for (index, scenario) in scenarios.enumerated()
    where !scenario.id.isPlainText(upTo: 64) || !scenario.description.isPlainText(upTo: 400)
      || scenario.id == "*"
    {
      errors.append(
        .init(
          field: "scenarios[\(index)]",
          message: "has an id or description that is too long or holds control characters, or is *",
          fix: "send an id of up to 64 characters and a description of up to 400"))
    }
    errors += Self.errors(of: scenarios)
    guard errors.isEmpty else { throw .unprocessable(errors) }
    do throws(ScenarioSetError) {
      return try ScenarioSet(id: id, scenarios: scenarios)
    } catch {
      throw .unprocessable([.init(field: "scenarios", sentence: error.problem)])
    }
  }

  /// What is wrong with scenarios, whatever the market.
  static func errors(of scenarios: [Scenario]) -> [ProblemDetails.FieldError] {
    Scenario.problems(of: scenarios).map { error in
      let shift = error.shift.map { ".shifts[\($0 - 1)]" } ?? ""
      return .init(field: "scenarios[\(error.scenario)]\(shift)", sentence: error.problem)
    }
  }

  /// Names go into addresses and, before a version, in front of `@`.
  static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._\-]{0,63}/) != nil
  }
}
