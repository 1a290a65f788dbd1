import DatesAndConventions
import HTTPServing
import MarketData
import PostgresStore
import RunRecords

extension ScenarioService {
  /// The most scenarios of one preview.
  private static let mostPreviewed = 100

  /// What the scenarios of a stored version do to one curve.
  func previewVersion(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["market_snapshot", "curve", "scenario", "tenors"])
    let name = request.pathParameter("set_name")
    let number = try request.versionNumber()
    guard let snapshotID = try request.query.single("market_snapshot"), ContentID.isValid(snapshotID) else {
      throw ProblemDetails.invalid(
        parameter: "market_snapshot", message: "is not a snapshot id",
        fix: "write sha256: and 64 lower-case hexadecimal digits")
    }
    guard let curve = try request.query.text("curve", upTo: 64) else {
      throw ProblemDetails.invalid(
        parameter: "curve", message: "is missing", fix: "name a curve of the snapshot, such as USD.TREASURY")
    }
    let named = request.query.values("scenario")
    let (scenarios, snapshot) = try environment.reading.read { connection in
      (
        try ScenarioStore(connection).scenarios(number, of: name),
        try MarketSnapshotStore(connection).snapshot(id: snapshotID)
      )
    }
    guard let snapshot else { throw ProblemDetails.missing("market snapshot", snapshotID) }
    for id in named where !scenarios.contains(where: { $0.id == id }) {
      throw ProblemDetails.unprocessable([
        .init(
          field: "scenario", message: "\"\(id.prefix(64))\" is not a scenario of this version",
          fix: "use one of: \(scenarios.prefix(20).map(\.id).joined(separator: ", "))")
      ])
    }
    return try Self.preview(
      scenarios.filter { named.isEmpty ? !$0.shifts.isEmpty : named.contains($0.id) }, of: curve, snapshot,
      tenors: try CurveDays.tenors(request.query))
  }

  /// What scenarios that are not stored do to one curve.
  func previewScenarios(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let input = try request.document(PreviewInput.self)
    let errors = ScenarioSetInput.errors(of: input.scenarios)
    guard errors.isEmpty else { throw ProblemDetails.unprocessable(errors) }
    let snapshot = try environment.reading.read {
      ContentID.isValid(input.marketSnapshotId)
        ? try MarketSnapshotStore($0).snapshot(id: input.marketSnapshotId) : nil
    }
    guard let snapshot else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "market_snapshot_id", message: "there is no such market snapshot",
          fix: "send the snapshot_id of one that is stored")
      ])
    }
    if let tenor = input.tenors?.first(where: { $0.years > 100 }) {
      throw ProblemDetails.unprocessable([
        .init(field: "tenors", message: "\(tenor) is longer than 100 years", fix: "send shorter ones")
      ])
    }
    return try Self.preview(input.scenarios, of: input.curveId, snapshot, tenors: input.tenors)
  }

  private static func preview(
    _ scenarios: [Scenario], of curve: String, _ snapshot: MarketSnapshot, tenors: [Tenor]?
  ) throws -> HTTPResponse {
    guard scenarios.count <= mostPreviewed, (tenors?.count ?? 0) <= mostPreviewed else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "scenarios", message: "are \(scenarios.count); up to \(mostPreviewed) are shown at once",
          fix: "name fewer, and up to \(mostPreviewed) tenors")
      ])
    }
    let (quotes, curves) = try snapshot.requiredCurve(curve, under: [.base] + scenarios)
    let days = (tenors ?? CurveDays.standard).map { CurveDay($0, after: snapshot.valuationDate) }
    let views = zip([nil] + scenarios.map { Optional($0.id) }, curves).map { id, curve in
      CurveView(quotes, curve, valuationDate: snapshot.valuationDate, days: days, scenario: id)
    }
    return try .document(Preview(base: views[0], scenarios: Array(views.dropFirst())))
  }

  private struct PreviewInput: Decodable {
    let marketSnapshotId: String
    let curveId: String
    let scenarios: [Scenario]
    let tenors: [Tenor]?
  }

  private struct Preview: Encodable {
    let base: CurveView
    /// In the order asked for.
    let scenarios: [CurveView]
  }
}
