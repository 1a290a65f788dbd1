import Collateral
import DatesAndConventions
import Foundation
import Ingestion
import Instruments
import MarketData
import Models
import SecuritisationAnalytics

/// Pools with prices and the market that they are simulated in.
struct PoolPricing {
  /// What prepayment comes from, and its version where it is a model.
  let prepayment: (name: String, version: String?)
  let mortgageRate: MortgageRateModel
  let valuationDate: CivilDate
  let plan: PathPlan
  /// By pool.
  let prices: [String: PoolPrice]
  private let pools: [QuotedPool]
  private let simulation: CollateralSimulation
  private let scenario: RateScenario
  private let dynamics: RateDynamics

  init(_ arguments: Arguments) throws {
    let prices = try CollateralFiles.prices(try arguments.required("prices"))
    self.prices = Dictionary(prices.map { ($0.id, $0) }) { first, _ in first }
    pools = try Self.pools(try CollateralFiles.loans(arguments.positional[0]), prices)
    let snapshot = try InputFile.market(try arguments.required("market"))
    valuationDate = snapshot.valuationDate
    let currency = Currency.usd
    let market = try PoolPricingMarket(snapshot, currency)
    mortgageRate = market.mortgageRate
    scenario = RateScenario(
      discountFactor: market.curve.discountFactor(at:), mortgageRate: market.mortgageRate)
    dynamics = .hullWhite(market.rates)
    let assumed = try market.prepayment(arguments.value("prepayment"))
    switch assumed {
    case .speed: prepayment = (arguments.value("prepayment") ?? "", nil)
    case .model(let model): prepayment = (model.name, model.version)
    }
    let economy = market.economy
    simulation = try CollateralFiles.refusing { () throws(CollateralError) in
      try CollateralSimulation(CollateralAssumptions(prepayment: assumed, economy: economy))
    }
    let blocks = try arguments.integer("paths", default: 128, in: 128...16_384)
    guard blocks.isMultiple(of: 128) else {
      throw CommandError(.usage, "--paths \(blocks) is not a multiple of 128")
    }
    let seed = try arguments.integer("seed", default: 1, in: 0...Int.max)
    plan = PathPlan(.sobol, seed: UInt64(seed), sets: 2, blocksPerSet: blocks / 128)
  }

  /// One for each stack.
  func stacks() throws -> [StackPrices] {
    let months = pools.reduce(1) { max($0, $1.loan.remainingTerm) }
    let threads = ProcessInfo.processInfo.activeProcessorCount
    return try CollateralFiles.refusing { () throws(CollateralError) in
      try StackPrices.solved(pools, simulation, threads: threads) { delay in
        let times = MonthTimes.monthly(months, delay: Double(delay) / 365)
        return SimulatedRates(
          StoredPaths(dynamics, plan, times, threads: threads), scenario, threads: threads)
      }
    }
  }

  private static func pools(
    _ loans: [PoolLoan], _ prices: [PoolPrice]
  ) throws(CommandError) -> [QuotedPool] {
    let byID = Dictionary(loans.map { ($0.id, $0) }) { first, _ in first }
    var pools: [QuotedPool] = []
    for price in prices {
      guard let loan = byID[price.id] else {
        throw CommandError(.rejectedInput, "the price of '\(price.id)' is of no pool of the tape")
      }
      guard loan.balance > 0 else {
        throw CommandError(.rejectedInput, "'\(price.id)' has no balance that a price could be of")
      }
      let stack = PoolStack(
        market: price.program.market, coupon: price.coupon, termYears: price.termYears,
        part: price.part.ofCash)
      pools.append(
        QuotedPool(loan: loan, stack: stack, delayDays: price.delayDays, price: price.price))
    }
    guard !pools.isEmpty else { throw CommandError(.rejectedInput, "there are no prices") }
    return pools
  }
}

extension AgencyProgram {
  /// Where its pools trade: those of Fannie Mae and Freddie Mac are delivered for each other, those of Ginnie Mae by program.
  fileprivate var market: String {
    switch self {
    case .fannieMae, .freddieMac, .freddieMacGold: "conventional"
    case .ginnieMaeI, .ginnieMaeII: rawValue
    }
  }
}

extension PoolPrice.Part {
  fileprivate var ofCash: SimulatedCash.Part {
    switch self {
    case .all: .all
    case .interest: .interest
    case .principal: .principal
    }
  }
}

/// What a market has to have for pools to be simulated.
private struct PoolPricingMarket {
  let curve: ZeroCurve
  let rates: HullWhite
  let mortgageRate: MortgageRateModel
  let economy: CollateralEconomy
  private let models: [PrepaymentModel]
  private let day: CivilDate

  /// Throws what the market lacks.
  init(_ snapshot: MarketSnapshot, _ currency: Currency) throws {
    day = snapshot.valuationDate
    func lacks(_ what: String) -> CommandError {
      CommandError(.rejectedInput, "the market of \(snapshot.valuationDate) has no \(what); add it")
    }
    let markets: ScenarioMarkets
    let curves: [String: ZeroCurve]
    do throws(ScenarioMarketsError) {
      markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [], reportingCurrency: snapshot.fxBase)
      curves = try snapshot.zeroCurves()
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
    guard let curve = snapshot.discountCurves[currency.code].flatMap({ curves[$0] }) else {
      throw lacks("discount curve for \(currency)")
    }
    self.curve = curve
    guard let collateral = snapshot.collateral, let mortgageRate = collateral.mortgageRateModel else {
      throw lacks("model of mortgage rates")
    }
    self.mortgageRate = mortgageRate
    models = collateral.prepaymentModels
    do throws(MissingMarketData) {
      let model = try markets.shortRateModel(currency)
      rates = HullWhite(meanReversion: model.meanReversion, volatility: model.volatility)
      economy = try markets.collateralEconomy(
        currency, column: 0, firstMonth: YearMonth(snapshot.valuationDate).adding(months: 1), months: 0)
    } catch {
      throw lacks(error.name)
    }
  }

  /// A speed, or a model by name; the market's only model where nothing is said.
  func prepayment(_ text: String?) throws(CommandError) -> CollateralAssumptions.Prepayment {
    let names = models.map(\.name).joined(separator: ", ")
    guard let text else {
      guard models.count == 1 else {
        throw CommandError(
          models.isEmpty ? .rejectedInput : .usage,
          models.isEmpty
            ? "the market of \(day) has no model of prepayment; add it, or give --prepayment '8 CPR'"
            : "the market has the models \(names); say which by --prepayment NAME")
      }
      return .model(models[0])
    }
    if let model = models.first(where: { $0.name == text }) { return .model(model) }
    do throws(CollateralError) {
      return .speed(try PrepaymentSpeed(text: text))
    } catch {
      throw CommandError(
        .usage,
        "--prepayment \(error.message); the market has "
          + (models.isEmpty ? "no models" : "the models \(names)"))
    }
  }
}
