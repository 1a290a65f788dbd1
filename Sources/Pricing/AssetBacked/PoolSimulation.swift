import Collateral
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Models
import SecuritisationAnalytics

/// What a pool, or a bond of a deal, is expected to pay by month, discounted on its currency's discount curve alone, for an original face of 1.
///
/// A spread moves all paths' discount factors of a payment alike, so that means by month are all that any spread needs.
struct PoolSimulation {
  /// Of one market.
  struct Cash {
    /// Means of discounted cash by month.
    let means: [Double]
    /// `nil` where no rate moves the cash.
    let simulated: SimulatedCash?

    /// Of the sum of months weighted so.
    func standardError(weights: [Double]) -> Double { simulated?.standardError(weights: weights) ?? 0 }
  }

  /// What sensitivities are differences of.
  enum Move: Hashable {
    /// All zero rates by `shift`, the zero rates of a tent by it, or the model's volatility by `volatilityShift`.
    case parallel
    case key(Int)
    case volatility
  }

  /// Discounted cash by month when something is moved up and down.
  struct Moved {
    fileprivate(set) var up: [Double] = []
    fileprivate(set) var down: [Double] = []
  }

  private struct Place: Hashable {
    let move: Move
    let state: Int
  }

  /// Half the width of the differences that give sensitivities: wide enough for many paths to answer.
  static let shift = 25 * basisPoint
  static let volatilityShift = 5 * basisPoint

  let times: PoolTimes
  private let stateOfColumn: [Int]
  /// By state.
  private var cash: [Cash] = []
  private var moved: [Place: Moved] = [:]

  init(_ times: PoolTimes, columns stateOfColumn: [Int]) {
    self.times = times
    self.stateOfColumn = stateOfColumn
  }

  /// By column, base market first.
  func cash(_ column: Int) -> Cash { cash[stateOfColumn[column]] }

  /// `nil` where the move is not asked for in the column.
  func moved(_ move: Move, _ column: Int) -> Moved? { moved[Place(move: move, state: stateOfColumn[column])] }

  mutating func add(_ cash: Cash) { self.cash.append(cash) }

  mutating func add(up cash: Cash, _ move: Move, _ state: Int) {
    moved[Place(move: move, state: state), default: Moved()].up = cash.means
  }

  mutating func add(down cash: Cash, _ move: Move, _ state: Int) {
    moved[Place(move: move, state: state), default: Moved()].down = cash.means
  }
}

/// When a simulated pool's months are paid.
struct PoolTimes {
  let payDays: [Int32]
  let exDays: [Int32]
  /// From the valuation date to each payment.
  let years: [Double]
  private let ends: [Double]

  init(payDays: [Int32], exDays: [Int32], valuationDay: Int32) {
    self.payDays = payDays
    self.exDays = exDays
    years = payDays.map { Double($0 - valuationDay) / 365 }
    ends = exDays.map { Double($0 - valuationDay) / 365 }
  }

  /// As paths have them.
  var months: MonthTimes { MonthTimes(ends: ends, payments: years) }
}

/// Pools whose cash is not the same under all scenarios: those with models of prepayment, on simulated paths of rates, and those with speeds
/// that a scenario multiplies. Pools that pay on the same days share paths and rates.
struct PoolSimulations {
  private var known: [AgencyPool: Result<PoolSimulation, CellGap>] = [:]

  init(_ pools: Set<AgencyPool>, in context: PricingContext) {
    var groups: [PoolCalendar: [AgencyPool]] = [:]
    for pool in pools { groups[PoolCalendar(pool, context.markets.valuationDate), default: []].append(pool) }
    for (calendar, pools) in groups {
      let results = PoolGroup(calendar: calendar, pools: pools, context: context).simulations()
      for (pool, result) in zip(pools, results) { known[pool] = result }
    }
  }

  /// Throws the reason for which a pool has no value.
  func simulation(_ pool: AgencyPool) throws(CellGap) -> PoolSimulation {
    guard let found = known[pool] else { preconditionFailure("every pool is simulated first") }
    return try found.get()
  }
}

/// When pools pay.
private struct PoolCalendar: Hashable {
  let currency: Currency
  let delayDays: Int
  /// The first month of accrual that is looked at.
  let start: YearMonth

  init(_ pool: AgencyPool, _ valuationDate: CivilDate) {
    currency = pool.currency
    delayDays = pool.delayDays
    start = max(pool.factorMonth, YearMonth(valuationDate))
  }
}

/// A pool on its way through the markets.
private struct PoolRun {
  /// As it stands in the first month.
  let loan: PoolLoan
  /// But for economy and multipliers, which are a market's.
  let assumptions: CollateralAssumptions
  var result: PoolSimulation

  var isSimulated: Bool {
    if case .model = assumptions.prepayment { true } else { false }
  }

  /// Discounted cash under a market. `rates` are there for pools that are simulated.
  func cash(
    _ market: PoolMarketState, _ scenario: RateScenario, _ rates: SimulatedRates?
  ) throws(CollateralError) -> PoolSimulation.Cash {
    var assumptions = assumptions
    assumptions.economy = market.economy
    assumptions.multipliers = market.multipliers
    if isSimulated, let rates {
      let cash = try CollateralSimulation(assumptions).cash([[loan]], on: rates)[0]
      return PoolSimulation.Cash(means: cash.monthlyMeans, simulated: cash)
    }
    let flows = InvestorFlows(try CollateralProjection(assumptions).flows([loan]), delayDays: 0).cash
    let means = result.times.years.enumerated().map { month, years in
      month < flows.count ? flows[month] * scenario.discountFactor(years) : 0
    }
    return PoolSimulation.Cash(means: means, simulated: nil)
  }
}

/// What a column gives pools; columns that give the same are worked out once.
private struct PoolMarketState {
  let scenario: RateScenario
  /// `nil` where no pool looks at it.
  let economy: CollateralEconomy?
  let multipliers: SpeedMultipliers

  func isSame(as other: PoolMarketState, at times: MonthTimes) -> Bool {
    economy == other.economy && multipliers == other.multipliers
      && scenario.isSame(as: other.scenario, at: times)
  }
}

/// Pools that pay on the same days.
private struct PoolGroup {
  let calendar: PoolCalendar
  let pools: [AgencyPool]
  let context: PricingContext

  /// One for each pool.
  func simulations() -> [Result<PoolSimulation, CellGap>] {
    var runs: [Result<PoolRun, CellGap>] = []
    for pool in pools { runs.append(Result { () throws(CellGap) in try run(pool) }) }
    let months = runs.compactMap { try? $0.get().loan.remainingTerm }.max() ?? 1
    do throws(CellGap) {
      try simulate(&runs, times(months))
    } catch {
      return pools.map { _ in .failure(error) }
    }
    return runs.map { $0.map(\.result) }
  }

  private func run(_ pool: AgencyPool) throws(CellGap) -> PoolRun {
    let assumptions = try context.assumptions(pool)
    let late = calendar.start.months(since: pool.factorMonth)
    do throws(CollateralError) {
      var loan = try pool.line
      if late > 0 {
        loan = try loan.later(
          by: late, balance: try PoolProjection(pool, assumptions).balance(calendar.start))
      }
      return PoolRun(loan: loan, assumptions: assumptions, result: PoolSimulation(times(1), columns: []))
    } catch {
      throw CellGap(Reason(.calculationFailed, error.description))
    }
  }

  /// Draws paths once and looks at them under every market and every move of it that is asked for, one after the other: rates on all
  /// paths are large, and what they leave of a pool is small.
  private func simulate(_ runs: inout [Result<PoolRun, CellGap>], _ times: PoolTimes) throws(CellGap) {
    let isSimulated = runs.contains { (try? $0.get().isSimulated) == true }
    let months = times.months
    let (columns, dynamics) = try markets(months, isSimulated: isSimulated)
    var states = [columns[0]]
    var stateOfColumn = [0]
    for column in columns.dropFirst() {
      let same = states.firstIndex { $0.isSame(as: column, at: months) }
      stateOfColumn.append(same ?? states.count)
      if same == nil { states.append(column) }
    }
    for index in runs.indices {
      runs[index] = runs[index].map { run in
        PoolRun(
          loan: run.loan, assumptions: run.assumptions, result: PoolSimulation(times, columns: stateOfColumn))
      }
    }
    let plan = PathPlan(.sobol, seed: context.request.simulationSeed)
    func paths(_ shift: Double) -> StoredPaths? {
      dynamics.map { model in
        let moved = HullWhite(
          meanReversion: model.meanReversion, volatility: max(0, model.volatility + shift))
        return StoredPaths(.hullWhite(moved), plan, months)
      }
    }
    let own = paths(0)
    let request = context.request
    let parallel = request.scope(of: .dv01, .effectiveDuration, .effectiveConvexity)
    let keys = request.scope(of: .keyRateDV01, .keyRateDuration)
    let vega = isSimulated ? request.scope(of: .vega) : .none
    let volatile =
      vega == .none
      ? nil
      : (up: paths(PoolSimulation.volatilityShift), down: paths(-PoolSimulation.volatilityShift))
    for (number, state) in states.enumerated() {
      /// Cash of every pool goes where `place` says.
      func run(
        _ scenario: RateScenario, on paths: StoredPaths?,
        _ place: (inout PoolSimulation, PoolSimulation.Cash) -> Void
      ) {
        let rates = paths.map { SimulatedRates($0, scenario) }
        for index in runs.indices {
          runs[index] = runs[index].flatMap { run in
            do throws(CollateralError) {
              var run = run
              place(&run.result, try run.cash(state, scenario, rates))
              return .success(run)
            } catch {
              return .failure(CellGap(Reason(.calculationFailed, error.description)))
            }
          }
        }
      }
      func isWanted(_ scope: MeasureScope) -> Bool {
        scope == .everyScenario || scope == .base && number == 0
      }
      func run(_ move: PoolSimulation.Move, _ weight: @escaping @Sendable (Double) -> Double) {
        let shift = PoolSimulation.shift
        run(state.scenario.shifted { shift * weight($0) }, on: own) { $0.add(up: $1, move, number) }
        run(state.scenario.shifted { -shift * weight($0) }, on: own) { $0.add(down: $1, move, number) }
      }
      run(state.scenario, on: own) { $0.add($1) }
      if isWanted(parallel) { run(.parallel) { _ in 1 } }
      if isWanted(keys) {
        let tents = context.tents
        for key in request.keyRateTenors.indices { run(.key(key)) { tents.weight(key, at: $0) } }
      }
      if isWanted(vega), let volatile {
        run(state.scenario, on: volatile.up) { $0.add(up: $1, .volatility, number) }
        run(state.scenario, on: volatile.down) { $0.add(down: $1, .volatility, number) }
      }
    }
  }

  private func times(_ months: Int) -> PoolTimes {
    let accrued = (0..<months).map { calendar.start.adding(months: $0) }
    return PoolTimes(
      payDays: accrued.map { pools[0].payDate(accrued: $0).dayNumber },
      exDays: accrued.map { pools[0].exDate(accrued: $0).dayNumber },
      valuationDay: context.markets.valuationDate.dayNumber)
  }

  /// Of each column, base market first, and the model of rates where pools are simulated.
  private func markets(
    _ times: MonthTimes, isSimulated: Bool
  ) throws(CellGap) -> (columns: [PoolMarketState], dynamics: HullWhite?) {
    let markets = context.markets
    let currency = calendar.currency
    do throws(MissingMarketData) {
      guard isSimulated else {
        let scenarios = try RateScenario.columns(currency, times, nil, markets)
        return (
          scenarios.enumerated().map { column, scenario in
            PoolMarketState(
              scenario: scenario, economy: nil, multipliers: markets.collateralMultipliers(column: column))
          }, nil
        )
      }
      guard let mortgageRate = try markets.collateralMarket().mortgageRateModel else {
        throw MissingMarketData("mortgage rate model")
      }
      let model = try markets.shortRateModel(currency)
      var columns: [PoolMarketState] = []
      for (column, scenario) in try RateScenario.columns(currency, times, mortgageRate, markets).enumerated()
      {
        var scenario = scenario
        let today = try markets.collateralEconomy(
          currency, column: column, firstMonth: YearMonth(markets.valuationDate).adding(months: 1), months: 0)
        // What the scenario adds to mortgage rates, without the noise of the difference.
        let added =
          today.mortgageRates.value(0) - mortgageRate.rate { -log(scenario.discountFactor($0)) / $0 }
        scenario.mortgageRateShift = (added * 1e10).rounded() / 1e10
        columns.append(
          PoolMarketState(
            scenario: scenario,
            economy: try markets.collateralEconomy(
              currency, column: column, firstMonth: calendar.start.adding(months: 1), months: 0),
            multipliers: markets.collateralMultipliers(column: column)))
      }
      return (columns, HullWhite(meanReversion: model.meanReversion, volatility: model.volatility))
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}

extension PoolLoan {
  /// The loan so many months on, its balance known.
  fileprivate func later(by months: Int, balance: Double) throws(CollateralError) -> PoolLoan {
    do throws(TermsError) {
      return try PoolLoan(
        id: id, balance: balance,
        originalBalance: balance
          / AmortisedBalance.factor(
            annualRate: noteRate, remaining: remainingTerm - months, original: originalTerm),
        noteRate: noteRate, servicingFee: servicingFee, age: age + months,
        remainingTerm: remainingTerm - months, score: score, originalLTV: originalLTV, region: region)
    } catch {
      throw CollateralError(loan: id, message: error.description)
    }
  }
}
