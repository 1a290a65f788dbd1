import DatesAndConventions
import HTTPServing
import MarketData
import PostgresStore

extension MarketDataService {
  private static let mostTenors = 200
  private static let longestTenorInYears = 100.0

  /// Zero rates and discount factors of one curve, at its own pillars or at the tenors asked for.
  func getCurve(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["tenors"])
    let tenors = try Self.tenors(request.query)
    let id = try request.snapshotID()
    let curveID = request.pathParameter("curve_id")
    let snapshot = try environment.reading.read { try MarketSnapshotStore($0).snapshot(id: id) }
    guard let snapshot else { throw ProblemDetails.missing("market snapshot", id) }
    guard let quotes = snapshot.curves.first(where: { $0.id == curveID }) else {
      let known = snapshot.curves.map(\.id).joined(separator: ", ")
      throw ProblemDetails.notFound("There is no curve '\(curveID)' in this snapshot; it has \(known).")
    }
    let curve = try ZeroCurve(quotes, valuationDate: snapshot.valuationDate)
    return try .document(
      CurveView(
        quotes, curve, valuationDate: snapshot.valuationDate, tenors: tenors ?? quotes.points.map(\.tenor)))
  }

  private static func tenors(_ query: QueryItems) throws(ProblemDetails) -> [Tenor]? {
    guard let text = try query.single("tenors") else { return nil }
    var tenors: [Tenor] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let tenor = Tenor(word), tenors.count < mostTenors else {
        throw .invalid(
          parameter: "tenors", message: "does not understand \"\(word)\"",
          fix: "send up to \(mostTenors) tenors between commas, such as 3M,1Y,10Y")
      }
      guard tenor.years <= longestTenorInYears else {
        throw .unprocessable([
          .init(field: "tenors", message: "\(tenor) is longer than 100 years", fix: "send shorter ones")
        ])
      }
      tenors.append(tenor)
    }
    return tenors
  }
}
