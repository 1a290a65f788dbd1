import DatesAndConventions
import HTTPServing
import MarketData
import PostgresStore
import RunRecords

extension MarketDataService {
  /// Zero, forward and par rates and discount factors of one curve, at its own pillars or at the days asked for; as it is,
  /// or as a scenario of a stored set moves it.
  func getCurve(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["tenors", "dates", "scenario_set", "scenario"])
    let id = try request.snapshotID()
    let curveID = request.pathParameter("curve_id")
    let asked = try ScenarioQuery(request.query)
    let (snapshot, scenario) = try environment.reading.read { connection in
      (try MarketSnapshotStore(connection).snapshot(id: id), try asked?.scenario(connection))
    }
    guard let snapshot else { throw ProblemDetails.missing("market snapshot", id) }
    let (quotes, curves) = try snapshot.requiredCurve(curveID, under: [scenario ?? .base])
    let days = try CurveDays.days(
      request.query, after: snapshot.valuationDate,
      fallback: quotes.points.isEmpty ? CurveDays.standard : quotes.points.map(\.tenor))
    return try .document(
      CurveView(
        quotes, curves[0], valuationDate: snapshot.valuationDate, days: days, scenario: scenario?.id,
        fit: scenario == nil ? try? snapshot.fittedCurve(curveID) : nil),
      headers: HTTPHeaders.revalidated
    ).taggedByContent()
  }

  /// One point of a curve, day by day: of the snapshot of each valuation date that was stored last.
  func listCurveSeries(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["tenor", "from", "to", "limit"])
    let curveID = request.pathParameter("curve_id")
    guard let tenor = try request.query.single("tenor").flatMap({ Tenor($0) }), tenor.years > 0,
      tenor.years <= 100
    else {
      throw ProblemDetails.invalid(
        parameter: "tenor", message: "is not a tenor of up to 100 years", fix: "send one such as 10Y")
    }
    let from = try request.query.optionalDate("from")
    let to = try request.query.optionalDate("to")
    let limit = try request.query.integer("limit", in: 1...400, default: 100)
    let snapshots = try environment.reading.read {
      try MarketSnapshotStore($0).latestByDate(from: from, through: to, limit: limit)
    }
    let points = try snapshots.compactMap { id, snapshot -> SeriesPoint? in
      guard let quotes = snapshot.curves.first(where: { $0.id == curveID }),
        let curve = try snapshot.curve(curveID, under: [.base])?.first
      else { return nil }
      return SeriesPoint(
        snapshotId: id, valuationDate: snapshot.valuationDate.description,
        point: CurvePointView(
          CurveDay(tenor, after: snapshot.valuationDate), curve, frequency: quotes.parFrequency,
          valuationDate: snapshot.valuationDate))
    }
    return try .document(CurveSeries(curveId: curveID, tenor: tenor.description, items: points))
  }

  private struct CurveSeries: Encodable {
    let curveId: String
    let tenor: String
    /// By valuation date; snapshots without the curve have none.
    let items: [SeriesPoint]
  }

  private struct SeriesPoint: Encodable {
    let snapshotId: String
    let valuationDate: String
    let point: CurvePointView
  }
}

/// A scenario of a stored set, as a query names it.
struct ScenarioQuery {
  private let reference: ScenarioSetReference
  private let id: String

  /// `nil` where the query names none.
  init?(_ query: QueryItems) throws(ProblemDetails) {
    let set = try query.text("scenario_set", upTo: 200)
    let id = try query.text("scenario", upTo: 64)
    if set == nil, id == nil { return nil }
    guard let set, let id, let reference = ScenarioSetReference(set) else {
      throw .unprocessable([
        .init(
          field: "scenario_set", message: "and scenario do not name a scenario of a set",
          fix: "send both, such as scenario_set=DESK@2 and scenario=UP")
      ])
    }
    self.reference = reference
    self.id = id
  }

  func scenario(_ connection: PostgresConnection) throws -> Scenario {
    let store = ScenarioStore(connection)
    let version = try reference.version ?? store.set(reference.name).latestVersion
    let scenarios = try store.scenarios(version, of: reference.name)
    guard let found = scenarios.first(where: { $0.id == id }) else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "scenario", message: "\"\(id)\" is not a scenario of \(reference)",
          fix: "use one of: \(scenarios.prefix(20).map(\.id).joined(separator: ", "))")
      ])
    }
    return found
  }
}

extension MarketSnapshot {
  /// A curve that a request names, under some scenarios.
  ///
  /// - Throws: 404 for a curve that is not there, 422 for scenarios under which it cannot be built.
  func requiredCurve(_ id: String, under scenarios: [Scenario]) throws -> (
    quotes: CurveQuotes, curves: [ShiftedCurve]
  ) {
    guard let quotes = curves.first(where: { $0.id == id }) else {
      let known = curves.map(\.id).joined(separator: ", ")
      throw ProblemDetails.notFound("There is no curve '\(id)' in this snapshot; it has \(known).")
    }
    do throws(ScenarioMarketsError) {
      return (quotes, try curve(id, under: scenarios) ?? [])
    } catch {
      switch error {
      case .scenarios(let errors):
        throw ProblemDetails.unprocessable(
          errors.map { .init(field: "scenarios[\($0.scenario)]", sentence: $0.problem) })
      case .market, .curve: throw error
      }
    }
  }
}
