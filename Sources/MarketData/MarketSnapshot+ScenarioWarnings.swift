extension MarketSnapshot {
  /// What scenarios move without any effect in this market: rate curves that neither discount a currency nor project an index. One sentence each, in
  /// the order of the scenarios.
  ///
  /// They are no errors, so that one set of scenarios serves several markets.
  public func warnings(about scenarios: [Scenario]) -> [String] {
    let discounting = Set(discountCurves.values).union(discountCurves.keys).union(indexCurves.values)
    let known = discountCurves.sorted { $0.key < $1.key }.map { "\($0.value) (\($0.key))" }
    return scenarios.flatMap { scenario in
      scenario.shifts.enumerated().flatMap { index, shift -> [String] in
        guard case .rates(let rates) = shift else { return [] }
        return rates.curves.filter { !discounting.contains($0) }.map { curve in
          "scenario \(scenario.id), shift \(index + 1): '\(curve)' discounts no currency of this market, so moving it "
            + "changes no value; the curves that discount are \(known.listed)"
        }
      }
    }
  }
}
