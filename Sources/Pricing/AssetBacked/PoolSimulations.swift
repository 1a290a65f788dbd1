import Collateral
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Models
import SecuritisationAnalytics

/// Pools whose cash is not the same under all scenarios: those with models of prepayment, on simulated paths of rates, and those with speeds
/// that a scenario multiplies. Pools that pay on the same days share paths and rates.
struct PoolSimulations {
  private var known: [AgencyPool: Result<CashByMarket, CellGap>] = [:]

  init(_ pools: Set<AgencyPool>, in context: PricingContext) {
    var groups: [PoolCalendar: [AgencyPool]] = [:]
    for pool in pools { groups[PoolCalendar(pool, context.markets.valuationDate), default: []].append(pool) }
    for (calendar, pools) in groups {
      let results = PoolGroup(calendar: calendar, pools: pools, context: context).simulations()
      for (pool, result) in zip(pools, results) { known[pool] = result }
    }
  }

  /// Throws the reason for which a pool has no value.
  func simulation(_ pool: AgencyPool) throws(CellGap) -> CashByMarket {
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
  var result: CashByMarket

  var isSimulated: Bool {
    if case .model = assumptions.prepayment { true } else { false }
  }

  /// Discounted cash under a market, which has rates where pools are simulated.
  func cash(_ market: SimulatedMarket) throws(CollateralError) -> CashByMarket.Cash {
    var assumptions = assumptions
    assumptions.economy = market.collateral.economy
    assumptions.multipliers = market.collateral.multipliers
    if isSimulated, let rates = market.rates {
      return CashByMarket.Cash(try CollateralSimulation(assumptions).cash([[loan]], on: rates)[0])
    }
    let flows = InvestorFlows(try CollateralProjection(assumptions).flows([loan]), delayDays: 0).cash
    return CashByMarket.Cash(
      means: result.times.years.enumerated().map { month, years in
        month < flows.count ? flows[month] * market.scenario.discountFactor(years) : 0
      })
  }
}

/// Pools that pay on the same days.
private struct PoolGroup {
  let calendar: PoolCalendar
  let pools: [AgencyPool]
  let context: PricingContext

  /// One for each pool.
  func simulations() -> [Result<CashByMarket, CellGap>] {
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
      return PoolRun(loan: loan, assumptions: assumptions, result: CashByMarket(times(1), columns: []))
    } catch {
      throw CellGap(Reason(.calculationFailed, error.description))
    }
  }

  private func simulate(_ runs: inout [Result<PoolRun, CellGap>], _ times: PaymentTimes) throws(CellGap) {
    let isSimulated = runs.contains { (try? $0.get().isSimulated) == true }
    let (columns, dynamics) = try markets(times, isSimulated: isSimulated)
    let markets = SimulatedMarkets(columns, dynamics, times.months, in: context)
    for index in runs.indices {
      runs[index] = runs[index].map { run in
        PoolRun(
          loan: run.loan, assumptions: run.assumptions,
          result: CashByMarket(times, columns: markets.stateOfColumn))
      }
    }
    markets.eachMarket { market in
      for index in runs.indices {
        runs[index] = runs[index].flatMap { run in
          do throws(CollateralError) {
            var run = run
            run.result.add(try run.cash(market), of: market)
            return .success(run)
          } catch {
            return .failure(CellGap(Reason(.calculationFailed, error.description)))
          }
        }
      }
    }
  }

  private func times(_ months: Int) -> PaymentTimes {
    let accrued = (0..<months).map { calendar.start.adding(months: $0) }
    return PaymentTimes(
      payDays: accrued.map { pools[0].payDate(accrued: $0).dayNumber },
      exDays: accrued.map { pools[0].exDate(accrued: $0).dayNumber },
      valuationDay: context.markets.valuationDate.dayNumber)
  }

  /// Of each column, base market first, and the model of rates where pools are simulated.
  private func markets(
    _ times: PaymentTimes, isSimulated: Bool
  ) throws(CellGap) -> (columns: [CollateralState], dynamics: HullWhite?) {
    let markets = context.markets
    let currency = calendar.currency
    do throws(MissingMarketData) {
      let mortgageRate = isSimulated ? try markets.collateralMarket().neededMortgageRateModel() : nil
      let columns = try RateScenario.columns(currency, times, mortgageRate, in: markets).enumerated().map {
        (column, scenario) throws(MissingMarketData) in
        CollateralState(
          scenario: scenario,
          economy: isSimulated
            ? try markets.collateralEconomy(
              currency, column: column, firstMonth: calendar.start.adding(months: 1), months: 0) : nil,
          multipliers: markets.collateralMultipliers(column: column))
      }
      return (columns, isSimulated ? try markets.rateDynamics(currency) : nil)
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
