/// Loan to value of a loan that is never prepaid, as prices of houses move.
struct LoanToValuePath {
  /// At the beginning of each month, decimals; empty where it is not known.
  private(set) var values: [Double] = []

  /// Writes the months of a loan: loan to value when it was made, times what is left of the balance, over the growth of prices.
  mutating func write(_ loan: PoolLoan, _ schedule: LoanSchedule, _ economy: CollateralEconomy) {
    values.removeAll(keepingCapacity: true)
    guard let original = loan.originalLTV, loan.originalBalance > 0 else { return }
    let prices = economy.housePrices(of: loan)
    var scaled = original * loan.balance / loan.originalBalance * prices.value(-loan.age)
    for month in 0..<loan.remainingTerm {
      values.append(scaled / prices.value(month))
      scaled *= schedule.ratios[month]
    }
  }

  /// At the beginning of a month counted from 0; the last after the loan's end; `nil` where not known.
  func value(_ month: Int) -> Double? { values.isEmpty ? nil : values[min(month, values.count - 1)] }
}
