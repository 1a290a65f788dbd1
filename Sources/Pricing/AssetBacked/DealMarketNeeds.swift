public import Collateral
public import DatesAndConventions
public import StructuredDeals

/// What of a deal decides what a market gives it: when its months end, which rates it reads, and which models its loans follow.
public struct DealMarketNeeds: Sendable {
  let currency: Currency
  let asOf: CivilDate
  let firstPayment: CivilDate
  let monthsPerPeriod: Int
  let delayDays: Int
  /// Months until the last loan is paid or liquidated; one at least.
  let loanMonths: Int
  let series: [String: DealSeries]
  /// Of each group of loans, groups by name.
  let assumptions: [PoolAssumptions]
  /// What is given besides the market's.
  let models: CollateralModels

  /// A package, its assumptions replaced by group where they are given.
  public init(_ package: DealPackage, assumptions: [String: PoolAssumptions]? = nil) {
    guard let firstPayment = package.deal.firstPayment else {
      preconditionFailure("a package has a first payment")
    }
    var projection = DealProjection(package)
    if let assumptions { projection.assumptions.merge(assumptions) { $1 } }
    self.init(
      projection, currency: package.currency, asOf: package.asOf, firstPayment: firstPayment,
      delayDays: package.delayDays, series: package.series)
  }

  /// A deal whose parts are told one by one.
  ///
  /// - Parameters:
  ///   - projection: the deal, its loans and their assumptions; its models may be named besides the market's.
  ///   - asOf: the cut-off.
  ///   - firstPayment: after the cut-off.
  ///   - delayDays: from the end of a period to its payment, 0 or more.
  ///   - series: those that come from the market, by name.
  public init(
    _ projection: DealProjection, currency: Currency, asOf: CivilDate, firstPayment: CivilDate,
    delayDays: Int,
    series: [String: DealSeries]
  ) {
    self.currency = currency
    self.asOf = asOf
    self.firstPayment = firstPayment
    monthsPerPeriod = projection.waterfall.deal.monthsPerPeriod
    self.delayDays = delayDays
    loanMonths = projection.loanMonths
    self.series = series
    assumptions = projection.loans.keys.sorted().map(projection.assumptions(of:))
    models = projection.models
  }

  /// Whether an assumption names a model, which needs an economy.
  var usesModels: Bool { assumptions.contains(where: \.usesModels) }

  /// Whether prepayment of a group comes from a model, which looks at mortgage rates.
  var prepaysByModel: Bool {
    assumptions.contains { if case .model = $0.prepayment { true } else { false } }
  }

  /// Whether rates move the deal's cash: series do, and models of prepayment.
  var followsRates: Bool { !series.isEmpty || prepaysByModel }
}
