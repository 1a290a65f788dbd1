/// The only ways in which cash moves, on the paths that the step is taken on.
extension DealState {
  /// Pays to somebody outside the deal, as far as the account has cash; gives what was paid. What rounding leaves below
  /// zero is nothing.
  func payOut(_ amount: Number, from account: Int) -> Number {
    let paid = payable(amount, from: account)
    accounts[account] -= paid
    cashOut += paid
    return paid
  }

  /// Takes in from outside the deal.
  func receive(_ amount: Number, into account: Int) {
    let received = ifTaken(amount)
    accounts[account] += received
    cashIn += received
  }

  /// Moves from one account to another, as far as there is cash; gives what was moved.
  func move(_ amount: Number, from: Int, to: Int) -> Number {
    let moved = payable(amount, from: from)
    accounts[from] -= moved
    accounts[to] += moved
    return moved
  }

  private func payable(_ amount: Number, from account: Int) -> Number {
    ifTaken(Number.lower(amount, accounts[account]).aboveZero)
  }
}
