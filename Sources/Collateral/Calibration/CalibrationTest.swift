import Foundation

/// How well rates of a month tell which loans end in it, on histories that may not have been fitted to.
public struct CalibrationTest: Hashable, Sendable {
  /// A tenth of the exposure, by rate.
  public struct Decile: Hashable, Sendable {
    /// Loan months in it.
    public let exposure: Double
    /// Events by the model, and those seen.
    public let expected: Double
    public let observed: Double
  }

  public let exposure: Double
  public let expected: Double
  public let observed: Double
  /// −log likelihood per loan month; less is better.
  public let logLoss: Double
  /// That of the same rate for every month of every loan.
  public let baselineLogLoss: Double
  /// Chance that a month with an event has a higher rate than one without, ties counted half: 0.5 tells nothing, 1 everything.
  public let areaUnderCurve: Double
  /// From the lowest rates to the highest. Months of the same rate stay together, so tenths are so only as far as rates differ.
  public let deciles: [Decile]

  /// A month of a loan or line of loans: its rate by the model, how many there were, how many ended.
  struct Month {
    let rate: Double
    let exposed: Double
    let events: Double
  }

  /// Months of defaults by a model.
  ///
  /// - Parameter baselineRate: A decimal a month, from the histories that the model was fitted to.
  public init(
    _ model: DefaultModel, _ histories: [LoanHistory], _ economy: EconomyHistory, baselineRate: Double
  ) {
    self.init(
      CalibrationTest.months(histories, economy, \.defaulted) {
        $0.defaults = .model(model)
      } speeds: {
        $0.defaults
      }, baselineRate: baselineRate)
  }

  /// Months of prepayments by a model.
  public init(
    _ model: PrepaymentModel, _ histories: [LoanHistory], _ economy: EconomyHistory, baselineRate: Double
  ) {
    self.init(
      CalibrationTest.months(histories, economy, \.prepaid) {
        $0.prepayment = .model(model)
      } speeds: {
        $0.prepayment
      }, baselineRate: baselineRate)
  }

  /// The rates of a projection of each history's loan, beside what was seen.
  static func months(
    _ histories: [LoanHistory], _ economy: EconomyHistory, _ events: KeyPath<LoanHistory, [Double]>,
    _ set: (inout CollateralAssumptions) -> Void, speeds: (LoanSpeeds) -> [Double]
  ) -> [Month] {
    histories.flatMap { history in
      var assumptions = CollateralAssumptions(
        defaultsEndBeforeMaturity: false, economy: economy.economy(from: history.firstMonth))
      set(&assumptions)
      var loan = LoanSpeeds(assumptions, longestTerm: history.loan.remainingTerm)
      loan.write(history.loan)
      let rates = speeds(loan)
      return history.exposed.indices.map {
        Month(rate: rates[$0], exposed: history.exposed[$0], events: history[keyPath: events][$0])
      }
    }
  }

  init(_ months: [Month], baselineRate: Double) {
    let months = months.filter { $0.exposed > 0 }.sorted { $0.rate < $1.rate }
    let exposure = months.reduce(0) { $0 + $1.exposed }
    self.exposure = exposure
    expected = months.reduce(0) { $0 + $1.rate * $1.exposed }
    observed = months.reduce(0) { $0 + $1.events }
    func loss(_ rate: (Month) -> Double) -> Double {
      months.reduce(0) { sum, month in
        let rate = min(max(rate(month), 1e-12), 1 - 1e-12)
        return sum - month.events * log(rate) - (month.exposed - month.events) * log1p(-rate)
      } / max(exposure, .leastNormalMagnitude)
    }
    logLoss = loss(\.rate)
    baselineLogLoss = loss { _ in baselineRate }

    var (concordant, without, before) = (0.0, 0.0, 0.0)
    var deciles: [Decile] = []
    var part = (exposure: 0.0, expected: 0.0, observed: 0.0)
    var index = 0
    while index < months.count {
      // All months of one rate.
      var tied = (exposed: 0.0, events: 0.0)
      let rate = months[index].rate
      while index < months.count, months[index].rate == rate {
        tied.exposed += months[index].exposed
        tied.events += months[index].events
        index += 1
      }
      let other = tied.exposed - tied.events
      concordant += tied.events * (without + other / 2)
      without += other
      before += tied.exposed
      part = (part.exposure + tied.exposed, part.expected + rate * tied.exposed, part.observed + tied.events)
      if before >= exposure * Double(deciles.count + 1) / 10 * (1 - 1e-12) || index == months.count {
        deciles.append(Decile(exposure: part.exposure, expected: part.expected, observed: part.observed))
        part = (0, 0, 0)
      }
    }
    self.deciles = deciles
    areaUnderCurve = observed > 0 && without > 0 ? concordant / (observed * without) : 0.5
  }
}
