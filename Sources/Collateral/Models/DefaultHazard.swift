/// A rate of default by age, and what it is multiplied by for loans that are late.
public struct DefaultHazard: Hashable, Sendable, Codable {
  /// Of loans that pay.
  public let base: DefaultSpeed
  /// Multiples of loans that are 30, 60 and 90 days late at the cut-off date, for as many months as `statusMonths`.
  public let days30: Double
  public let days60: Double
  public let days90: Double
  /// Months after the cut-off date over which a loan's status counts less and less, evenly.
  public let statusMonths: Int

  public init(
    base: DefaultSpeed, days30: Double = 1, days60: Double = 1, days90: Double = 1, statusMonths: Int = 12
  ) {
    self.base = base
    self.days30 = days30
    self.days60 = days60
    self.days90 = days90
    self.statusMonths = statusMonths
  }

  /// MDR in a month counted from 0.
  func mdr(_ loan: PoolLoan, month: Int, effect: Double) -> Double {
    let loanMonth = loan.age + month + 1
    let rate = base.unit.mdr(base.vector.value(month: month + 1, loanMonth: loanMonth), loanMonth: loanMonth)
    let late: Double =
      switch loan.status {
      case .current, .foreclosure, .realEstateOwned: 1
      case .days30: days30
      case .days60: days60
      case .days90: days90
      }
    let weight = max(0, 1 - Double(month) / Double(statusMonths))
    return min(1, rate * effect * (1 + (late - 1) * weight))
  }

  var problems: [ParameterProblem] {
    var problems: [ParameterProblem] = []
    for (field, value) in [("days30", days30), ("days60", days60), ("days90", days90)] {
      problems.require(value, in: 1...10_000, "hazard.\(field)")
    }
    problems.require(statusMonths >= 1, "hazard.status_months", "are below 1")
    return problems
  }
}
