import DatesAndConventions
import HTTPServing
import MarketData

/// The days at which a request reads a curve.
enum CurveDays {
  private static let most = 400
  private static let longestTenorInYears = 100.0
  /// Where neither the request nor a curve says which.
  static let standard = [
    "1M", "3M", "6M", "1Y", "2Y", "3Y", "4Y", "5Y", "7Y", "10Y", "15Y", "20Y", "25Y", "30Y",
  ].compactMap { Tenor($0) }

  /// Those of the parameters `tenors` and `dates`, or `fallback`; in order of time, each once.
  static func days(_ query: QueryItems, after valuationDate: CivilDate, fallback: [Tenor])
    throws(ProblemDetails) -> [CurveDay]
  {
    let tenors = try tenors(query)
    let dates = try dates(query, after: valuationDate)
    if tenors == nil, dates == nil { return fallback.map { CurveDay($0, after: valuationDate) } }
    return (tenors ?? []).map { CurveDay($0, after: valuationDate) } + (dates ?? []).map { CurveDay($0) }
  }

  static func tenors(_ query: QueryItems) throws(ProblemDetails) -> [Tenor]? {
    guard let text = try query.single("tenors") else { return nil }
    var tenors: [Tenor] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let tenor = Tenor(word), tenors.count < most else {
        throw .invalid(
          parameter: "tenors", message: "does not understand \"\(word)\"",
          fix: "send up to \(most) tenors between commas, such as 3M,1Y,10Y")
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

  private static func dates(_ query: QueryItems, after valuationDate: CivilDate) throws(ProblemDetails)
    -> [CivilDate]?
  {
    guard let text = try query.single("dates") else { return nil }
    var dates: [CivilDate] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let date = CivilDate(iso: word), dates.count < most else {
        throw .invalid(
          parameter: "dates", message: "does not understand \"\(word)\"",
          fix: "send up to \(most) days between commas, such as 2024-03-31,2033-03-31")
      }
      guard (0...36_600).contains(date - valuationDate) else {
        throw .unprocessable([
          .init(
            field: "dates", message: "\(date) is before the valuation date or more than 100 years after it",
            fix: "send days from \(valuationDate) on")
        ])
      }
      dates.append(date)
    }
    return dates
  }
}
