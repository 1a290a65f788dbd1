import DatesAndConventions
import HTTPServing
import PostgresStore

/// The buckets of a ladder as they are asked for, and how a row's bucket is told.
struct LadderBuckets {
  /// As in the request: `month`, `quarter`, `year`, or tenors between commas.
  let text: String
  let buckets: CashLadder.Buckets
  private let tenors: [Tenor]
  private let valuationDate: CivilDate

  /// The longest list of tenors.
  private static let mostTenors = 60
  static let standard = "1M,3M,6M,1Y,2Y,3Y,5Y,7Y,10Y,15Y,20Y,30Y"

  init(_ query: QueryItems, valuationDate: CivilDate) throws(ProblemDetails) {
    let asked = try query.single("buckets") ?? "month"
    text = asked == "standard" ? Self.standard : asked
    self.valuationDate = valuationDate
    switch text {
    case "month": (buckets, tenors) = (.months, [])
    case "quarter": (buckets, tenors) = (.quarters, [])
    case "year": (buckets, tenors) = (.years, [])
    default:
      let tenors = text.split(separator: ",", omittingEmptySubsequences: false).map { Tenor($0) }
      let known = tenors.compactMap { $0 }
      let days = known.map { $0.date(after: valuationDate) }
      guard known.count == tenors.count, known.count <= Self.mostTenors,
        known.allSatisfy({ $0.years > 0 && $0.years <= 100 }), zip(days, days.dropFirst()).allSatisfy(<)
      else {
        throw .invalid(
          parameter: "buckets", message: "does not understand \"\(asked)\"",
          fix: "send month, quarter, year, standard, or up to \(Self.mostTenors) ascending tenors up to 100Y "
            + "between commas, such as 1M,3M,1Y")
      }
      (self.tenors, buckets) = (known, .through(days))
    }
  }

  /// A bucket's name, its first day and its last; the last bucket by tenors has no end.
  func name(_ bucket: CashLadder.Row.Bucket) -> (name: String, from: CivilDate, through: CivilDate?) {
    switch bucket {
    case .from(let first):
      switch buckets {
      case .quarters:
        return ("\(first.year)-Q\((first.month + 2) / 3)", first, first.adding(months: 3).adding(days: -1))
      case .years: return ("\(first.year)", first, first.adding(months: 12).adding(days: -1))
      case .months, .through:
        return (String(first.description.prefix(7)), first, first.endOfMonth)
      }
    case .place(let place):
      let from = place == 0 ? valuationDate : tenors[place - 1].date(after: valuationDate)
      let start = place == 0 ? "0" : tenors[place - 1].description
      guard place < tenors.count else { return ("over \(start)", from.adding(days: 1), nil) }
      return (
        "\(start)-\(tenors[place])", from.adding(days: 1), tenors[place].date(after: valuationDate)
      )
    }
  }
}
