import Collateral

extension DealProjection {
  /// The deal with its rates so far on the straight line to another's: 0 is its own, 1 the other's, more goes beyond. Mortgage rates stay
  /// between 0 and 1, as `EconomyScenario.scaled` has them.
  func movingRates(_ part: Double, towards other: DealProjection) -> DealProjection {
    var moved = self
    for (name, values) in other.series { moved.series[name] = series[name]?.moved(part, towards: values) }
    moved.indexRates = indexRates.moved(part, towards: other.indexRates)
    if let economy, let rates = other.economy?.mortgageRates {
      moved.economy = economy.movingMortgageRates(part, towards: rates)
    }
    return moved
  }
}

extension CollateralEconomy {
  fileprivate func movingMortgageRates(_ part: Double, towards other: MonthSeries) -> CollateralEconomy {
    let (own, first) = (mortgageRates, min(mortgageRates.firstMonth, other.firstMonth))
    let last = max(own.firstMonth + own.values.count, other.firstMonth + other.values.count)
    let rates = (first..<last).map { month in
      own.value(month) == other.value(month)
        ? own.value(month)
        : min(1, max(0, own.value(month) + part * (other.value(month) - own.value(month))))
    }
    return CollateralEconomy(
      firstMonth: firstMonth, mortgageRates: MonthSeries(rates, firstMonth: first), housePrices: housePrices,
      nationalHousePrices: nationalHousePrices, unemployment: unemployment)
  }
}
