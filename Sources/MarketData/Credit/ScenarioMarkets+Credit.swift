public import DatesAndConventions
import NumericalMethods

extension ScenarioMarkets {
  public func creditCurve(_ id: String, currency: Currency) throws(MissingMarketData) -> CreditCurveTerms {
    let states = try creditStates(id, currency)
    return CreditCurveTerms(recovery: states.recovery, days: states.days)
  }

  public func creditTable(_ id: String, currency: Currency, days: [Int32]) throws(MissingMarketData)
    -> CreditTable
  {
    let credit = try creditStates(id, currency)
    let discount = try discountCurve(currency)
    let years = days.map { Double($0 - valuationDate.dayNumber) / 365 }
    return CreditTable(
      stride: rowStride,
      discountExponents: table(
        discount.stateOfColumn,
        discount.states.map { state in years.map { discount.exponent(state, at: $0) } }),
      hazardExponents: table(
        credit.stateOfColumn, credit.states.map { state in years.map(state.curve.exponent(at:)) }),
      parSensitivities: table(
        credit.stateOfColumn, credit.states.map { state in years.map { state.parSensitivity($0) } }))
  }

  /// Rows of a table whose columns are in one of a few states.
  private func table(_ stateOfColumn: [Int], _ states: [[Double]]) -> [Double] {
    var table = [Double](repeating: 0, count: states[0].count * rowStride)
    for row in states[0].indices {
      for (column, state) in stateOfColumn.enumerated() {
        table[row * rowStride + column] = states[state][row]
      }
    }
    return table
  }

  private func creditStates(_ id: String, _ currency: Currency) throws(MissingMarketData) -> CreditCurveStates
  {
    guard let states = creditCurves[id] else { throw MissingMarketData("credit curve \(id)") }
    guard states.currency == currency else {
      throw MissingMarketData("credit curve \(id) in \(currency): it is in \(states.currency)")
    }
    return states
  }
}
