/// The course of a period: open, steps, close.
extension DealState {
  /// Brings collateral cash in, and lets interest, fees and swaps fall due; tests triggers that no step tests.
  ///
  /// `collections` has `nil` for groups whose months have ended.
  mutating func open(
    _ period: Period, collections: [Collections?], series: [Double], isExplained: Bool
  ) throws(DealRunError) {
    self.period = period
    self.series = series
    step = nil
    explanation = isExplained ? Explanation() : nil
    cashIn = 0
    cashOut = 0
    openingCash = accounts.reduce(0, +)
    openBonds()
    try earn()
    for group in groups.indices { collect(group, collections[group]) }
    openingOvercollateralisation =
      groups.reduce(0) { $0 + $1.collections.openingBalance } - bonds.reduce(0) { $0 + $1.openingBalance }
    try accrue()
    try openFacilities()
    for trigger in triggers.indices where !deal.triggers[trigger].hasStep { try test(trigger) }
    explainOpening()
    try check()
  }

  private mutating func openBonds() {
    for bond in bonds.indices {
      let before = bonds[bond]
      bonds[bond] = Bond(
        originalBalance: before.originalBalance, openingBalance: before.balance, balance: before.balance,
        interestDue: before.interestUnpaid, writtenDownBefore: before.outstandingWriteDown)
    }
    for fee in fees.indices { fees[fee] = Fee(due: deal.fees[fee].carries ? fees[fee].unpaid : 0) }
    for swap in swaps.indices { swaps[swap] = Swap(net: min(0, swaps[swap].unsettled)) }
    for facility in facilities.indices {
      let before = facilities[facility]
      facilities[facility] = Facility(balance: before.balance, interestDue: before.interestUnpaid)
    }
  }

  /// Interest on the cash that accounts held from the period before.
  private mutating func earn() throws(DealRunError) {
    let held = accounts
    for (index, account) in deal.accounts.enumerated() {
      accountInterest[index] = 0
      guard let formula = account.interest, held[index] > 0 else { continue }
      let rate = try value(formula)
      guard rate >= 0, rate.isFinite else {
        throw error("'\(account.name)' would earn \(rate); keep it from going below zero by max(0, …)")
      }
      accountInterest[index] = held[index] * rate * period.yearFraction
      receive(accountInterest[index], into: account.interestTo)
    }
  }

  private mutating func collect(_ group: Int, _ collections: Collections?) {
    groups[group].purchaseCost = 0
    guard !groups[group].isCalled, let collections else {
      let balance = groups[group].balance
      let inDefault = groups[group].collections.inDefault
      groups[group].collections = Collections(
        openingBalance: balance, performing: balance - inDefault, inDefault: inDefault)
      return
    }
    groups[group].collections = collections
    groups[group].cumulativeLoss += collections.loss
    groups[group].cumulativeDefaults += collections.defaults
    receive(collections.interest, into: deal.groups[group].interestTo)
    receive(collections.penalties, into: deal.groups[group].penaltiesTo)
    receive(collections.principal, into: deal.groups[group].principalTo)
  }

  private mutating func accrue() throws(DealRunError) {
    for (index, bond) in deal.bonds.enumerated() {
      let rate = try value(bond.coupon)
      let notional =
        try bond.notional.map { formula throws(DealRunError) in try value(formula) } ?? bonds[index].balance
      let fraction = period.fraction(bond.dayCount)
      guard rate.isFinite, notional.isFinite, rate * notional >= 0 else {
        throw error(
          "'\(bond.name)' would have interest of \(rate) on \(notional); keep it from going below zero by max(0, …)"
        )
      }
      let carried = bonds[index].interestDue
      bonds[index].notional = notional
      bonds[index].rate = rate
      bonds[index].interestAccrued =
        rate * notional * fraction + (bond.interestOnShortfall ? carried * rate * fraction : 0)
      bonds[index].interestDue = carried + bonds[index].interestAccrued
    }
    for (index, fee) in deal.fees.enumerated() {
      let amount = try value(fee.amount)
      guard amount >= 0, amount.isFinite else { throw error("the fee '\(fee.name)' would be \(amount)") }
      fees[index].due += amount
    }
    for (index, swap) in deal.swaps.enumerated() {
      let rate = try value(swap.receive) - value(swap.pay)
      let net = rate * (try value(swap.notional)) * period.fraction(swap.dayCount)
      guard net.isFinite else { throw error("the swap '\(swap.name)' would pay \(net)") }
      swaps[index].net += net
    }
  }

  private mutating func openFacilities() throws(DealRunError) {
    for (index, facility) in deal.facilities.enumerated() {
      let limit = try value(facility.limit)
      let rate = try value(facility.rate)
      guard rate >= 0, rate.isFinite, limit.isFinite else {
        throw error("the facility '\(facility.name)' would have a limit of \(limit) and a rate of \(rate)")
      }
      facilities[index].limit = max(0, limit)
      facilities[index].interestDue += facilities[index].balance * rate * period.fraction(facility.dayCount)
    }
  }

  mutating func test(_ index: Int) throws(DealRunError) {
    let terms = deal.triggers[index]
    let isBreached = try value(terms.when) != 0
    triggers[index].breaches = isBreached ? triggers[index].breaches + 1 : 0
    if triggers[index].breaches >= terms.breaches {
      triggers[index].isTripped = true
    } else if !terms.isLatched, !isBreached {
      triggers[index].isTripped = false
    }
    explainTest(index)
  }

  /// Takes a step where its condition holds, and checks what it left.
  mutating func take(_ index: Int) throws(DealRunError) {
    step = index
    let step = deal.steps[index]
    let isTaken = try step.when.map { formula throws(DealRunError) in try value(formula) != 0 } ?? true
    explainStart(step, isTaken: isTaken)
    guard isTaken else { return }
    switch step.action {
    case .payFees(let action): action.run(&self)
    case .payInterest(let action): action.run(&self)
    case .accrete(let action): action.run(&self)
    case .payPrincipal(let action): try action.run(&self)
    case .transfer(let action): try action.run(&self)
    case .release(let action): action.run(&self)
    case .writeDown(let action): try action.run(&self)
    case .writeUp(let action): try action.run(&self)
    case .settle(let action): action.run(&self)
    case .test(let action): try action.run(&self)
    case .call(let action): try action.run(&self)
    case .draw(let action): try action.run(&self)
    case .repay(let action): try action.run(&self)
    case .purchase(let action): try action.run(&self)
    }
    explainEnd(step)
    try check()
  }

  /// Refuses cash that no step took.
  mutating func close() throws(DealRunError) {
    step = nil
    for account in accounts.indices where accounts[account] > tolerance && !deal.accounts[account].keepsCash {
      throw error(
        "the account '\(deal.accounts[account].name)' still holds \(accounts[account]) that no step takes")
    }
    try checkLedgers()
  }
}
