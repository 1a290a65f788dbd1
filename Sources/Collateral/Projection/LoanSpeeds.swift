/// Schedule, prepayment, default and severity of one loan in each of its months.
struct LoanSpeeds {
  private let assumptions: CollateralAssumptions
  private(set) var schedule: LoanSchedule
  /// The part of the balance after scheduled principal that is prepaid.
  private(set) var prepayment: [Double]
  /// The part of the performing balance that defaults.
  private(set) var defaults: [Double]
  /// The parts of the performing balance that are 0, 30, 60 and 90 days late at the end of each month; empty where not known.
  private(set) var late: [SIMD4<Double>] = []
  private var prepaymentByAge: [Int: [Double]] = [:]
  private var defaultsByAge: [Int: [Double]] = [:]
  private let longestTerm: Int
  private let usesValues: Bool
  private var loanToValue = LoanToValuePath()
  private(set) var scratch = TurnoverAndRefinancing.Scratch()
  private var defaultEffects: DefaultModel.Effects?
  /// Of the loan at hand, where severity comes from a model.
  private var insurance = 0.0

  init(_ assumptions: CollateralAssumptions, longestTerm: Int) {
    self.assumptions = assumptions
    self.longestTerm = longestTerm
    schedule = LoanSchedule(
      longestTerm: longestTerm, firstMonth: assumptions.firstMonth ?? assumptions.economy?.firstMonth)
    prepayment = [Double](repeating: 0, count: longestTerm)
    defaults = prepayment
    usesValues = assumptions.usesValues
    if case .model(let model) = assumptions.defaults, let economy = assumptions.economy {
      defaultEffects = DefaultModel.Effects(model, economy, months: longestTerm)
    }
  }

  /// Writes the months of a loan over those of the one before.
  mutating func write(_ loan: PoolLoan) {
    schedule.write(loan, indexRates: assumptions.indexRates)
    if usesValues, let economy = assumptions.economy { loanToValue.write(loan, schedule, economy) }
    insurance = loan.mortgageInsurance
    switch assumptions.prepayment {
    case .speed(let speed):
      prepayment = prepaymentByAge.value(loan.age) { speed.monthly(age: loan.age, months: longestTerm) }
    case .model(let model):
      if let economy = assumptions.economy { write(model, loan, economy) }
    }
    switch assumptions.defaults {
    case .speed(let speed):
      defaults = defaultsByAge.value(loan.age) { speed.monthly(age: loan.age, months: longestTerm) }
    case .model(let model): write(model, loan)
    }
    scale(&prepayment, by: assumptions.multipliers.prepayment, months: loan.remainingTerm)
    scale(&defaults, by: assumptions.multipliers.defaults, months: loan.remainingTerm)
    for month in 0..<min(loan.lockoutMonths, loan.remainingTerm) { prepayment[month] = 0 }
    guard assumptions.defaultsEndBeforeMaturity else { return }
    for month in max(0, loan.remainingTerm - assumptions.liquidationLag)..<loan.remainingTerm {
      defaults[month] = 0
    }
  }

  private func scale(_ rates: inout [Double], by multiple: Double, months: Int) {
    guard multiple != 1 else { return }
    for month in 0..<months { rates[month] = min(1, multiple * rates[month]) }
  }

  private mutating func write(_ model: PrepaymentModel, _ loan: PoolLoan, _ economy: CollateralEconomy) {
    switch model.form {
    case .richardRoll(let model): model.write(loan, schedule, economy, into: &prepayment)
    case .turnoverAndRefinancing(let model):
      model.write(loan, schedule, loanToValue, economy, &scratch, into: &prepayment)
    }
  }

  private mutating func write(_ model: DefaultModel, _ loan: PoolLoan) {
    guard var effects = defaultEffects else { return }
    // Taken out, so that its arrays are not copied.
    defaultEffects = nil
    var base: [Double] = []
    if case .hazard(let hazard) = model.form {
      base = defaultsByAge.value(loan.age) { hazard.base.monthly(age: loan.age, months: longestTerm) }
    }
    model.write(loan, loanToValue, base: base, &effects, into: &defaults, late: &late)
    defaultEffects = effects
  }

  /// Severity of loans liquidated in a month counted from 0.
  func severity(month: Int) -> Double {
    let severity =
      switch assumptions.severity {
      case .curve(let curve): curve[min(month, curve.count - 1)]
      case .model(let model): model.severity(loanToValue: loanToValue.value(month), insurance: insurance)
      }
    return assumptions.multipliers.severity == 1
      ? severity : min(1, assumptions.multipliers.severity * severity)
  }
}

extension CollateralAssumptions {
  /// Whether a model looks at loans to value.
  fileprivate var usesValues: Bool {
    if case .model = prepayment { return true }
    if case .model = defaults { return true }
    if case .model = severity { return true }
    return false
  }
}

extension [Int: [Double]] {
  /// The value kept for a key, made when it is asked for first.
  fileprivate mutating func value(_ key: Int, _ make: () -> [Double]) -> [Double] {
    if let kept = self[key] { return kept }
    let made = make()
    self[key] = made
    return made
  }
}
