import DatesAndConventions
import MarketData
import Pricing

/// One thing wrong with a run request.
public struct RunRequestProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The field at fault, by its name in JSON.
  public let field: String
  /// What is wrong and what would be right, in one sentence.
  public let message: String

  public init(field: String, message: String) {
    self.field = field
    self.message = message
  }

  public var description: String { "\(field): \(message)" }
}

extension RunRequest {
  /// The most scenarios of one run.
  public static let mostScenarios = 1_000

  /// Everything wrong with the request itself; empty when it can be stored. Whether the snapshots exist and the
  /// scenarios fit the market is for those who hold them.
  public func problems() -> [RunRequestProblem] {
    var found: [RunRequestProblem] = []
    func report(_ field: String, _ message: String) {
      found.append(RunRequestProblem(field: field, message: message))
    }
    if schemaVersion != 1 { report("schema_version", "\(schemaVersion) is not known; write 1") }
    if !ContentID.isValid(marketSnapshotID) {
      report("market_snapshot_id", "is not a snapshot id; write sha256: and 64 hexadecimal digits")
    }
    if !ContentID.isValid(positionSnapshotID) {
      report("position_snapshot_id", "is not a snapshot id; write sha256: and 64 hexadecimal digits")
    }
    if scenarios.first?.id != "BASE" || scenarios.first?.shifts.isEmpty == false {
      report("scenarios", "the first scenario must be BASE, without shifts")
    }
    if scenarios.count > RunRequest.mostScenarios {
      report("scenarios", "\(scenarios.count) are too many; a run takes up to \(RunRequest.mostScenarios)")
    }
    if let scenarioSet, ScenarioSetReference(scenarioSet)?.version == nil {
      report("scenario_set", "'\(scenarioSet)' is not a version of a set; write it as NAME@VERSION")
    }
    var seen: Set<String> = []
    for (index, scenario) in scenarios.enumerated() {
      if !(1...64).contains(scenario.id.utf8.count) || scenario.id == "*" {
        report("scenarios[\(index)].id", "must be 1 to 64 bytes long and not *")
      }
      if !seen.insert(scenario.id).inserted {
        report("scenarios[\(index)].id", "'\(scenario.id)' appears twice; give each scenario its own id")
      }
    }
    if pricing.measures.isEmpty {
      report("pricing.measures", "is empty; name at least one measure, such as PV")
    }
    if Set(pricing.measures).count != pricing.measures.count {
      report("pricing.measures", "names a measure twice")
    }
    if !Set(pricing.baseOnlyMeasures).isSubset(of: pricing.measures) {
      report("pricing.base_only_measures", "names a measure that pricing.measures does not; name it in both")
    }
    if Set(pricing.baseOnlyMeasures).count != pricing.baseOnlyMeasures.count {
      report("pricing.base_only_measures", "names a measure twice")
    }
    if pricing.baseOnlyMeasures.contains(.cashFlows) {
      report("pricing.base_only_measures", "names CASHFLOWS, which are always those of BASE; leave it out")
    }
    let years = pricing.keyRateTenors.map(\.years)
    if years.isEmpty || zip(years, years.dropFirst()).contains(where: { $0 >= $1 }) {
      report("pricing.key_rate_tenors", "must be in ascending order, each once, and at least one")
    }
    if !PositionBucket.counts.contains(bucketCount) {
      report(
        "bucket_count",
        "\(bucketCount) is out of range; write \(PositionBucket.counts.lowerBound) to "
          + "\(PositionBucket.counts.upperBound)")
    }
    if codeVersion.isEmpty { report("code_version", "is empty; name the version of the program") }
    return found
  }
}
