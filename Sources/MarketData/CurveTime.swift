import DatesAndConventions

/// The time axis of curves: Act/365F years from the valuation date.
enum CurveTime {
  static func years(from valuationDate: CivilDate, to date: CivilDate) -> Double {
    Double(date - valuationDate) / 365
  }

  /// Time of a quote at `tenor`: its date, not moved off holidays.
  static func years(from valuationDate: CivilDate, to tenor: Tenor) -> Double {
    years(from: valuationDate, to: tenor.date(after: valuationDate))
  }
}
