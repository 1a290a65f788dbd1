import Collateral
import Foundation
import Models
import NumericalMethods

/// Values simulated assets and works out how that moves: one set of paths, many markets.
public struct MortgageAnalysis: Sendable {
  /// What is known of an asset.
  public enum Mark: Hashable, Sendable {
    /// Its value; the spread follows.
    case value(Double)
    /// Its option-adjusted spread; the value follows.
    case spread(Double)
  }

  /// By how much things are moved, both ways.
  public struct Moves: Sendable {
    /// Of zero rates, a decimal a year.
    public var rates: Double
    public var keyRates: [KeyRate]
    /// Of the model's volatilities, a part of them; `nil` to leave it out.
    public var volatility: Double?
    /// Of SMM, a part of it; `nil` to leave it out.
    public var prepayment: Double?

    public init(
      rates: Double = 0.0025, keyRates: [KeyRate] = [], volatility: Double? = 0.1, prepayment: Double? = 0.1
    ) {
      self.rates = rates
      self.keyRates = keyRates
      self.volatility = volatility
      self.prepayment = prepayment
    }
  }

  private let paths: StoredPaths
  private let scenario: RateScenario
  private let threads: Int

  public init(_ paths: StoredPaths, _ scenario: RateScenario, threads: Int = 1) {
    self.paths = paths
    self.scenario = scenario
    self.threads = threads
  }

  /// Cash under the scenario, as `risks` values it.
  public func cash<Assets: SimulatedAssets>(_ assets: Assets) throws(Assets.Failure) -> [SimulatedCash] {
    try assets.cash(on: SimulatedRates(paths, scenario, threads: threads), threads: threads)
  }

  /// Value and sensitivities of each asset; `nil` where no spread gives the value that its mark says.
  ///
  /// Precondition: a mark for each asset.
  public func risks<Assets: SimulatedAssets>(
    _ assets: Assets, _ marks: [Mark], _ moves: Moves = Moves()
  ) throws(Assets.Failure) -> [MortgageRisk?] {
    let base = try cash(assets)
    precondition(base.count == marks.count, "a mark for each asset")
    let up = try shifted(assets, moves.rates) { _ in 1 }
    let down = try shifted(assets, -moves.rates) { _ in 1 }
    var keys: [(up: [SimulatedCash], down: [SimulatedCash])] = []
    for key in moves.keyRates {
      keys.append(
        (
          try shifted(assets, moves.rates, key.weight), try shifted(assets, -moves.rates, key.weight)
        ))
    }
    var volatile: (up: [SimulatedCash], down: [SimulatedCash])?
    if let move = moves.volatility {
      volatile = (try volatility(assets, 1 + move), try volatility(assets, 1 - move))
    }
    var prepaid: (up: [SimulatedCash], down: [SimulatedCash])?
    if let move = moves.prepayment {
      prepaid = (
        try cash(assets.prepayment(times: 1 + move)), try cash(assets.prepayment(times: 1 - move))
      )
    }
    let certain = try certainCash(assets)
    return base.indices.map { place in
      guard let spread = spread(of: base[place], marks[place]) else { return nil }
      let values = base[place].setValues(spread: spread)
      let value = Estimate(independent: values)
      func fall(_ cash: (up: [SimulatedCash], down: [SimulatedCash]), _ move: Double) -> Estimate {
        let (above, below) = (
          cash.up[place].setValues(spread: spread), cash.down[place].setValues(spread: spread)
        )
        return Estimate(
          independent: values.indices.map { (below[$0] - above[$0]) / (2 * move * value.mean) })
      }
      let (above, below) = (up[place].setValues(spread: spread), down[place].setValues(spread: spread))
      let target: Double
      switch marks[place] {
      case .value(let given): target = given
      case .spread: target = value.mean
      }
      return MortgageRisk(
        value: value, spread: spread, spreadError: base[place].spreadError(spread: spread),
        spreadDuration: -base[place].derivatives(spread: spread).first / value.mean,
        effectiveDuration: fall((up, down), moves.rates),
        effectiveConvexity: Estimate(
          independent: values.indices.map {
            (above[$0] + below[$0] - 2 * values[$0]) / (moves.rates * moves.rates * value.mean)
          }),
        keyRateDurations: keys.map { fall($0, moves.rates) },
        volatilityDuration: volatile.flatMap { cash in moves.volatility.map { fall(cash, $0) } },
        prepaymentDuration: prepaid.flatMap { cash in moves.prepayment.map { fall(cash, $0) } },
        zeroVolatilitySpread: certain[place].spread(value: target).root,
        nominalSpread: nominalSpread(certain[place], value: target))
    }
  }

  /// Cash if rates come as the curve expects them: the same on every path.
  public func certainCash<Assets: SimulatedAssets>(
    _ assets: Assets
  ) throws(Assets.Failure) -> [SimulatedCash] {
    let certain = StoredPaths(paths.dynamics.multiplied(0), .certain, paths.times)
    return try assets.cash(on: SimulatedRates(certain, scenario), threads: 1)
  }

  private func shifted<Assets: SimulatedAssets>(
    _ assets: Assets, _ move: Double, _ weight: @escaping @Sendable (Double) -> Double
  ) throws(Assets.Failure) -> [SimulatedCash] {
    let scenario = scenario.shifted { move * weight($0) }
    return try assets.cash(on: SimulatedRates(paths, scenario, threads: threads), threads: threads)
  }

  private func volatility<Assets: SimulatedAssets>(
    _ assets: Assets, _ multiple: Double
  ) throws(Assets.Failure) -> [SimulatedCash] {
    try assets.cash(
      on: SimulatedRates(paths.multiplied(multiple, threads: threads), scenario, threads: threads),
      threads: threads)
  }

  private func spread(of cash: SimulatedCash, _ mark: Mark) -> Double? {
    switch mark {
    case .spread(let spread): return spread
    case .value(let value): return cash.spread(value: value).root
    }
  }

  /// Yield less the zero rate at the average life, of cash that is the same on every path.
  private func nominalSpread(_ certain: SimulatedCash, value: Double) -> Double? {
    let flows = certain.undiscounted(scenario.discountFactor)
    let cash = zip(flows.interest, flows.principal).map(+)
    let principal = flows.principal.reduce(0, +)
    // What pays interest alone has the average life of its interest.
    let weights = principal > 0 ? flows.principal : cash
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    let life = zip(weights, certain.times).reduce(0) { $0 + $1.0 * $1.1 } / total
    let yield = RootSearch(bracket: -0.5...2, tolerance: 1e-13).brent { yield in
      zip(cash, certain.times).reduce(0) { $0 + $1.0 * exp(-yield * $1.1) } - value
    }
    return yield.root.map { $0 + log(scenario.discountFactor(life)) / life }
  }
}
