import Collateral
import DatesAndConventions
import MarketData
import Models
import SecuritisationAnalytics

/// What a column gives pools of loans; columns that give the same are worked out once.
struct CollateralState {
  let scenario: RateScenario
  /// `nil` where nobody looks at it.
  let economy: CollateralEconomy?
  let multipliers: SpeedMultipliers

  func isSame(as other: CollateralState, at times: MonthTimes) -> Bool {
    economy == other.economy && multipliers == other.multipliers
      && scenario.isSame(as: other.scenario, at: times)
  }
}

/// One market, or one move of it, on simulated paths.
struct SimulatedMarket {
  let state: Int
  let collateral: CollateralState
  /// `nil` for the market as it is.
  let move: (what: CashByMarket.Move, isUp: Bool)?
  /// The collateral's own, moved.
  let scenario: RateScenario
  /// `nil` where nothing is simulated.
  let rates: SimulatedRates?
}

/// The markets of all columns, and every move of them that is asked for, on the same random numbers.
struct SimulatedMarkets {
  /// By column, base market first.
  let stateOfColumn: [Int]
  private let states: [CollateralState]
  private let dynamics: HullWhite?
  private let times: MonthTimes
  private let context: PricingContext

  /// - Parameters:
  ///   - columns: base market first.
  ///   - dynamics: `nil` where nothing is simulated.
  init(
    _ columns: [CollateralState], _ dynamics: HullWhite?, _ times: MonthTimes, in context: PricingContext
  ) {
    var states = [columns[0]]
    var stateOfColumn = [0]
    for column in columns.dropFirst() {
      let same = states.firstIndex { $0.isSame(as: column, at: times) }
      stateOfColumn.append(same ?? states.count)
      if same == nil { states.append(column) }
    }
    self.states = states
    self.stateOfColumn = stateOfColumn
    self.dynamics = dynamics
    self.times = times
    self.context = context
  }

  /// Draws paths once and hands each market to `body`, one after the other, states in their order: rates on all paths are large, and what
  /// they leave of a pool is small.
  func eachMarket<Failure: Error>(_ body: (SimulatedMarket) throws(Failure) -> Void) throws(Failure) {
    let request = context.request
    let parallel = request.scope(of: .dv01, .effectiveDuration, .effectiveConvexity)
    let keys = request.scope(of: .keyRateDV01, .keyRateDuration)
    let vega = dynamics == nil ? .none : request.scope(of: .vega)
    let own = paths(0)
    let volatile =
      vega == .none
      ? nil : (up: paths(CashByMarket.volatilityShift), down: paths(-CashByMarket.volatilityShift))
    for (number, state) in states.enumerated() {
      func isWanted(_ scope: MeasureScope) -> Bool {
        scope == .everyScenario || scope == .base && number == 0
      }
      func visit(
        _ scenario: RateScenario, _ move: (what: CashByMarket.Move, isUp: Bool)?, on paths: StoredPaths?
      ) throws(Failure) {
        try body(
          SimulatedMarket(
            state: number, collateral: state, move: move, scenario: scenario,
            rates: paths.map { SimulatedRates($0, scenario) }))
      }
      func moveRates(
        _ move: CashByMarket.Move, _ weight: @escaping @Sendable (Double) -> Double
      ) throws(Failure) {
        let shift = CashByMarket.shift
        try visit(state.scenario.shifted { shift * weight($0) }, (move, isUp: true), on: own)
        try visit(state.scenario.shifted { -shift * weight($0) }, (move, isUp: false), on: own)
      }
      try visit(state.scenario, nil, on: own)
      if isWanted(parallel) { try moveRates(.parallel) { _ in 1 } }
      if isWanted(keys) {
        let tents = context.tents
        for key in request.keyRateTenors.indices {
          try moveRates(.key(key)) { tents.weight(key, at: $0) }
        }
      }
      if isWanted(vega), let volatile {
        try visit(state.scenario, (.volatility, isUp: true), on: volatile.up)
        try visit(state.scenario, (.volatility, isUp: false), on: volatile.down)
      }
    }
  }

  private func paths(_ shift: Double) -> StoredPaths? {
    dynamics.map { model in
      let moved = HullWhite(
        meanReversion: model.meanReversion, volatility: max(0, model.volatility + shift))
      return StoredPaths(
        .hullWhite(moved), PathPlan(.sobol, seed: context.request.simulationSeed), times)
    }
  }
}

extension ScenarioMarketSource {
  /// The model that a currency's paths are drawn from. Throws what the market lacks.
  func rateDynamics(_ currency: Currency) throws(MissingMarketData) -> HullWhite {
    let model = try shortRateModel(currency)
    return HullWhite(meanReversion: model.meanReversion, volatility: model.volatility)
  }
}
