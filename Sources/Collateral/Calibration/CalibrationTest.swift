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

  /// Loan months that have something in common.
  public struct Group: Hashable, Sendable {
    /// From this loan month, or this incentive (a decimal), up to that of the next group.
    public let start: Double
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
  /// By loan month, in the bands asked for; bands without loans are left out.
  public let ages: [Group]
  /// By the loan's rate less that of new mortgages in the month, in steps of half a percent from −2% to 3%; steps without loans are
  /// left out, and all of them where the rates of mortgages are not known.
  public let incentives: [Group]

  /// A month of a loan or line of loans: its rate by the model, how many there were, how many ended.
  struct Month {
    let rate: Double
    let exposed: Double
    let events: Double
    /// Counted from 1.
    var loanMonth = 1
    var incentive: Double?
  }

  /// Months of defaults by a model.
  ///
  /// - Parameters:
  ///   - baselineRate: a decimal a month, from the histories that the model was fitted to.
  ///   - ageBands: first loan months of the bands, rising.
  public init(
    _ model: DefaultModel, _ histories: [LoanHistory], _ economy: EconomyHistory, baselineRate: Double,
    ageBands: [Int]
  ) {
    self.init(
      CalibrationTest.monthsByHistory(histories, economy, \.defaulted) {
        $0.defaults = .model(model)
      } speeds: {
        $0.defaults
      }, baselineRate: baselineRate, ageBands: ageBands)
  }

  /// Months of prepayments by a model, or at a speed.
  public init(
    _ prepayment: CollateralAssumptions.Prepayment, _ histories: [LoanHistory], _ economy: EconomyHistory,
    baselineRate: Double, ageBands: [Int]
  ) {
    self.init(
      CalibrationTest.monthsByHistory(histories, economy, \.prepaid) {
        $0.prepayment = prepayment
      } speeds: {
        $0.prepayment
      }, baselineRate: baselineRate, ageBands: ageBands)
  }

  /// The rates of a projection of each history's loan, beside what was seen. Months without loans are left out.
  static func monthsByHistory(
    _ histories: [LoanHistory], _ economy: EconomyHistory, _ events: KeyPath<LoanHistory, [Double]>,
    _ set: (inout CollateralAssumptions) -> Void, speeds: (LoanSpeeds) -> [Double]
  ) -> [[Month]] {
    histories.map { history in
      let seen = economy.economy(from: history.firstMonth)
      var assumptions = CollateralAssumptions(defaultsEndBeforeMaturity: false, economy: seen)
      set(&assumptions)
      var loan = LoanSpeeds(assumptions, longestTerm: history.loan.remainingTerm)
      loan.write(history.loan)
      let rates = speeds(loan)
      return history.exposed.indices.filter { history.exposed[$0] > 0 }.map { month in
        Month(
          rate: rates[month], exposed: history.exposed[month], events: history[keyPath: events][month],
          loanMonth: history.loan.age + month + 1,
          incentive: economy.mortgageRates.map { _ in history.loan.noteRate - seen.mortgageRates.value(month)
          })
      }
    }
  }

  init(_ months: [[Month]], baselineRate: Double, ageBands: [Int]) {
    let months = months.flatMap(\.self).sorted { $0.rate < $1.rate }
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
    ages = CalibrationTest.groups(months, starts: ageBands.map(Double.init)) { Double($0.loanMonth) }
    incentives = CalibrationTest.groups(months, starts: (-4...6).map { Double($0) / 200 }, by: \.incentive)
  }

  /// Months below the first start belong to the first group.
  private static func groups(_ months: [Month], starts: [Double], by value: (Month) -> Double?) -> [Group] {
    var sums = starts.map { _ in (exposure: 0.0, expected: 0.0, observed: 0.0) }
    for month in months {
      guard let value = value(month) else { continue }
      let group = starts.lastIndex { $0 <= value } ?? 0
      sums[group].exposure += month.exposed
      sums[group].expected += month.rate * month.exposed
      sums[group].observed += month.events
    }
    return zip(starts, sums).filter { $0.1.exposure > 0 }.map {
      Group(start: $0, exposure: $1.exposure, expected: $1.expected, observed: $1.observed)
    }
  }
}
