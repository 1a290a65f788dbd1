import DatesAndConventions
import Instruments

/// The note rate of a loan by day.
struct LoanRates {
  private let first: Double
  private let steps: [RateStep]

  init(_ loan: AmortisingLoan) {
    first = loan.rate
    steps = loan.rateSteps
  }

  /// The rate at which interest accrues from `date` on.
  func rate(from date: CivilDate) -> Double { steps.last { $0.date <= date }?.rate ?? first }

  /// What steps between `start` and `end` add to rate times years at the rate of `start`.
  ///
  /// - Parameters:
  ///   - years: From `start` to `end`.
  ///   - yearsTo: From `start` to a day between them.
  func stepped(
    from start: CivilDate, to end: CivilDate, years: Double, yearsTo: (CivilDate) -> Double
  ) -> Double {
    guard !steps.isEmpty else { return 0 }
    var sum = 0.0
    var before = rate(from: start)
    for step in steps where step.date > start && step.date < end {
      sum += (step.rate - before) * (years - yearsTo(step.date))
      before = step.rate
    }
    return sum
  }
}
