/// The only ways in which cash moves.
extension DealState {
  /// Pays to somebody outside the deal, as far as the account has cash; gives what was paid. What rounding leaves below
  /// zero is nothing.
  mutating func payOut(_ amount: Double, from account: Int) -> Double {
    let paid = max(0, min(amount, accounts[account]))
    accounts[account] -= paid
    cashOut += paid
    return paid
  }

  /// Takes in from outside the deal.
  mutating func receive(_ amount: Double, into account: Int) {
    accounts[account] += amount
    cashIn += amount
  }

  /// Moves from one account to another, as far as there is cash; gives what was moved.
  mutating func move(_ amount: Double, from: Int, to: Int) -> Double {
    let moved = max(0, min(amount, accounts[from]))
    accounts[from] -= moved
    accounts[to] += moved
    return moved
  }
}
