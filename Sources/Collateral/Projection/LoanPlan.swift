/// A loan month by month as far as paths of rates leave it alone: what simulations work out once and use on every path.
///
/// All but loans whose rate follows an index have one: their schedule, defaults and losses are the same on every path, and their
/// prepayment depends on mortgage rates through a few numbers of each month.
package struct LoanPlan: Sendable {
  package struct Month: Sendable {
    /// Balance at the month's end over that at its beginning, of a loan that pays as it should.
    package var ratio = 1.0
    /// Interest of the month on the balance.
    package var rate = 0.0
    /// Part of the performing balance that defaults.
    package var defaults = 0.0
    /// Of what defaulted `liquidationLag` months ago: what is liquidated now, and what of it is lost.
    package var liquidated = 0.0
    package var lost = 0.0
    /// Part of the balance in default that the servicer advances as principal.
    package var advanced = 0.0
    /// Charged on each unit prepaid.
    package var penalty = 0.0
    /// The loan's rate, a decimal a year, that borrowers compare with the market's.
    package var noteRate = 0.0
    /// What SMM of the model is multiplied by; 0 while the loan may not be prepaid.
    package var multiple = 0.0
    /// Turnover and refinancing: turnover before lock-in, a decimal a month. Richard and Roll: seasoning times month of the year.
    package var turnover = 0.0
    /// Multiple of the refinancing curve: seasoning, score, loan to value.
    package var refinancing = 0.0
  }

  package let loan: PoolLoan
  package let months: [Month]
  /// Part of the borrowers that are active at the beginning.
  package let openingActive: Double
}

/// Makes plans of loans under assumptions with a model of prepayment.
package struct LoanPlanner {
  private let assumptions: CollateralAssumptions
  private let economy: CollateralEconomy
  private let model: PrepaymentModel
  private var speeds: LoanSpeeds

  /// `nil` where prepayment comes from speeds, which no path moves.
  package init?(_ assumptions: CollateralAssumptions, longestTerm: Int) {
    guard case .model(let model) = assumptions.prepayment, let economy = assumptions.economy else {
      return nil
    }
    self.assumptions = assumptions
    self.economy = economy
    self.model = model
    speeds = LoanSpeeds(assumptions, longestTerm: longestTerm)
  }

  /// `nil` for loans that have no plan: adjustable ones, and those in default already, which no model of prepayment looks at.
  package mutating func plan(_ loan: PoolLoan) -> LoanPlan? {
    if case .adjustable = loan.rateTerms { return nil }
    if loan.status.isInDefault { return nil }
    speeds.write(loan)
    let term = loan.remainingTerm
    let lag = assumptions.liquidationLag
    var months = [LoanPlan.Month](
      repeating: LoanPlan.Month(), count: term + (assumptions.defaultsEndBeforeMaturity ? 0 : lag))
    var kept = [Double](repeating: 1, count: months.count)
    for month in months.indices {
      let isDue = month < term
      if isDue {
        months[month].ratio = speeds.schedule.ratios[month]
        months[month].rate = speeds.schedule.rates[month]
        months[month].defaults = speeds.defaults[month]
        months[month].noteRate = 12 * speeds.schedule.rates[month]
        months[month].multiple = month < loan.lockoutMonths ? 0 : assumptions.multipliers.prepayment
        months[month].penalty = loan.penalty(loanMonth: loan.age + month + 1)
      }
      if assumptions.servicerAdvances, month < term - 1 {
        months[month].advanced = max(0, 1 - months[month].ratio)
      }
      if month + 1 < months.count { kept[month + 1] = kept[month] * (1 - months[month].advanced) }
      if month >= lag, kept[month - lag] > 0 {
        months[month].liquidated = kept[month] / kept[month - lag]
        months[month].lost = min(speeds.severity(month: month), months[month].liquidated)
      }
    }
    switch model.form {
    case .richardRoll(let model): model.write(loan, economy, into: &months)
    case .turnoverAndRefinancing(let model):
      model.write(loan, economy, valueEffects: speeds.scratch.valueEffects, into: &months)
    }
    return LoanPlan(loan: loan, months: months, openingActive: speeds.scratch.openingActive)
  }
}

extension RichardRoll {
  fileprivate func write(
    _ loan: PoolLoan, _ economy: CollateralEconomy, into months: inout [LoanPlan.Month]
  ) {
    for month in 0..<loan.remainingTerm {
      let seasoning = min(1, Double(loan.age + month + 1) / Double(seasoningMonths))
      months[month].turnover = seasoning * seasonality[economy.calendarMonth(month) - 1]
    }
  }
}

extension TurnoverAndRefinancing {
  fileprivate func write(
    _ loan: PoolLoan, _ economy: CollateralEconomy, valueEffects: [Double],
    into months: inout [LoanPlan.Month]
  ) {
    let turnoverRate = MonthlyRate.monthly(fromAnnual: turnover.annualRate)
    let score = refinancing.scoreEffect.multiple(loan.score.map(Double.init))
    for month in 0..<loan.remainingTerm {
      let age = Double(loan.age + month + 1)
      let season = turnover.seasonality[economy.calendarMonth(month) - 1]
      months[month].turnover = turnoverRate * min(1, age / Double(turnover.seasoningMonths)) * season
      months[month].refinancing = min(1, age / Double(refinancing.seasoningMonths)) * score
      if !valueEffects.isEmpty { months[month].refinancing *= valueEffects[month] }
    }
  }
}
