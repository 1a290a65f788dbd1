public import DatesAndConventions
import NumericalMethods

extension ScenarioMarkets {
  public func creditCurve(_ id: String, currency: Currency) throws(MissingMarketData) -> CreditCurveTerms {
    let states = try creditStates(id, currency)
    // Where hazards change that are moved, or begin, with a step of time.
    let moved = Set(steps.map { Int32($0.days) }).subtracting([0]).flatMap { days in
      [valuationDate.dayNumber + days] + states.days.map { $0 + days }
    }
    return CreditCurveTerms(
      recovery: states.recovery,
      days: moved.isEmpty ? states.days : Set(states.days + moved).sorted())
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
      hazardExponents: steps.isEmpty
        ? table(credit.stateOfColumn, credit.states.map { state in years.map(state.curve.exponent(at:)) })
        : agedHazards(credit.states[0].curve, years),
      parSensitivities: table(
        credit.stateOfColumn, credit.states.map { state in years.map { state.parSensitivity($0) } }))
  }

  /// Hazard after each step of time, whose days nobody defaults in.
  private func agedHazards(_ curve: CreditCurve, _ years: [Double]) -> [Double] {
    let moved = steps.map { step in
      let passed = Double(step.days) / 365
      return years.map { years in
        switch step.curves {
        case .realiseForwards: max(0, curve.exponent(at: years) - curve.exponent(at: passed))
        case .keepShape: curve.exponent(at: max(0, years - passed))
        }
      }
    }
    return table(Array(0...steps.count), [years.map(curve.exponent(at:))] + moved)
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
