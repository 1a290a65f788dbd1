/// The course of a period: open, steps, close.
extension DealState {
  /// Brings collateral cash in, and lets interest, fees and swaps fall due; tests triggers that no step tests.
  ///
  /// `collections` has `nil` for groups whose months have ended.
  mutating func open(
    _ period: DealPeriod, collections: [Collections<Number>?], series: [Number], isExplained: Bool
  ) throws(DealRunError) {
    self.period = period
    self.series = series
    explanation = isExplained ? Explanation() : nil
    cashIn = .zero
    cashOut = .zero
    openingCash = accounts.reduce(.zero, +)
    openBonds()
    try earn()
    for group in groups.indices { collect(group, collections[group]) }
    openingOvercollateralisation =
      groups.reduce(.zero) { $0 + $1.collections.openingBalance }
      - bonds.reduce(.zero) { $0 + $1.openingBalance }
    try accrue()
    try openFacilities()
    for trigger in triggers.indices where !deal.triggers[trigger].hasStep { try test(trigger) }
    explainOpening()
    if checksSteps { try check() }
  }

  private mutating func openBonds() {
    for bond in bonds.indices {
      let before = bonds[bond]
      bonds[bond] = Bond(
        originalBalance: before.originalBalance, openingBalance: before.balance, balance: before.balance,
        interestDue: before.interestUnpaid, writtenDownBefore: before.outstandingWriteDown)
    }
    for fee in fees.indices { fees[fee] = Fee(due: deal.fees[fee].carries ? fees[fee].unpaid : .zero) }
    for swap in swaps.indices { swaps[swap] = Swap(net: .lower(.zero, swaps[swap].unsettled)) }
    for facility in facilities.indices {
      let before = facilities[facility]
      facilities[facility] = Facility(balance: before.balance, interestDue: before.interestUnpaid)
    }
  }

  /// Interest on the cash that accounts held from the period before.
  private mutating func earn() throws(DealRunError) {
    let held = accounts
    for (index, account) in deal.accounts.enumerated() {
      accountInterest[index] = .zero
      let earns = held[index] .> .zero
      guard let formula = account.interest, earns.holdsSomewhere else { continue }
      let rate = try value(formula, where: earns)
      guard rate.isAmount.holdsEverywhere else {
        throw error("'\(account.name)' would earn \(rate); keep it from going below zero by max(0, …)")
      }
      accountInterest[index] = held[index] * rate * Number(repeating: period.yearFraction)
      receive(accountInterest[index], into: account.interestTo)
    }
  }

  private mutating func collect(_ group: Int, _ collections: Collections<Number>?) {
    groups[group].purchaseCost = .zero
    let isOpen = .!groups[group].isCalled
    guard let collections, isOpen.holdsSomewhere else {
      let left = groups[group].collections
      groups[group].collections = Collections(performing: left.performing, inDefault: left.inDefault)
      return
    }
    let brought = isOpen.holdsEverywhere ? collections : collections.taken(where: isOpen)
    groups[group].collections = brought
    groups[group].cumulativeLoss += brought.loss
    groups[group].cumulativeDefaults += brought.defaults
    receive(brought.interest, into: deal.groups[group].interestTo)
    receive(brought.penalties, into: deal.groups[group].penaltiesTo)
    receive(brought.principal, into: deal.groups[group].principalTo)
  }

  private mutating func accrue() throws(DealRunError) {
    for (index, bond) in deal.bonds.enumerated() {
      let rate = try value(bond.coupon)
      let notional =
        try bond.notional.map { formula throws(DealRunError) in try value(formula) } ?? bonds[index].balance
      let fraction = Number(repeating: period.fraction(bond.dayCount))
      let isAmount = rate.isFinite .& notional.isFinite .& (rate * notional .>= .zero)
      guard isAmount.holdsEverywhere else {
        throw error(
          "'\(bond.name)' would have interest of \(rate) on \(notional); keep it from going below zero by max(0, …)"
        )
      }
      let carried = bonds[index].interestDue
      var accrued = rate * notional * fraction
      if bond.interestOnShortfall { accrued += carried * rate * fraction }
      bonds[index].notional = notional
      bonds[index].rate = rate
      bonds[index].interestDue = carried + accrued
    }
    for (index, fee) in deal.fees.enumerated() {
      let amount = try value(fee.amount)
      guard amount.isAmount.holdsEverywhere else { throw error("the fee '\(fee.name)' would be \(amount)") }
      fees[index].due += amount
    }
    for (index, swap) in deal.swaps.enumerated() {
      let rate = try value(swap.receive) - value(swap.pay)
      let net = rate * (try value(swap.notional)) * Number(repeating: period.fraction(swap.dayCount))
      guard net.isFinite.holdsEverywhere else { throw error("the swap '\(swap.name)' would pay \(net)") }
      swaps[index].net += net
    }
  }

  private mutating func openFacilities() throws(DealRunError) {
    for (index, facility) in deal.facilities.enumerated() {
      let limit = try value(facility.limit)
      let rate = try value(facility.rate)
      guard (rate.isAmount .& limit.isFinite).holdsEverywhere else {
        throw error("the facility '\(facility.name)' would have a limit of \(limit) and a rate of \(rate)")
      }
      facilities[index].limit = limit.aboveZero
      facilities[index].interestDue +=
        facilities[index].balance * rate * Number(repeating: period.fraction(facility.dayCount))
    }
  }

  /// Tests a trigger on the paths that the step is taken on.
  mutating func test(_ index: Int) throws(DealRunError) {
    let terms = deal.triggers[index]
    let before = triggers[index]
    let isBreached = try value(terms.when) .!= .zero
    let breaches = (before.breaches + .one).taken(where: isBreached)
    let trips = isTaken .& (breaches .>= Number(repeating: Double(terms.breaches)))
    triggers[index].breaches = before.breaches.replacing(with: breaches, where: isTaken)
    triggers[index].isTripped = before.isTripped .| trips
    if !terms.isLatched {
      let isKept = .!isTaken .| trips .| isBreached
      triggers[index].isTripped = triggers[index].isTripped .& isKept
    }
    explainTest(index)
  }

  /// Takes a step where its condition holds, and checks what it left.
  mutating func take(_ index: Int) throws(DealRunError) {
    step = index
    let step = deal.steps[index]
    isTaken = Number.Truth(repeating: true)
    if let when = step.when { isTaken = try value(when) .!= .zero }
    explainStart(step)
    guard isTaken.holdsSomewhere else { return }
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
    if checksSteps { try check() }
  }

  /// Refuses cash that no step took.
  mutating func close() throws(DealRunError) {
    step = nil
    isTaken = Number.Truth(repeating: true)
    for account in accounts.indices
    where !deal.accounts[account].keepsCash && (accounts[account] .> tolerance).holdsSomewhere {
      throw error(
        "the account '\(deal.accounts[account].name)' still holds \(accounts[account]) that no step takes")
    }
    if !checksSteps { try check() }
    try checkLedgers()
  }
}
