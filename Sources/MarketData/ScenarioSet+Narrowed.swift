extension ScenarioSet {
  /// What is left of the set in a market that lacks some of what it shifts.
  ///
  /// Shifts keep the names that the market has; a shift without any is left out, and so is a scenario without any shift of
  /// those it had and without an economy.
  ///
  /// - Returns: The set, and the names and scenarios left out, ascending.
  /// - Throws: `ScenarioSetError` when nothing is left.
  public func narrowed(to market: RiskFactorNames) throws(ScenarioSetError) -> (
    set: ScenarioSet, leftOut: [String]
  ) {
    var leftOut: Set<String> = []
    var kept: [Scenario] = []
    for scenario in scenarios {
      var shifts: [ScenarioShift] = []
      for shift in scenario.shifts {
        let (narrowed, missing) = shift.narrowed(to: market)
        leftOut.formUnion(missing)
        if let narrowed { shifts.append(narrowed) }
      }
      if shifts.isEmpty, !scenario.shifts.isEmpty, scenario.economy == nil {
        leftOut.insert("scenario \(scenario.id)")
      } else {
        kept.append(
          Scenario(
            id: scenario.id, description: scenario.description, shifts: shifts, economy: scenario.economy))
      }
    }
    return (try ScenarioSet(id: id, scenarios: kept), leftOut.sorted())
  }
}

extension ScenarioShift {
  /// The shift of what the market has, `nil` when that is nothing, and the names it lacks.
  fileprivate func narrowed(to market: RiskFactorNames) -> (shift: ScenarioShift?, missing: [String]) {
    func split(_ names: [String], _ known: [String]) -> (known: [String], missing: [String]) {
      (names.filter(known.contains), names.filter { !known.contains($0) })
    }
    switch self {
    case .rates(let shift):
      let (known, missing) = split(shift.curves, market.rateCurves + market.discountCurrencies)
      if missing.isEmpty { return (self, []) }
      return (
        known.isEmpty
          ? nil : .rates(RateShift(curves: known, domain: shift.domain, shape: shift.shape)), missing
      )
    case .spread(let shift):
      let (known, missing) = split(shift.curves, market.spreadCurves)
      if missing.isEmpty { return (self, []) }
      return (known.isEmpty ? nil : .spread(SpreadShift(curves: known, move: shift.move)), missing)
    case .foreignExchange(let shift):
      let (known, missing) = split(shift.currencies, market.currencies)
      if missing.isEmpty { return (self, []) }
      return (
        known.isEmpty
          ? nil : .foreignExchange(FXShift(currencies: known, fraction: shift.fraction)), missing
      )
    case .inflation(let shift):
      let (known, missing) = split(shift.indices, market.inflationIndices)
      if missing.isEmpty { return (self, []) }
      return (
        known.isEmpty
          ? nil : .inflation(InflationShift(indices: known, basisPoints: shift.basisPoints)), missing
      )
    case .volatility(let shift):
      let surfaces = market.volatilitySurfaces.filter { $0.hasExpiry(shift.expiry) }.map(\.id)
      let (known, missing) = split(shift.surfaces, surfaces)
      if missing.isEmpty { return (self, []) }
      return (
        known.isEmpty
          ? nil : .volatility(SurfaceShift(surfaces: known, expiry: shift.expiry, move: shift.move)), missing
      )
    }
  }
}
