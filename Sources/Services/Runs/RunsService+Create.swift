import DatesAndConventions
import HTTPServing
import JSONDocuments
import MarketData
import PostgresStore
import Pricing
import RunRecords

extension RunsService {
  /// Stores a run with its tasks; workers begin on their own.
  func createRun(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let key = try Self.idempotencyKey(request)
    let input = try request.document(RunInput.self)
    try input.check()
    let (run, isNew) = try environment.database.write { connection in
      guard let key else { return (try create(input, connection), true) }
      // Of what the client sent, not of what becomes of it: a newer program must still know the same request.
      let fingerprint = ContentHash.sha256Hex(try CanonicalJSON.encodeBytes(try request.bodyValue()))
      return try IdempotencyStore(connection).run(forKey: key, fingerprint: fingerprint) {
        try create(input, connection)
      }
    }
    return try .document(
      RunView(run), status: isNew ? .created : .ok, headers: ["Location": "/v1/runs/\(run.id)"])
  }

  private func create(_ input: RunInput, _ connection: PostgresConnection) throws -> RunRecord {
    let markets = MarketSnapshotStore(connection)
    guard let market = try Self.ifContentID(input.marketSnapshotId, markets.snapshot) else {
      throw Self.unknown("market_snapshot_id", "market", input.marketSnapshotId)
    }
    let positions = PositionSnapshotStore(connection)
    guard let book = try Self.ifContentID(input.positionSnapshotId, positions.record) else {
      throw Self.unknown("position_snapshot_id", "position", input.positionSnapshotId)
    }
    guard market.reportingCurrencies.contains(input.reportingCurrency.code) else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "reporting_currency", message: "the market has no rate for \(input.reportingCurrency)",
          fix: "use one of: \(market.reportingCurrencies.joined(separator: ", "))")
      ])
    }
    let scenarios = Scenario.baseFirst(try scenarios(input, connection))
    try Self.check(scenarios, market, input)
    let request = RunRequest(
      marketSnapshotID: input.marketSnapshotId, positionSnapshotID: input.positionSnapshotId,
      scenarios: scenarios,
      pricing: PricingRequest(
        measures: input.measures, baseOnlyMeasures: input.baseOnlyMeasures ?? [],
        reportingCurrency: input.reportingCurrency,
        keyRateTenors: input.keyRateTenors ?? PricingRequest.standardKeyRates),
      bucketCount: input.bucketCount ?? PositionBucket.standardCount(positions: book.positionCount),
      codeVersion: environment.codeVersion)
    let id = RunID(
      valuationDate: market.valuationDate, createdAtMilliseconds: environment.now(),
      random: environment.random())
    return try RunStore(connection).create(request, id: id, by: input.createdBy ?? "api")
  }

  private func scenarios(_ input: RunInput, _ connection: PostgresConnection) throws -> [Scenario] {
    guard let set = input.scenarioSet else { return input.scenarios ?? [] }
    let store = ScenarioStore(connection)
    if set.isPlainText(upTo: 200), let stored = try store.scenarios(set: set) { return stored }
    if let standard = RunInput.standardSets[set] { return standard }
    let known = Set(try store.sets().map(\.id)).union(RunInput.standardSets.keys)
    throw ProblemDetails.unprocessable([
      .init(
        field: "scenario_set", message: "there is no set of this name",
        fix: "use one of: \(known.sorted().joined(separator: ", "))")
    ])
  }

  /// Builds every curve under every scenario, so that a run that cannot work is refused before it is stored.
  private static func check(
    _ scenarios: [Scenario], _ market: MarketSnapshot, _ input: RunInput
  ) throws(ProblemDetails) {
    do throws(ScenarioMarketsError) {
      _ = try ScenarioMarkets(
        snapshot: market, scenarios: scenarios, reportingCurrency: input.reportingCurrency)
    } catch {
      switch error {
      case .scenarios(let errors):
        throw .unprocessable(
          errors.map { error in
            let shift = error.shift.map { ".shifts[\($0 - 1)]" } ?? ""
            return .init(field: "scenarios[\(error.scenario)]\(shift)", sentence: error.problem)
          })
      case .market, .curve:
        throw .unprocessable([.init(field: "market_snapshot_id", sentence: error.description)])
      }
    }
  }

  private static func ifContentID<Found>(_ id: String, _ find: (String) throws -> Found?) throws -> Found? {
    ContentID.isValid(id) ? try find(id) : nil
  }

  private static func unknown(_ field: String, _ kind: String, _ id: String) -> ProblemDetails {
    .unprocessable([
      .init(
        field: field, message: "there is no \(kind) snapshot '\(id.prefix(80))'",
        fix: "store the snapshot first and send its snapshot_id")
    ])
  }

  private static func idempotencyKey(_ request: HTTPRequest) throws(ProblemDetails) -> String? {
    let given = request.headers.values("Idempotency-Key")
    guard let key = given.first else { return nil }
    guard given.count == 1, (1...255).contains(key.utf8.count),
      key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw .invalid(
        parameter: "Idempotency-Key", message: "is not 1 to 255 visible ASCII characters, given once",
        fix: "send a new UUID for every new request")
    }
    return key
  }
}
