/// The rate and the payment of a loan whose rate moves.
struct LoanRatePath {
  private let terms: LoanRateTerms
  private let indexRates: IndexRates
  /// Multiple of the balance at cut-off beyond which interest may not join it.
  private let balanceLimit: Double

  init(_ loan: PoolLoan, _ indexRates: IndexRates) {
    terms = loan.rateTerms
    self.indexRates = indexRates
    if case .adjustable(let rate) = loan.rateTerms, let cap = rate.paymentCap, loan.balance > 0 {
      balanceLimit = cap.balanceLimit * loan.originalBalance / loan.balance
    } else {
      balanceLimit = .infinity
    }
  }

  /// The rate of a month, counted from 1, after one with the rate `current`.
  func rate(month: Int, current: Double) -> Double {
    switch terms {
    case .fixed: return current
    case .stepped(let steps): return steps.last { $0.month == month }?.rate ?? current
    case .adjustable(let terms):
      let since = month - 1 - terms.monthsToReset
      guard since >= 0, since.isMultiple(of: terms.resetMonths) else { return current }
      guard let index = indexRates.rate(terms.index, month: month - 1 - terms.lookbackMonths) else {
        preconditionFailure("the projection has asked for the index '\(terms.index)'")
      }
      return terms.rate(index: index, current: current, isFirst: since == 0)
    }
  }

  /// The payment of a month after one of `before`.
  func payment(
    month: Int, before: Double, rateIsNew: Bool, balance: Double, interest: Double, full: () -> Double
  ) -> Double {
    guard case .adjustable(let terms) = terms, let cap = terms.paymentCap else {
      return rateIsNew ? full() : before
    }
    if let recast = cap.recastMonths, (month - 1).isMultiple(of: recast) { return full() }
    let since = month - 1 - terms.monthsToReset
    guard since >= 0, since.isMultiple(of: cap.resetMonths) else { return before }
    return min(max(full(), before * (1 - cap.change)), before * (1 + cap.change))
  }

  func isBeyondLimit(_ balance: Double) -> Bool { balance > balanceLimit }
}
