import Pricing
public import RunRecords

/// The columns of a vector: a value for each chosen scenario, and one that tells why values are missing.
public struct ScenarioColumns: Sendable, Hashable {
  /// Ordinal in the run, and id.
  public struct Choice: Sendable, Hashable {
    public let ordinal: Int
    public let id: String
  }

  public let chosen: [Choice]
  /// The ordinals to fetch; `nil` when all are chosen.
  let ordinals: [Int]?

  /// - Parameter ids: Those of `run` that are wanted; all when empty.
  public init(_ run: RunRecord, only ids: Set<String> = []) {
    chosen = run.scenarioIDs.enumerated().filter { ids.isEmpty || ids.contains($0.element) }
      .map { Choice(ordinal: $0.offset, id: $0.element) }
    ordinals = chosen.count == run.scenarioIDs.count ? nil : chosen.map(\.ordinal)
    rowsOfAPage = min(5_000, max(1, 100_000 / max(run.scenarioIDs.count, 1)))
  }

  /// A page of vectors holds about a hundred thousand values.
  let rowsOfAPage: Int

  var columns: [String] { chosen.map(\.id) + ["reasons"] }

  var filter: String? { ordinals == nil ? nil : chosen.map(\.id).joined(separator: ", ") }

  /// The cells of a vector. The last names the reasons: one for all where all chosen values are missing for the same one,
  /// else `SCENARIO: reason` each, separated by semicolons.
  func cells(_ values: ScenarioValues, _ measure: Measure) -> [ExportCell] {
    var cells: [ExportCell] = []
    var gaps: [(scenario: String, reason: Reason)] = []
    for choice in chosen {
      switch values.cell(choice.ordinal, scenarioID: choice.id) {
      case .success(let value): cells.append(.number(value, measure.numberFormat))
      case .failure(let gap):
        cells.append(.empty)
        gaps.append((choice.id, gap.reason))
      }
    }
    if gaps.isEmpty {
      cells.append(.empty)
    } else if gaps.count == chosen.count, gaps.allSatisfy({ $0.reason == gaps[0].reason }) {
      cells.append(.text(gaps[0].reason.description))
    } else {
      cells.append(.text(gaps.map { "\($0.scenario): \($0.reason)" }.joined(separator: "; ")))
    }
    return cells
  }
}
