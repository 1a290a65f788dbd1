public import Collateral
import DatesAndConventions

extension DealPackage {
  /// What the waterfall takes: the flows of all groups, and the series of formulas by period.
  ///
  /// `rates` are those of series month by month from the cut-off, decimals, the last going on; what they leave out is as the package assumes.
  /// `assumptions` replace the package's where they are given; `multipliers` are of all groups' speeds. Throws where a model, an economy or a series is missing.
  public func inputs(
    rates: [String: [Double]] = [:], assumptions: [String: PoolAssumptions]? = nil,
    models: CollateralModels = CollateralModels(), economy: CollateralEconomy? = nil,
    multipliers: SpeedMultipliers = .none
  ) throws(DealRunError) -> DealInputs {
    let monthly = monthlyRates(rates)
    var flows: [String: CollateralFlows] = [:]
    for (name, loans) in collateral {
      let assumed = assumptions.flatMap { $0[name] ?? $0["*"] } ?? self.assumptions(of: name)
      do throws(CollateralError) {
        var resolved = try resolved(assumed, models, economy, multipliers)
        resolved.indexRates = IndexRates(monthly)
        flows[name] = try CollateralProjection(resolved).flows(loans)
      } catch {
        throw DealRunError(deal: deal.name, period: nil, step: nil, message: "collateral '\(name)': \(error)")
      }
    }
    var byPeriod: [String: [Double]] = [:]
    for (name, values) in monthly { byPeriod[name] = values.everyNth(deal.monthsPerPeriod) }
    return DealInputs(collateral: flows, series: byPeriod)
  }

  /// Projects the loans and passes their cash on; the terms of `inputs` hold.
  public func project(
    rates: [String: [Double]] = [:], assumptions: [String: PoolAssumptions]? = nil,
    models: CollateralModels = CollateralModels(), economy: CollateralEconomy? = nil,
    multipliers: SpeedMultipliers = .none, isExplained: Bool = false
  ) throws(DealRunError) -> DealRun {
    try waterfall.run(
      try inputs(
        rates: rates, assumptions: assumptions, models: models, economy: economy, multipliers: multipliers),
      isExplained: isExplained)
  }
}

extension DealPackage {
  /// How a group's loans are expected to pay from the cut-off on, but for the indices of adjustable loans. Throws where `models` lacks one.
  public func collateralAssumptions(
    of group: String, models: CollateralModels = CollateralModels(), economy: CollateralEconomy? = nil,
    multipliers: SpeedMultipliers = .none
  ) throws(CollateralError) -> CollateralAssumptions {
    try resolved(assumptions(of: group), models, economy, multipliers)
  }

  private func resolved(
    _ assumptions: PoolAssumptions, _ models: CollateralModels, _ economy: CollateralEconomy?,
    _ multipliers: SpeedMultipliers
  ) throws(CollateralError) -> CollateralAssumptions {
    var resolved = try assumptions.resolved(models, economy: economy)
    resolved.multipliers = multipliers
    resolved.firstMonth = YearMonth(asOf).adding(months: 1)
    return resolved
  }

  /// Rates of its series month by month, where they are given or assumed.
  func monthlyRates(_ rates: [String: [Double]]) -> [String: [Double]] {
    var monthly: [String: [Double]] = [:]
    for (name, terms) in series {
      if let values = rates[name] ?? terms.assumedPercent.map({ $0.map { $0 / 100 } }), !values.isEmpty {
        monthly[name] = values
      }
    }
    return monthly
  }
}

extension [Double] {
  /// The values at the first month of each period.
  func everyNth(_ months: Int) -> [Double] {
    stride(from: 0, to: count, by: months).map { self[$0] }
  }
}
