public import Collateral
public import DatesAndConventions

/// A deal together with what its collateral is made of: loans that are projected by assumptions, or flows that are given.
public struct DealProjection: Sendable {
  public let waterfall: Waterfall
  /// Loans by group; groups of an underlying deal `X` are named `X.group`.
  public var loans: [String: [PoolLoan]]
  /// By group; `*` for groups that have none of their own. Groups without either are not prepaid and do not default.
  public var assumptions: [String: PoolAssumptions]
  /// Groups whose flows are given and move with no assumption.
  public var flows: [String: CollateralFlows]
  /// Loans like those that a group buys with its cash, under the group's assumptions as from their cut-off date; a group without buys
  /// more of what it was made of.
  public var reinvestment: [String: [PoolLoan]] = [:]
  /// Rates and observations by name, one a period; the last goes on.
  public var series: [String: [Double]]
  public var models: CollateralModels
  /// Needed where an assumption names a model.
  public var economy: CollateralEconomy?
  /// Of speeds and severities of all groups.
  public var multipliers: SpeedMultipliers
  /// Of adjustable loans.
  public var indexRates: IndexRates
  /// Calendar month of the first payments, for interest by the day; `nil` to take the economy's.
  public var firstMonth: YearMonth?

  public init(
    _ waterfall: Waterfall, loans: [String: [PoolLoan]], assumptions: [String: PoolAssumptions] = [:],
    flows: [String: CollateralFlows] = [:], series: [String: [Double]] = [:],
    models: CollateralModels = CollateralModels(), economy: CollateralEconomy? = nil,
    multipliers: SpeedMultipliers = .none, indexRates: IndexRates = IndexRates()
  ) {
    self.waterfall = waterfall
    self.loans = loans
    self.assumptions = assumptions
    self.flows = flows
    self.series = series
    self.models = models
    self.economy = economy
    self.multipliers = multipliers
    self.indexRates = indexRates
  }

  /// Takes rates of series and indices month by month from the cut-off, decimals, the last going on, in the place of what these names had.
  ///
  /// Precondition: each name has a rate.
  public mutating func take(rates: [String: [Double]]) {
    for (name, monthly) in rates { series[name] = monthly.everyNth(waterfall.deal.monthsPerPeriod) }
    indexRates = indexRates.replacing(rates)
  }

  /// How a group's loans are expected to pay.
  public func assumptions(of group: String) -> PoolAssumptions {
    assumptions[group] ?? assumptions["*"] ?? PoolAssumptions()
  }

  /// Months until the last loan is paid or liquidated, those given as flows or bought included; one at least.
  public var loanMonths: Int {
    let own = loans.keys.map { group in
      let lag = assumptions(of: group).liquidationLag
      return (loans[group, default: []] + reinvestment[group, default: []]).reduce(0) {
        max($0, $1.remainingTerm + lag)
      }
    }
    return (own + flows.values.map(\.months)).reduce(1, max)
  }

  /// Projects the loans and runs the deal. Speeds that are given take the place of all groups' own.
  /// `isExplained` keeps what each step did.
  public func run(
    _ speeds: AssumedSpeeds = AssumedSpeeds(), isExplained: Bool = false
  ) throws(DealRunError) -> ProjectedDeal {
    var collateral = flows
    var bought: [String: CollateralFlows] = [:]
    for (group, loans) in loans {
      do throws(CollateralError) {
        var assumptions = try speeds.applied(to: self.assumptions(of: group))
          .resolved(models, economy: economy)
        assumptions.multipliers = multipliers
        assumptions.indexRates = indexRates
        assumptions.firstMonth = firstMonth
        let pool = try CollateralProjection(assumptions)
        collateral[group] = try pool.flows(loans)
        if let loans = reinvestment[group] { bought[group] = try pool.flows(loans) }
      } catch {
        throw DealRunError(
          deal: waterfall.deal.name, period: nil, step: nil, message: "the collateral '\(group)': \(error)")
      }
    }
    let run = try waterfall.run(
      DealInputs(collateral: collateral, series: series, reinvestment: bought), isExplained: isExplained)
    return ProjectedDeal(collateral: collateral, run: run)
  }
}

/// What collateral brings under some assumptions, and what the deal makes of it.
public struct ProjectedDeal: Sendable {
  /// By group.
  public let collateral: [String: CollateralFlows]
  public let run: DealRun

  /// Losses of all pools over their opening balances; 0 without a balance.
  public var poolLoss: Double {
    let balance = collateral.values.reduce(0) { $0 + $1.openingBalance + $1.openingInDefault }
    let loss = collateral.values.reduce(0) { $0 + $1.loss.reduce(0, +) }
    return balance > 0 ? loss / balance : 0
  }
}

/// Speeds that take the place of what a pool is assumed to do; `nil` leaves the pool's own.
public struct AssumedSpeeds: Hashable, Sendable {
  public var prepayment: PrepaymentSpeed?
  public var defaults: DefaultSpeed?
  /// A part of the balance at default, 0 to 1.
  public var severity: Double?

  public init(prepayment: PrepaymentSpeed? = nil, defaults: DefaultSpeed? = nil, severity: Double? = nil) {
    self.prepayment = prepayment
    self.defaults = defaults
    self.severity = severity
  }

  func applied(to assumptions: PoolAssumptions) -> PoolAssumptions {
    var applied = assumptions
    if let prepayment { applied.prepayment = .speed(prepayment) }
    if let defaults { applied.defaults = .speed(defaults) }
    if let severity { applied.severity = .curve([severity]) }
    return applied
  }
}
