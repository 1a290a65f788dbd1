/// What must hold after every step of every run; that it does not is a fault of the interpreter or of the inputs.
extension DealState {
  /// 1e-6 of a unit, or what rounding makes of amounts of this size: 16 units in the last place of the largest.
  var tolerance: Number {
    var scale = openingCash + cashIn
    for group in groups.indices { scale += groups[group].collections.openingBalance }
    return .higher(Number(repeating: 1e-6), scale * Number(repeating: 0x1p-48))
  }

  func check() throws(DealRunError) {
    let tolerance = tolerance
    try checkBalances()
    try checkCash(tolerance)
    try checkOvercollateralisation(tolerance)
  }

  func checkBalances() throws(DealRunError) {
    var all = AmountCheck<Number>()
    for bond in bonds.indices where !bonds[bond].isRetired { all.add(bonds[bond].balance) }
    for facility in facilities.indices { all.add(facilities[facility].balance) }
    for account in accounts.indices { all.add(accounts[account]) }
    guard all.areAmounts else { throw balanceError() }
  }

  /// Which balance is below zero or none.
  private func balanceError() -> DealRunError {
    for bond in bonds.indices where !bonds[bond].balance.isAmount.holdsEverywhere {
      return error("the balance of '\(deal.bonds[bond].name)' is \(bonds[bond].balance)")
    }
    for facility in facilities.indices where !facilities[facility].balance.isAmount.holdsEverywhere {
      return error("the balance of '\(deal.facilities[facility].name)' is \(facilities[facility].balance)")
    }
    for account in accounts.indices where !accounts[account].isAmount.holdsEverywhere {
      return error("the account '\(deal.accounts[account].name)' holds \(accounts[account])")
    }
    return error("balances add up to more than a number holds")
  }

  private func checkCash(_ tolerance: Number) throws(DealRunError) {
    let held = accounts.reduce(.zero, +)
    let gap = openingCash + cashIn - cashOut - held
    guard (gap.absolute .<= tolerance).holdsEverywhere else {
      throw error(
        "cash does not add up by \(gap): \(openingCash) held, \(cashIn) in, \(cashOut) out, \(held) left")
    }
  }

  /// Collateral less bonds, once from balances and once from what was paid, lost and written since the period opened.
  private func checkOvercollateralisation(_ tolerance: Number) throws(DealRunError) {
    var balances = Number.zero
    var moves = Number.zero
    var roundings = Number.zero
    for group in groups.indices {
      balances += groups[group].balance
      moves += groups[group].collections.accretion + groups[group].collections.purchased
      moves -= groups[group].collections.principal + groups[group].collections.loss
      roundings += groups[group].collections.gap.absolute
    }
    for bond in bonds.indices {
      balances -= bonds[bond].balance
      moves += bonds[bond].principalPaid + bonds[bond].writtenDown - bonds[bond].writtenUp
      moves -= bonds[bond].interestAccreted
    }
    let gap = balances - openingOvercollateralisation - moves
    guard (gap.absolute .<= tolerance + roundings).holdsEverywhere else {
      throw error(
        "collateral less bonds is \(balances), but payments, losses and write-downs make it \(balances - gap)"
      )
    }
  }

  /// What parties got in the period against what left the accounts.
  func checkLedgers(_ tolerance: Number) throws(DealRunError) {
    var paid = Number.zero
    var received = Number.zero
    for bond in bonds.indices {
      paid += bonds[bond].interestPaid + bonds[bond].principalPaid + bonds[bond].residualPaid
    }
    for fee in fees.indices { paid += fees[fee].paid }
    for swap in swaps.indices {
      paid += (-swaps[swap].settled).aboveZero
      received += swaps[swap].settled.aboveZero
    }
    for facility in facilities.indices {
      paid += facilities[facility].interestPaid + facilities[facility].repaid
      received += facilities[facility].drawn
    }
    for account in accounts.indices { received += accountInterest[account] }
    for group in groups.indices {
      paid += groups[group].purchaseCost
      received += groups[group].collections.interest + groups[group].collections.penalties
      received += groups[group].collections.principal
    }
    let isWhole =
      ((paid - cashOut).absolute .<= tolerance) .& ((received - cashIn).absolute .<= tolerance)
    guard isWhole.holdsEverywhere else {
      throw error(
        "parties got \(paid) of \(cashOut) that was paid; \(cashIn) came in of \(received) collected")
    }
    for bond in bonds.indices where (bonds[bond].outstandingWriteDown .< -tolerance).holdsSomewhere {
      throw error("'\(deal.bonds[bond].name)' was written up by more than it was written down")
    }
  }
}
