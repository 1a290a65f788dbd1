public import DatesAndConventions
import MarketData
public import PostgresStore
import Pricing
public import RunRecords

/// Two runs that have succeeded, with what was asked of them.
public struct ComparedRuns: Sendable {
  public let a: RunRecord
  public let b: RunRecord
  let requestA: RunRequest
  let requestB: RunRequest

  /// - Throws: `StoreError.notFound`, `wrongState` or `removed`, naming the run.
  public init(_ a: RunID, _ b: RunID, _ connection: PostgresConnection) throws {
    let runs = RunStore(connection)
    self.a = try runs.succeeded(a, action: "compared")
    self.b = try runs.succeeded(b, action: "compared")
    guard let requestA = try runs.request(id: a), let requestB = try runs.request(id: b) else {
      throw StoreError.notFound(kind: "run", id: a.text)
    }
    self.requestA = requestA
    self.requestB = requestB
  }

  /// The scenarios that both have, in the order of the first, as ordinals in each.
  public var commonScenarios: [CommonScenario] {
    a.scenarioIDs.enumerated().compactMap { ordinal, id in
      b.scenarioIDs.firstIndex(of: id).map { CommonScenario(id: id, a: ordinal, b: $0) }
    }
  }

  public struct CommonScenario: Sendable, Hashable {
    public let id: String
    public let a: Int
    public let b: Int
  }

  /// The scenarios of a comparison.
  ///
  /// - Parameter names: Those that are wanted; all common ones when empty.
  /// - Throws: `StoreError.invalid` for a scenario that is not in both runs.
  public func scenarios(only names: [String]) throws -> [CommonScenario] {
    let common = commonScenarios
    for name in names where !common.contains(where: { $0.id == name }) {
      throw StoreError.invalid([
        RunRequestProblem(
          field: "scenario",
          message: "'\(name)' is not a scenario of both runs; "
            + "use one of: \(common.prefix(20).map(\.id).joined(separator: ", "))")
      ])
    }
    return names.isEmpty ? common : common.filter { names.contains($0.id) }
  }

  /// The currency into which amounts of both runs are converted: that of the first.
  public var reportingCurrency: Currency { requestA.pricing.reportingCurrency }

  /// What amounts of each currency are multiplied by under a scenario, in each run's own market.
  func rates(_ scenario: CommonScenario, _ connection: PostgresConnection) throws
    -> (a: [String: Double], b: [String: Double])
  {
    (
      try rates(requestA, scenario.a, connection), try rates(requestB, scenario.b, connection)
    )
  }

  private func rates(_ request: RunRequest, _ ordinal: Int, _ connection: PostgresConnection) throws
    -> [String: Double]
  {
    guard let market = try MarketSnapshotStore(connection).snapshot(id: request.marketSnapshotID) else {
      throw StoreError.notFound(kind: "market snapshot", id: request.marketSnapshotID)
    }
    // Currency moves are measured in the run's own reporting currency.
    let markets = try ScenarioMarkets(
      snapshot: market, scenarios: request.scenarios, reportingCurrency: request.pricing.reportingCurrency)
    var rates: [String: Double] = [reportingCurrency.code: 1]
    let codes = Set(market.fxRates.keys).union([market.fxBase.code])
    for currency in codes.compactMap({ Currency($0) }) {
      // The base market comes before the scenarios.
      if let found = try? markets.fxRates(base: currency, quote: reportingCurrency) {
        rates[currency.code] = found[1 + ordinal]
      }
    }
    return rates
  }
}
