import HTTPServing
import RunRecords

/// The scenarios of a run that a page shows.
struct ScenarioSelection {
  /// Subscript into every vector, and id.
  let chosen: [(ordinal: Int, id: String)]

  private static let mostNamed = 100

  /// All scenarios of the run, or those named by the parameter `scenario`, which may be repeated.
  ///
  /// - Throws: 422 for a scenario that the run does not have, 400 for too many.
  init(_ query: QueryItems, of run: RunRecord) throws(ProblemDetails) {
    let named = query.values("scenario")
    guard named.count <= Self.mostNamed, named.allSatisfy({ (1...64).contains($0.unicodeScalars.count) })
    else {
      throw .invalid(
        parameter: "scenario", message: "is not 1 to 64 characters, given up to \(Self.mostNamed) times",
        fix: "ask for fewer, or for all by leaving it out")
    }
    for name in named where !run.scenarioIDs.contains(name) {
      throw .unprocessable([
        .init(
          field: "scenario", message: "\"\(name)\" is not a scenario of this run",
          fix: "use one of: \(run.scenarioIDs.prefix(20).joined(separator: ", "))")
      ])
    }
    chosen = run.scenarioIDs.enumerated().filter { named.isEmpty || named.contains($0.element) }
      .map { ($0.offset, $0.element) }
  }
}
