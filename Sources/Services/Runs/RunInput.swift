import DatesAndConventions
import HTTPServing
import MarketData
import Pricing
import RunRecords

/// The body that asks for a run.
struct RunInput: Decodable, RunChoices {
  let marketSnapshotId: String
  let positionSnapshotId: String
  let scenarios: [Scenario]?
  let scenarioSet: String?
  let measures: [Measure]
  let baseOnlyMeasures: [Measure]?
  let reportingCurrency: Currency
  let keyRateTenors: [Tenor]?
  let bucketCount: Int?
  let priority: Int?
  let maxRunning: Int?
  /// Whether to give the run of the same request if there is one.
  let unique: Bool?
  let createdBy: String?

  /// Faults of the request that need no database.
  func check() throws(ProblemDetails) {
    let errors = choiceErrors() + nameErrors(createdBy)
    guard errors.isEmpty else { throw .unprocessable(errors) }
  }
}

/// What requests for a run, now or by the clock, have in common.
protocol RunChoices {
  /// Either these or `scenarioSet`.
  var scenarios: [Scenario]? { get }
  /// The name of a stored set, or of one of the standard sets.
  var scenarioSet: String? { get }
  var measures: [Measure] { get }
  /// Those of `measures` that are wanted on `BASE` alone.
  var baseOnlyMeasures: [Measure]? { get }
  var reportingCurrency: Currency { get }
  var keyRateTenors: [Tenor]? { get }
  var priority: Int? { get }
  var maxRunning: Int? { get }
}

extension RunChoices {
  var pricing: PricingRequest {
    PricingRequest(
      measures: measures, baseOnlyMeasures: baseOnlyMeasures ?? [], reportingCurrency: reportingCurrency,
      keyRateTenors: keyRateTenors ?? PricingRequest.standardKeyRates)
  }

  var queueing: RunQueueing { RunQueueing(priority: priority ?? 0, maxRunning: maxRunning) }

  func nameErrors(_ createdBy: String?) -> [ProblemDetails.FieldError] {
    guard let createdBy, createdBy.isEmpty || !createdBy.isPlainText(upTo: 100) else { return [] }
    return [
      .init(
        field: "created_by", message: "is not 1 to 100 characters without control characters",
        fix: "send a name or leave it out")
    ]
  }

  func choiceErrors() -> [ProblemDetails.FieldError] {
    var errors: [ProblemDetails.FieldError] = []
    if (scenarios == nil) == (scenarioSet == nil) {
      errors.append(
        .init(
          field: "scenarios", message: "and scenario_set are both given or both missing",
          fix: "send one of them"))
    }
    if !reportingCurrency.isKnown {
      errors.append(
        .init(
          field: "reporting_currency", message: "'\(reportingCurrency)' is not in ISO 4217",
          fix: "send a currency code such as USD"))
    }
    for (index, scenario) in (scenarios ?? []).enumerated()
    where !scenario.id.isPlainText(upTo: 64) || !scenario.description.isPlainText(upTo: 400) {
      errors.append(
        .init(
          field: "scenarios[\(index)]",
          message: "has an id or description that is too long or holds control characters",
          fix: "send an id of up to 64 characters and a description of up to 400"))
    }
    if let keyRateTenors {
      let years = keyRateTenors.map(\.years)
      let isAscending = zip(years, years.dropFirst()).allSatisfy { $0 < $1 }
      if !isAscending || !(1...50).contains(years.count) || years[0] <= 0 || years[years.count - 1] > 100 {
        errors.append(
          .init(
            field: "key_rate_tenors", message: "are not 1 to 50 ascending tenors above 0 and up to 100Y",
            fix: "send for instance [\"3M\", \"1Y\", \"5Y\", \"10Y\", \"30Y\"]"))
      }
    }
    return errors
  }
}
