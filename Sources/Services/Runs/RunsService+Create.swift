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
    let author = request.author(input.createdBy)
    let (run, isNew) = try environment.database.write { connection in
      guard let key else { return try create(input, by: author, connection) }
      // Of what the client sent, not of what becomes of it: a newer program must still know the same request.
      let asked = try CanonicalJSON.encodeBytes(try request.bodyValue())
      return try once(asked, key: key, connection) { try create(input, by: author, connection) }
    }
    return try Self.created(run, isNew: isNew)
  }

  /// The run that `make` gives, made once for each key however often it is asked for.
  ///
  /// - Parameter asked: What the key stands for; with anything else it is refused.
  func once(
    _ asked: [UInt8], key: String, _ connection: PostgresConnection,
    make: () throws -> (run: RunRecord, isNew: Bool)
  ) throws -> (run: RunRecord, isNew: Bool) {
    let fingerprint = ContentHash.sha256Hex(asked)
    var wasMade = false
    let run = try IdempotencyStore(connection).run(forKey: key, fingerprint: fingerprint) {
      let made = try make()
      wasMade = made.isNew
      return made.run
    }.record
    return (run, wasMade)
  }

  static func created(_ run: RunRecord, isNew: Bool) throws -> HTTPResponse {
    try .document(run, status: isNew ? .created : .ok, headers: ["Location": "/v1/runs/\(run.id)"])
  }

  private func create(_ input: RunInput, by author: String, _ connection: PostgresConnection) throws -> (
    run: RunRecord, isNew: Bool
  ) {
    let plan = try plan(input, connection)
    try refuseExcess(
      RunStore(connection).estimate(plan.request, market: plan.market, workers: Self.standardWorkers))
    let id = RunID(
      valuationDate: plan.market.valuationDate, createdAtMilliseconds: environment.now(),
      random: environment.random())
    let run = try RunStore(connection).create(
      plan.request, id: id, by: author, queueing: input.queueing,
      isUnique: input.unique ?? false)
    return (run, run.id == id)
  }

  /// The run that is asked for, checked against the snapshots.
  func plan(_ input: RunInput, _ connection: PostgresConnection) throws
    -> (request: RunRequest, market: MarketSnapshot)
  {
    guard let market = try Self.ifContentID(input.marketSnapshotId, MarketSnapshotStore(connection).snapshot)
    else {
      throw Self.unknown("market_snapshot_id", "market", input.marketSnapshotId)
    }
    guard let book = try Self.ifContentID(input.positionSnapshotId, PositionSnapshotStore(connection).record)
    else {
      throw Self.unknown("position_snapshot_id", "position", input.positionSnapshotId)
    }
    let chosen = try scenarios(input, connection)
    let request = RunRequest(
      marketSnapshotID: input.marketSnapshotId, positionSnapshotID: input.positionSnapshotId,
      scenarios: chosen.scenarios, scenarioSet: chosen.set, pricing: input.pricing,
      bucketCount: input.bucketCount ?? PositionBucket.standardCount(positions: book.positionCount),
      codeVersion: environment.codeVersion)
    let problems = request.problems() + request.problems(against: market)
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    return (request, market)
  }

  /// The standard sets by name; a stored set of the same name comes before them.
  private static let standardSets = ["core": StandardScenarios.core, "demo": StandardScenarios.demo]

  /// The scenarios that are asked for, with `BASE` first, and the stored version they are of, if they are of one.
  func scenarios(_ input: some RunChoices, _ connection: PostgresConnection) throws -> (
    scenarios: [Scenario], set: String?
  ) {
    guard let name = input.scenarioSet else { return (Scenario.baseFirst(input.scenarios ?? []), nil) }
    let store = ScenarioStore(connection)
    if name.isPlainText(upTo: 200), let reference = ScenarioSetReference(name),
      let stored = try store.usable(reference)
    {
      return (Scenario.baseFirst(stored.scenarios), stored.reference.description)
    }
    if let standard = Self.standardSets[name] { return (Scenario.baseFirst(standard), nil) }
    let known = Set(try store.sets(limit: 100).map(\.name)).union(Self.standardSets.keys)
    throw ProblemDetails.unprocessable([
      .init(
        field: "scenario_set", message: "there is no set of this name",
        fix: "use one of: \(known.sorted().joined(separator: ", "))")
    ])
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

  static func idempotencyKey(_ request: HTTPRequest) throws(ProblemDetails) -> String? {
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
