public import DatesAndConventions
public import MarketData

extension FXVolatilityQuotes {
  /// The quoted expiries on which the volatility of an option that expires on `expiry` hangs, seen from `date`: shares that
  /// add up to 1, linear in time between expiries.
  public func expiryWeights(_ expiry: CivilDate, from date: CivilDate) -> [(expiry: Tenor, weight: Double)] {
    let tents = KeyRateTents(years: expiryYears(from: date))
    let years = Double(expiry.dayNumber - date.dayNumber) / 365
    return points.indices.map { (points[$0].tenor, tents.weight($0, at: years)) }.filter { $0.1 != 0 }
  }
}
