import HTTPServing
import RiskAnalytics
import RunRecords

extension QueryItems {
  /// The dimensions of a parameter: names with commas between them; none where the query does not have it.
  ///
  /// - Throws: 400 for a name that is no dimension.
  func dimensions(_ name: String) throws(ProblemDetails) -> [CubeDimension] {
    var dimensions: [CubeDimension] = []
    for part in try text(name, upTo: 200)?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      guard let dimension = CubeDimension(rawValue: String(part)) else {
        throw .invalid(
          parameter: name, message: "does not know \"\(part)\"",
          fix:
            "use, with commas between them: \(CubeDimension.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      dimensions.append(dimension)
    }
    return dimensions
  }

  /// The groups of positions that the query names, each under its dimension; an empty text is the group without.
  ///
  /// - Throws: 400 for a text that names no group, or too many.
  func positionGroups() throws(ProblemDetails) -> PositionGroups {
    var found: PositionGroups = [:]
    for dimension in CubeDimension.allCases {
      let name = dimension.rawValue
      let given = values(name)
      guard !given.isEmpty else { continue }
      guard !dimension.isOfEvery || !given.contains("") else {
        throw .invalid(parameter: name, message: "is empty", fix: "give a value or leave it out")
      }
      guard given.count <= 100 else {
        throw .invalid(
          parameter: name, message: "is given \(given.count) times", fix: "name 100 groups at most")
      }
      for text in given where !text.isEmpty {
        guard text.isPlainText(upTo: 200) else {
          throw .invalid(
            parameter: name, message: "is longer than 200 characters or holds control characters",
            fix: "correct it")
        }
        if let problem = dimension.problem(withGroup: text) {
          let parts = problem.split(separator: "; ", maxSplits: 1)
          throw .invalid(
            parameter: name, message: "\"\(text)\" \(parts[0])", fix: parts.count > 1 ? String(parts[1]) : "")
        }
      }
      found[dimension] = given.map { $0.isEmpty ? nil : $0 }
    }
    return found
  }

  /// The parameter `confidence` of tail risk; `nil` where the query does not have it.
  ///
  /// - Throws: 400 for what is no number within `TailRisk.confidences`.
  func confidence() throws(ProblemDetails) -> Double? {
    guard let text = try text("confidence", upTo: 20) else { return nil }
    guard let number = Double(text), TailRisk.confidences.contains(number) else {
      throw .invalid(
        parameter: "confidence", message: "is not a share: \"\(text)\"",
        fix:
          "send one from \(TailRisk.confidences.lowerBound) to \(TailRisk.confidences.upperBound), such as 0.99"
      )
    }
    return number
  }
}

extension ScenarioSelection {
  /// The ordinals of the scenarios that tail risk is of: those chosen, or every one but `BASE`.
  ///
  /// - Throws: 422 where `BASE` is named, from which profits are measured.
  func moves(_ query: QueryItems) throws(ProblemDetails) -> [Int] {
    let moves = chosen.map(\.ordinal).filter { $0 > 0 }
    guard query.values("scenario").isEmpty || moves.count == chosen.count else {
      throw .unprocessable([
        .init(field: "scenario", message: "BASE is no move", fix: "name scenarios other than BASE")
      ])
    }
    return moves
  }
}
