import DatesAndConventions
import MarketData

/// A curve of a snapshot as built, at some tenors.
struct CurveView: Encodable {
  let curveId: String
  let currency: String
  let valuationDate: String
  let points: [Point]

  struct Point: Encodable {
    let tenor: String
    /// The day the tenor ends, not moved off holidays.
    let date: String
    /// Act/365F from the valuation date.
    let years: Double
    /// Continuously compounded, a decimal.
    let zeroRate: Double
    let discountFactor: Double
  }

  init(_ quotes: CurveQuotes, _ curve: ZeroCurve, valuationDate: CivilDate, tenors: [Tenor]) {
    curveId = quotes.id
    currency = quotes.currency.code
    self.valuationDate = valuationDate.description
    points = tenors.map { tenor in
      let date = tenor.date(after: valuationDate)
      let years = Double(date - valuationDate) / 365
      return Point(
        tenor: tenor.description, date: date.description, years: years, zeroRate: curve.zeroRate(at: years),
        discountFactor: curve.discountFactor(at: years))
    }
  }
}
