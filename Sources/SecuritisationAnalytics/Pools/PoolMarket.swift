import CMortgageKernel
import Collateral
import Foundation
import Models
import NumericalMethods

/// What all lines of a simulation look at: assumptions, paths, and the history before them.
struct PoolMarket: Sendable {
  let assumptions: CollateralAssumptions
  let rates: SimulatedRates
  /// Of the model of prepayment; `nil` where it comes from speeds.
  let model: PrepaymentKernel?
  /// What the model makes of each block's mortgage rates.
  let signals: [[Double]]
  /// Rows of the months before the valuation date.
  let pastRates: [Double]
  let pastSignals: [Double]

  /// Months of history that models can look at.
  static let pastMonths = 24

  init(
    _ assumptions: CollateralAssumptions, _ rates: SimulatedRates, threads: Int = 1
  ) throws(CollateralError) {
    self.rates = rates
    var assumptions = assumptions
    guard case .model(let model) = assumptions.prepayment, let economy = assumptions.economy else {
      (self.assumptions, self.model, signals, pastRates, pastSignals) = (assumptions, nil, [], [], [])
      return
    }
    guard let mortgageRate = rates.mortgageRate else {
      throw CollateralError(
        message:
          "the model '\(model.name)' looks at mortgage rates, which are not simulated; give a model of them"
      )
    }
    assumptions.economy = economy.followed(by: [mortgageRate.today])
    self.assumptions = assumptions
    let history = economy.followed(by: [mortgageRate.today]).mortgageRates
    let past = (-Self.pastMonths..<0).map(history.value)
    let kernel = PrepaymentKernel(
      model, centre: mortgageRate.today,
      distance: past.reduce(mortgageRate.distance) { max($0, abs($1 - mortgageRate.today)) })
    pastRates = past.flatMap { [Double](repeating: $0, count: PathBlock.width) }
    pastSignals = kernel?.signals(pastRates) ?? []
    signals =
      kernel.map { kernel in
        Parallel.map(rates.blocks.count, threads: threads) { kernel.signals(rates.blocks[$0].mortgageRates) }
      } ?? []
    self.model = kernel
  }

  /// Flows of loans on a path, by the projection that takes loan by loan.
  func flows(_ loans: [PoolLoan], path: Int) throws(CollateralError) -> CollateralFlows {
    var assumptions = assumptions
    assumptions.indexRates = rates.indexRates(path: path)
    if rates.mortgageRate != nil {
      assumptions.economy = assumptions.economy?.followed(by: rates.mortgageRates(path: path))
    }
    return try CollateralProjection(assumptions).flows(loans)
  }
}

extension CollateralEconomy {
  /// The history of mortgage rates followed by those of a path, the first at the valuation date.
  fileprivate func followed(by path: [Double]) -> CollateralEconomy {
    let history = (min(0, mortgageRates.firstMonth)..<0).map(mortgageRates.value)
    return CollateralEconomy(
      firstMonth: firstMonth,
      mortgageRates: MonthSeries(history + path, firstMonth: -history.count), housePrices: housePrices,
      nationalHousePrices: nationalHousePrices, unemployment: unemployment)
  }
}

/// A model of prepayment as the kernel takes it.
struct PrepaymentKernel: Sendable {
  let parameters: tenor_prepayment
  /// Turnover and refinancing: today's mortgage rate, which exponents are counted from.
  let centre: Double

  /// Exponents beyond this are left to the projection that takes loan by loan.
  private static let farthestExponent = 300.0

  /// `nil` for a refinancing curve so steep that its powers would overflow.
  ///
  /// - Parameter distance: the farthest that a mortgage rate is from `centre`.
  init?(_ model: PrepaymentModel, centre: Double, distance: Double) {
    var parameters = tenor_prepayment()
    switch model.form {
    case .richardRoll(let model):
      parameters.form = tenor_richard_roll
      parameters.lag = Int64(model.lagMonths)
      parameters.level = model.level
      parameters.amplitude = model.amplitude
      parameters.steepness = model.steepness
      parameters.midpoint = model.midpoint
      parameters.burnout_floor = model.burnoutFloor
    case .turnoverAndRefinancing(let model):
      let steepness = model.refinancing.steepness
      guard steepness * distance <= Self.farthestExponent else { return nil }
      parameters.form = tenor_turnover_refinancing
      parameters.lag = Int64(model.refinancing.lagMonths)
      parameters.lock_in_slope = model.turnover.lockInSlope
      parameters.lock_in_floor = model.turnover.lockInFloor
      parameters.uncurtailed = 1 - MonthlyRate.monthly(fromAnnual: model.curtailment)
      parameters.least = model.refinancing.least
      parameters.range = model.refinancing.most - model.refinancing.least
      parameters.passive = model.burnout.passiveRefinancing
      parameters.steepness = steepness
      parameters.midpoint = model.refinancing.midpoint
    }
    self.parameters = parameters
    self.centre = centre
  }

  /// What the kernel makes of mortgage rates before it looks at lines.
  func signals(_ rates: [Double]) -> [Double] {
    if parameters.form == tenor_richard_roll { return rates.map { 1 / max($0, 1e-4) } }
    var signals = rates.map { parameters.steepness * ($0 - centre) }
    Exponential.expInPlace(&signals)
    return signals
  }

  /// e^(−steepness · (note rate − centre − midpoint)); `nil` where it would overflow.
  func power(noteRate: Double) -> Double? {
    guard parameters.form == tenor_turnover_refinancing else { return 0 }
    let exponent = -parameters.steepness * (noteRate - centre - parameters.midpoint)
    return abs(exponent) <= Self.farthestExponent ? Exponential.exp(exponent) : nil
  }
}
