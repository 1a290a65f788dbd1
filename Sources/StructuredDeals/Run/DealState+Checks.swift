/// What must hold after every step of every run; that it does not is a fault of the interpreter or of the inputs.
extension DealState {
  /// 1e-6 of a unit, or what rounding makes of amounts of this size.
  var tolerance: Double {
    let scale = groups.reduce(openingCash + cashIn) { $0 + $1.collections.openingBalance }
    return max(1e-6, 16 * scale.ulp)
  }

  func check() throws(DealRunError) {
    try checkBalances()
    try checkCash()
    try checkOvercollateralisation()
  }

  private func checkBalances() throws(DealRunError) {
    for bond in bonds.indices where !(bonds[bond].balance >= 0 && bonds[bond].balance.isFinite) {
      throw error("the balance of '\(deal.bonds[bond].name)' is \(bonds[bond].balance)")
    }
    for facility in facilities.indices
    where !(facilities[facility].balance >= 0 && facilities[facility].balance.isFinite) {
      throw error("the balance of '\(deal.facilities[facility].name)' is \(facilities[facility].balance)")
    }
    for account in accounts.indices where !(accounts[account] >= 0 && accounts[account].isFinite) {
      throw error("the account '\(deal.accounts[account].name)' holds \(accounts[account])")
    }
  }

  private func checkCash() throws(DealRunError) {
    let held = accounts.reduce(0, +)
    let gap = openingCash + cashIn - cashOut - held
    guard abs(gap) <= tolerance else {
      throw error(
        "cash does not add up by \(gap): \(openingCash) held, \(cashIn) in, \(cashOut) out, \(held) left")
    }
  }

  /// Collateral less bonds, once from balances and once from what was paid, lost and written since the period opened.
  private func checkOvercollateralisation() throws(DealRunError) {
    var balances = 0.0
    var moves = 0.0
    for group in groups {
      balances += group.balance
      moves +=
        group.collections.accretion + group.collections.purchased - group.collections.principal
        - group.collections.loss
    }
    for bond in bonds {
      balances -= bond.balance
      moves += bond.principalPaid + bond.writtenDown - bond.writtenUp - bond.interestAccreted
    }
    let gap = balances - openingOvercollateralisation - moves
    guard abs(gap) <= tolerance + groups.reduce(0, { $0 + abs($1.collections.gap) }) else {
      throw error(
        "collateral less bonds is \(balances), but payments, losses and write-downs make it \(balances - gap)"
      )
    }
  }

  /// What parties got in the period against what left the accounts.
  func checkLedgers() throws(DealRunError) {
    var paid = 0.0
    var received = 0.0
    for bond in bonds { paid += bond.interestPaid + bond.principalPaid + bond.residualPaid }
    for fee in fees { paid += fee.paid }
    for swap in swaps {
      paid += max(0, -swap.settled)
      received += max(0, swap.settled)
    }
    for facility in facilities {
      paid += facility.interestPaid + facility.repaid
      received += facility.drawn
    }
    received += accountInterest.reduce(0, +)
    for group in groups {
      paid += group.purchaseCost
      received += group.collections.interest + group.collections.penalties + group.collections.principal
    }
    guard abs(paid - cashOut) <= tolerance, abs(received - cashIn) <= tolerance else {
      throw error(
        "parties got \(paid) of \(cashOut) that was paid; \(cashIn) came in of \(received) collected")
    }
    for bond in bonds.indices where bonds[bond].outstandingWriteDown < -tolerance {
      throw error("'\(deal.bonds[bond].name)' was written up by more than it was written down")
    }
  }
}
