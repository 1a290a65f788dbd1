import HTTPServing
import RunRecords

/// The scenarios of a run that a page shows.
struct ScenarioSelection {
  /// Subscript into every vector, and id.
  let chosen: [(ordinal: Int, id: String)]

  /// All scenarios of the run, or those named by the parameter `scenario`, which may be repeated.
  ///
  /// - Throws: 400 for a scenario that the run does not have.
  init(_ query: QueryItems, of run: RunRecord) throws(ProblemDetails) {
    let named = query.values("scenario")
    for name in named where !run.scenarioIDs.contains(name) {
      throw .invalid(
        parameter: "scenario", message: "\"\(name)\" is not a scenario of this run",
        fix: "use one of: \(run.scenarioIDs.prefix(20).joined(separator: ", "))")
    }
    chosen = run.scenarioIDs.enumerated().filter { named.isEmpty || named.contains($0.element) }
      .map { ($0.offset, $0.element) }
  }
}
