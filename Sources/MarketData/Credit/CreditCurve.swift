public import DatesAndConventions
import NumericalMethods

/// Whether a reference entity survives: hazard rates, constant between days, the last one for ever.
public struct CreditCurve: Sendable, Hashable {
  public let valuationDate: CivilDate
  /// Ends of the pieces, strictly ascending, after the valuation date.
  public let dates: [CivilDate]
  /// Hazard rate of each piece, continuously compounded, a year Act/365F; not negative.
  public let hazardRates: [Double]
  /// Hazard from the valuation date to a time.
  private let cumulative: PiecewiseCubic

  /// Precondition: a hazard rate for each date, at least one; dates ascend strictly from after the valuation date.
  public init(valuationDate: CivilDate, dates: [CivilDate], hazardRates: [Double]) {
    precondition(!dates.isEmpty && dates.count == hazardRates.count, "a hazard rate for each date")
    precondition(dates[0] > valuationDate, "a hazard rate is for days to come")
    self.valuationDate = valuationDate
    self.dates = dates
    self.hazardRates = hazardRates
    cumulative = Self.integral(
      of: hazardRates, until: dates.map { CurveTime.years(from: valuationDate, to: $0) })
  }

  /// A curve with one hazard rate.
  public init(valuationDate: CivilDate, hazardRate: Double) {
    self.init(valuationDate: valuationDate, dates: [valuationDate.adding(days: 1)], hazardRates: [hazardRate])
  }

  /// −ln of the chance to survive, at Act/365F years from the valuation date.
  public func exponent(at years: Double) -> Double { cumulative(years) }

  /// The chance that there is no default by the end of `date`; 1 on the valuation date.
  public func survival(to date: CivilDate) -> Double {
    Exponential.exp(-exponent(at: CurveTime.years(from: valuationDate, to: date)))
  }

  /// The integral from 0 of rates that are constant until each of `years`, the last one for ever.
  static func integral(of rates: [Double], until years: [Double]) -> PiecewiseCubic {
    var knots = [0.0]
    var pieces: [PiecewiseCubic.Piece] = []
    var sum = 0.0
    for (rate, end) in zip(rates, years) {
      pieces.append(PiecewiseCubic.Piece(sum, rate))
      sum += rate * (end - knots[knots.count - 1])
      knots.append(end)
    }
    knots.removeLast()
    return PiecewiseCubic(knots: knots, pieces: pieces)
  }
}
