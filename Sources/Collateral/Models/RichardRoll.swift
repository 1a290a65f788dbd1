import Foundation

/// Prepayment as the product of four factors (Richard and Roll 1989): CPR = refinancing · seasoning · month of the year · burnout.
public struct RichardRoll: Hashable, Sendable, Codable {
  /// CPR = level − amplitude · atan(steepness · (midpoint − note rate / mortgage rate)).
  public let level: Double
  public let amplitude: Double
  public let steepness: Double
  public let midpoint: Double
  /// Months over which new loans come to full speed.
  public let seasoningMonths: Int
  /// Multiples from January to December.
  public let seasonality: [Double]
  /// Burnout is this plus the rest times what is left of the pool since the cut-off date; 1 for none.
  public let burnoutFloor: Double
  /// Months from a rate to the prepayments that it causes.
  public let lagMonths: Int

  public init(
    level: Double, amplitude: Double, steepness: Double, midpoint: Double, seasoningMonths: Int,
    seasonality: [Double], burnoutFloor: Double, lagMonths: Int
  ) {
    self.level = level
    self.amplitude = amplitude
    self.steepness = steepness
    self.midpoint = midpoint
    self.seasoningMonths = seasoningMonths
    self.seasonality = seasonality
    self.burnoutFloor = burnoutFloor
    self.lagMonths = lagMonths
  }

  /// CPR from the incentive alone. Mortgage rates below 0.01% count as that.
  public func refinancing(noteRate: Double, mortgageRate: Double) -> Double {
    level - amplitude * atan(steepness * (midpoint - noteRate / max(mortgageRate, 1e-4)))
  }

  func write(
    _ loan: PoolLoan, _ schedule: LoanSchedule, _ economy: CollateralEconomy, into smm: inout [Double]
  ) {
    var left = 1.0
    for month in 0..<loan.remainingTerm {
      let refinancing = refinancing(
        noteRate: 12 * schedule.rates[month], mortgageRate: economy.mortgageRates.value(month - lagMonths))
      let seasoning = min(1, Double(loan.age + month + 1) / Double(seasoningMonths))
      let season = seasonality[economy.calendarMonth(month) - 1]
      let burnout = burnoutFloor + (1 - burnoutFloor) * left
      let rate = MonthlyRate.monthly(fromAnnual: refinancing * seasoning * season * burnout)
      smm[month] = rate
      left *= schedule.ratios[month] * (1 - rate)
    }
  }

  var problems: [ParameterProblem] {
    var problems: [ParameterProblem] = []
    problems.require(level, in: 0...1, "richard_roll.level")
    problems.require(amplitude, in: 0...1, "richard_roll.amplitude")
    problems.require(steepness, in: 0...1_000, "richard_roll.steepness")
    problems.require(midpoint, in: 0...10, "richard_roll.midpoint")
    problems.require(seasoningMonths >= 1, "richard_roll.seasoning_months", "are below 1")
    problems.require(burnoutFloor, in: 0...1, "richard_roll.burnout_floor")
    problems.require((0...24).contains(lagMonths), "richard_roll.lag_months", "are not between 0 and 24")
    problems.requireSeasonality(seasonality, "richard_roll.seasonality")
    return problems
  }
}

extension [ParameterProblem] {
  mutating func requireSeasonality(_ multiples: [Double], _ field: String) {
    require(
      multiples.count == 12 && multiples.allSatisfy { (0...10).contains($0) }, field,
      "need 12 multiples between 0 and 10, January to December")
  }
}
