import Foundation
import NumericalMethods

/// Prepayment of two kinds of borrower. All move house and repay early by and by; when rates fall the active ones refinance along an
/// S-curve, the passive ones rarely. As the active leave, the pool slows down: burnout without a memory of rates.
public struct TurnoverAndRefinancing: Hashable, Sendable, Codable {
  /// Sales of houses.
  public struct Turnover: Hashable, Sendable, Codable {
    /// Of seasoned loans at the rate of the market, a decimal a year.
    public let annualRate: Double
    /// Months over which new loans come to full speed.
    public let seasoningMonths: Int
    /// Multiples from January to December.
    public let seasonality: [Double]
    /// Part of the turnover that is lost for each 1 (100%) that the loan's rate is below the market's: owners stay.
    public let lockInSlope: Double
    /// The part of turnover that stays however low the loan's rate is.
    public let lockInFloor: Double

    public init(
      annualRate: Double, seasoningMonths: Int, seasonality: [Double], lockInSlope: Double,
      lockInFloor: Double
    ) {
      self.annualRate = annualRate
      self.seasoningMonths = seasoningMonths
      self.seasonality = seasonality
      self.lockInSlope = lockInSlope
      self.lockInFloor = lockInFloor
    }
  }

  /// Refinancing of active borrowers: SMM = least + (most − least) / (1 + e^(−steepness · (incentive − midpoint))).
  public struct Refinancing: Hashable, Sendable, Codable {
    /// Decimals a month.
    public let least: Double
    public let most: Double
    /// Incentive at which the curve is half way up: note rate less mortgage rate, a decimal a year.
    public let midpoint: Double
    public let steepness: Double
    public let seasoningMonths: Int
    /// Months from a rate to the prepayments that it causes.
    public let lagMonths: Int
    /// Of what is refinanced, by score in points when the loan was made and by loan to value now, decimals.
    public let scoreEffect: RiskEffect
    public let loanToValueEffect: RiskEffect

    public init(
      least: Double, most: Double, midpoint: Double, steepness: Double, seasoningMonths: Int, lagMonths: Int,
      scoreEffect: RiskEffect = .none, loanToValueEffect: RiskEffect = .none
    ) {
      self.least = least
      self.most = most
      self.midpoint = midpoint
      self.steepness = steepness
      self.seasoningMonths = seasoningMonths
      self.lagMonths = lagMonths
      self.scoreEffect = scoreEffect
      self.loanToValueEffect = loanToValueEffect
    }

    /// SMM of a seasoned active borrower.
    public func smm(incentive: Double) -> Double {
      least + (most - least) / (1 + Exponential.exp(-steepness * (incentive - midpoint)))
    }
  }

  /// The two kinds.
  public struct Burnout: Hashable, Sendable, Codable {
    /// Part of the borrowers that are active when a loan is made.
    public let activeShare: Double
    /// What passive borrowers refinance, as a part of what active ones do.
    public let passiveRefinancing: Double

    public init(activeShare: Double, passiveRefinancing: Double) {
      self.activeShare = activeShare
      self.passiveRefinancing = passiveRefinancing
    }
  }

  public let turnover: Turnover
  public let refinancing: Refinancing
  public let burnout: Burnout
  /// Principal repaid early in part, a decimal a year.
  public let curtailment: Double

  public init(turnover: Turnover, refinancing: Refinancing, burnout: Burnout, curtailment: Double) {
    self.turnover = turnover
    self.refinancing = refinancing
    self.burnout = burnout
    self.curtailment = curtailment
  }

  /// Room to work in, kept from loan to loan.
  struct Scratch {
    /// e^(−steepness · (incentive − midpoint)) from the first month that a loan is run.
    fileprivate var powers: [Double] = []
    /// Multiples by loan to value, from the first month projected; empty where they are 1.
    fileprivate(set) var valueEffects: [Double] = []
    /// Part of the borrowers that are active when the first month projected begins.
    fileprivate(set) var openingActive = 0.0
  }

  /// Loans that are not new are run from when they were made, or from the beginning of the history of rates, at their present rate:
  /// past chances have made them slower.
  func write(
    _ loan: PoolLoan, _ schedule: LoanSchedule, _ loanToValue: LoanToValuePath, _ economy: CollateralEconomy,
    _ scratch: inout Scratch, into smm: inout [Double]
  ) {
    let rates = economy.mortgageRates
    let first = max(-loan.age, min(0, rates.firstMonth))
    func incentive(_ month: Int) -> Double {
      (month < 0 ? loan.noteRate : 12 * schedule.rates[month]) - rates.value(month - refinancing.lagMonths)
    }
    scratch.powers.removeAll(keepingCapacity: true)
    for month in first..<loan.remainingTerm {
      scratch.powers.append(-refinancing.steepness * (incentive(month) - refinancing.midpoint))
    }
    Exponential.expInPlace(&scratch.powers)
    refinancing.loanToValueEffect.write(loanToValue.values, into: &scratch.valueEffects)

    let turnoverRate = MonthlyRate.monthly(fromAnnual: turnover.annualRate)
    let uncurtailed = 1 - MonthlyRate.monthly(fromAnnual: curtailment)
    let score = refinancing.scoreEffect.multiple(loan.score.map(Double.init))
    let (perTurnoverMonth, perRefinancingMonth) = (
      1 / Double(turnover.seasoningMonths), 1 / Double(refinancing.seasoningMonths)
    )
    var calendarMonth = economy.calendarMonth(first) - 1
    var active = burnout.activeShare
    for month in first..<loan.remainingTerm {
      if month == 0 { scratch.openingActive = active }
      let age = Double(loan.age + month + 1)
      let lockIn = max(turnover.lockInFloor, 1 + turnover.lockInSlope * min(0, incentive(month)))
      let season = turnover.seasonality[calendarMonth]
      let moving = min(1, turnoverRate * min(1, age * perTurnoverMonth) * season * lockIn)
      let curve =
        refinancing.least + (refinancing.most - refinancing.least) / (1 + scratch.powers[month - first])
      var refinanced = curve * min(1, age * perRefinancingMonth) * score
      if month >= 0, !scratch.valueEffects.isEmpty { refinanced *= scratch.valueEffects[month] }
      let staying = (1 - moving) * uncurtailed
      let activeLeft = active * staying * (1 - min(1, refinanced))
      let passiveLeft = (1 - active) * staying * (1 - min(1, refinanced * burnout.passiveRefinancing))
      let left = activeLeft + passiveLeft
      if month >= 0 { smm[month] = 1 - left }
      active = left > 0 ? activeLeft / left : 0
      calendarMonth = calendarMonth == 11 ? 0 : calendarMonth + 1
    }
  }

  var problems: [ParameterProblem] {
    var problems: [ParameterProblem] = []
    let path = "turnover_and_refinancing."
    problems.require(turnover.annualRate, in: 0...1, path + "turnover.annual_rate")
    problems.require(
      turnover.seasoningMonths >= 1 && refinancing.seasoningMonths >= 1, path + "turnover.seasoning_months",
      "are below 1")
    problems.requireSeasonality(turnover.seasonality, path + "turnover.seasonality")
    problems.require(turnover.lockInSlope, in: 0...1_000, path + "turnover.lock_in_slope")
    problems.require(turnover.lockInFloor, in: 0...1, path + "turnover.lock_in_floor")
    problems.require(refinancing.least, in: 0...1, path + "refinancing.least")
    problems.require(
      refinancing.most, in: refinancing.least...max(1, refinancing.least), path + "refinancing.most")
    problems.require(refinancing.midpoint, in: -1...1, path + "refinancing.midpoint")
    problems.require(refinancing.steepness, in: 0...100_000, path + "refinancing.steepness")
    problems.require(
      (0...24).contains(refinancing.lagMonths), path + "refinancing.lag_months", "are not between 0 and 24")
    problems += refinancing.scoreEffect.problems(path + "refinancing.score_effect")
    problems += refinancing.loanToValueEffect.problems(path + "refinancing.loan_to_value_effect")
    problems.require(burnout.activeShare, in: 0...1, path + "burnout.active_share")
    problems.require(burnout.passiveRefinancing, in: 0...1, path + "burnout.passive_refinancing")
    problems.require(curtailment, in: 0...1, path + "curtailment")
    return problems
  }
}
