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

  /// What the rate of a loan is multiplied by in a month counted from 0, by its status at the cut-off date.
  func multiple(of status: DelinquencyStatus, month: Int) -> Double {
    let late: Double
    switch status {
    case .current, .foreclosure, .realEstateOwned: return 1
    case .days30: late = days30
    case .days60: late = days60
    case .days90: late = days90
    }
    return 1 + (late - 1) * max(0, 1 - Double(month) / Double(statusMonths))
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
