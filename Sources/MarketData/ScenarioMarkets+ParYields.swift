public import DatesAndConventions
import NumericalMethods

extension ScenarioMarkets {
  /// Maturity is the day nearest to `years`, and tomorrow at the earliest; the bond is that of the par bootstrap, so
  /// that a curve quoted in par yields gives its quotes back at its own tenors.
  public func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    let curve = try discountCurve(currency)
    let days = max(1, Int((min(years, 200) * 365).rounded()))
    let bond = ParBond(
      maturity: valuationDate.adding(days: days), frequency: frequency, valuationDate: valuationDate)
    let yields = curve.states.map { state in
      bond.parYield { Exponential.exp(-curve.exponent(state, at: $0)) }
    }
    return curve.stateOfColumn.map { yields[$0] }
  }
}
