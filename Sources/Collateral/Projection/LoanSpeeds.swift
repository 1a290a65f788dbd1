/// Schedule, prepayment, default and severity of one loan in each of its months.
struct LoanSpeeds {
  private let assumptions: CollateralAssumptions
  private(set) var schedule: LoanSchedule
  /// The part of the balance after scheduled principal that is prepaid.
  private(set) var prepayment: [Double]
  /// The part of the performing balance that defaults.
  private(set) var defaults: [Double]
  private var prepaymentByAge: [Int: [Double]] = [:]
  private var defaultsByAge: [Int: [Double]] = [:]
  private let longestTerm: Int
  private let usesValues: Bool
  private var loanToValue = LoanToValuePath()
  /// Of the loan at hand, where severity comes from a model.
  private var insurance = 0.0

  init(_ assumptions: CollateralAssumptions, longestTerm: Int) {
    self.assumptions = assumptions
    self.longestTerm = longestTerm
    schedule = LoanSchedule(longestTerm: longestTerm)
    prepayment = [Double](repeating: 0, count: longestTerm)
    defaults = prepayment
    usesValues = assumptions.usesValues
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
      if let economy = assumptions.economy {
        model.write(loan, schedule, loanToValue, economy, into: &prepayment)
      }
    }
    switch assumptions.defaults {
    case .speed(let speed):
      defaults = defaultsByAge.value(loan.age) { speed.monthly(age: loan.age, months: longestTerm) }
    case .model(let model):
      if let economy = assumptions.economy { model.write(loan, loanToValue, economy, into: &defaults) }
    }
    for month in 0..<min(loan.lockoutMonths, loan.remainingTerm) { prepayment[month] = 0 }
    guard assumptions.defaultsEndBeforeMaturity else { return }
    for month in max(0, loan.remainingTerm - assumptions.liquidationLag)..<loan.remainingTerm {
      defaults[month] = 0
    }
  }

  /// Severity of loans liquidated in a month counted from 0.
  func severity(month: Int) -> Double {
    switch assumptions.severity {
    case .curve(let curve): curve[min(month, curve.count - 1)]
    case .model(let model): model.severity(loanToValue: loanToValue.value(month), insurance: insurance)
    }
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
