/// Projects what loans pay, month by month (Standard Formulas SF-16 to SF-19): of the performing balance at the beginning of a month
/// first what defaults is taken, then scheduled principal falls due, then what is left after it is prepaid.
public struct CollateralProjection: Sendable {
  private let assumptions: CollateralAssumptions

  /// Throws when an assumption is out of its range.
  public init(_ assumptions: CollateralAssumptions) throws(CollateralError) {
    guard (0...120).contains(assumptions.liquidationLag) else {
      throw CollateralError(
        message: "the lag to liquidation of \(assumptions.liquidationLag) months is not between 0 and 120")
    }
    var problems: [ParameterProblem] = []
    var hasModel = false
    switch assumptions.prepayment {
    case .speed: break
    case .model(let model): (problems, hasModel) = (problems + model.problems, true)
    }
    switch assumptions.defaults {
    case .speed: break
    case .model(let model): (problems, hasModel) = (problems + model.problems, true)
    }
    switch assumptions.severity {
    case .curve(let curve):
      guard !curve.isEmpty, curve.allSatisfy({ (0...1).contains($0) }) else {
        throw CollateralError(message: "severities are between 0 and 1, one at least")
      }
    case .model(let model): (problems, hasModel) = (problems + model.problems, true)
    }
    if let problem = problems.first { throw CollateralError(message: "\(problem)") }
    if hasModel, assumptions.economy == nil {
      throw CollateralError(message: "models need an economy: rates of mortgages, house prices, unemployment")
    }
    if let problem = assumptions.multipliers.problem { throw CollateralError(message: problem) }
    if let problem = assumptions.economy?.problem {
      throw CollateralError(message: "the economy: \(problem)")
    }
    if let index = assumptions.indexRates.outOfRange {
      throw CollateralError(message: "rates of the index '\(index)' are not all between -50% and 500%")
    }
    self.assumptions = assumptions
  }

  /// Flows of all loans together, from the month after the cut-off date until the last is repaid or liquidated.
  ///
  /// Loans in foreclosure or owned by the lender at the cut-off date are liquidated when the lag is over, or in the first month.
  /// Throws when an adjustable loan follows an index that the assumptions do not have.
  public func flows(_ loans: [PoolLoan]) throws(CollateralError) -> CollateralFlows {
    for loan in loans {
      guard case .adjustable(let rate) = loan.rateTerms, !assumptions.indexRates.has(rate.index) else {
        continue
      }
      throw CollateralError(
        loan: loan.id, message: "follows the index '\(rate.index)', for which no rates are given; add them")
    }
    let months = loans.reduce(0) { max($0, lifetime($1)) }
    var rows = MonthRows(months: months)
    var late = [SIMD4<Double>](repeating: .zero, count: assumptions.knowsLate ? months : 0)
    var speeds = LoanSpeeds(assumptions, longestTerm: loans.reduce(0) { max($0, $1.remainingTerm) })
    var runOff = PoolLoanRunOff(months: months, assumptions)
    for loan in loans where loan.balance > 0 {
      speeds.write(loan)
      runOff.add(loan, speeds, months: lifetime(loan), to: &rows, late: &late)
    }
    return rows.flows(
      openingBalance: loans.reduce(0) { $0 + ($1.status.isInDefault ? 0 : $1.balance) },
      openingInDefault: loans.reduce(0) { $0 + ($1.status.isInDefault ? $1.balance : 0) }, late: late)
  }

  /// Months until nothing can be left of a loan.
  private func lifetime(_ loan: PoolLoan) -> Int {
    if loan.status.isInDefault { return max(1, assumptions.liquidationLag) }
    return loan.remainingTerm + (assumptions.defaultsEndBeforeMaturity ? 0 : assumptions.liquidationLag)
  }
}

extension CollateralAssumptions {
  /// Whether the model of default tells how late loans are that do not default.
  fileprivate var knowsLate: Bool {
    guard case .model(let model) = defaults, case .rollRates = model.form else { return false }
    return true
  }
}
