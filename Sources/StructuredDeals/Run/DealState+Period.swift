/// The course of a period: open, steps, close.
extension DealState {
  /// Brings collateral cash in, and lets interest, fees and swaps fall due; tests triggers that no step tests.
  mutating func open(
    _ period: DealPeriod, _ flows: [GroupFlows<Number>], series: [Number], isExplained: Bool
  ) throws(DealRunError) {
    self.period = period
    self.series = series
    explanation = isExplained ? Explanation() : nil
    cashIn = .zero
    cashOut = .zero
    openingCash = .zero
    for account in accounts.indices { openingCash += accounts[account] }
    openBonds()
    try earn()
    openingOvercollateralisation = .zero
    for group in groups.indices {
      collect(group, flows[group])
      openingOvercollateralisation += groups[group].collections.openingBalance
    }
    for bond in bonds.indices { openingOvercollateralisation -= bonds[bond].balance }
    try accrue()
    try openFacilities()
    for trigger in triggers.indices where !deal.triggers[trigger].hasStep { try test(trigger) }
    explainOpening()
    if checksSteps { try check() }
  }

  private mutating func openBonds() {
    for bond in bonds.indices {
      bonds[bond] = Bond(
        originalBalance: bonds[bond].originalBalance, openingBalance: bonds[bond].balance,
        balance: bonds[bond].balance, interestDue: bonds[bond].interestUnpaid,
        writtenDownBefore: bonds[bond].outstandingWriteDown)
    }
    for fee in fees.indices { fees[fee] = Fee(due: deal.fees[fee].carries ? fees[fee].unpaid : .zero) }
    for swap in swaps.indices { swaps[swap] = Swap(net: .lower(.zero, swaps[swap].unsettled)) }
    for facility in facilities.indices {
      facilities[facility] = Facility(
        balance: facilities[facility].balance, interestDue: facilities[facility].interestUnpaid)
    }
  }

  /// Interest on the cash that accounts held from the period before.
  private mutating func earn() throws(DealRunError) {
    for account in accounts.indices {
      guard let formula = deal.accounts[account].interest else { continue }
      let earns = accounts[account] .> .zero
      accountInterest[account] = .zero
      guard earns.holdsSomewhere else { continue }
      let rate = try value(formula, where: earns)
      guard rate.isAmount.holdsEverywhere else {
        throw error(
          "'\(deal.accounts[account].name)' would earn \(rate); keep it from going below zero by max(0, …)")
      }
      accountInterest[account] = accounts[account] * rate * Number(repeating: period.yearFraction)
    }
    for account in accounts.indices where deal.accounts[account].interest != nil {
      receive(accountInterest[account], into: deal.accounts[account].interestTo)
    }
  }

  private mutating func collect(_ group: Int, _ flows: GroupFlows<Number>) {
    groups[group].purchaseCost = .zero
    let isOpen = .!groups[group].isCalled
    guard isOpen.holdsSomewhere,
      let brought = flows.collections(period.number - 1, groups[group].vintages)
    else {
      groups[group].collections = Collections(
        performing: groups[group].collections.performing, inDefault: groups[group].collections.inDefault)
      return
    }
    groups[group].collections = isOpen.holdsEverywhere ? brought : brought.taken(where: isOpen)
    groups[group].cumulativeLoss += groups[group].collections.loss
    groups[group].cumulativeDefaults += groups[group].collections.defaults
    receive(groups[group].collections.interest, into: deal.groups[group].interestTo)
    receive(groups[group].collections.penalties, into: deal.groups[group].penaltiesTo)
    receive(groups[group].collections.principal, into: deal.groups[group].principalTo)
  }

  private mutating func accrue() throws(DealRunError) {
    for bond in bonds.indices {
      let rate = try value(deal.bonds[bond].coupon)
      var notional = bonds[bond].balance
      if let formula = deal.bonds[bond].notional { notional = try value(formula) }
      let fraction = Number(repeating: period.fraction(deal.bonds[bond].dayCount))
      guard (rate * notional).isAmount.holdsEverywhere else {
        throw error(
          "'\(deal.bonds[bond].name)' would have interest of \(rate) on \(notional); keep it from going below zero by max(0, …)"
        )
      }
      let carried = bonds[bond].interestDue
      var accrued = rate * notional * fraction
      if deal.bonds[bond].interestOnShortfall { accrued += carried * rate * fraction }
      bonds[bond].notional = notional
      bonds[bond].rate = rate
      bonds[bond].interestDue = carried + accrued
    }
    for fee in fees.indices {
      let amount = try value(deal.fees[fee].amount)
      guard amount.isAmount.holdsEverywhere else {
        throw error("the fee '\(deal.fees[fee].name)' would be \(amount)")
      }
      fees[fee].due += amount
    }
    for swap in swaps.indices {
      let rate = try value(deal.swaps[swap].receive) - value(deal.swaps[swap].pay)
      let fraction = Number(repeating: period.fraction(deal.swaps[swap].dayCount))
      let net = rate * (try value(deal.swaps[swap].notional)) * fraction
      guard net.isFinite.holdsEverywhere else {
        throw error("the swap '\(deal.swaps[swap].name)' would pay \(net)")
      }
      swaps[swap].net += net
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
    let before = triggers[index]
    let isBreached = try value(deal.triggers[index].when) .!= .zero
    let breaches = (before.breaches + .one).taken(where: isBreached)
    let trips = isTaken .& (breaches .>= Number(repeating: Double(deal.triggers[index].breaches)))
    triggers[index].breaches = before.breaches.replacing(with: breaches, where: isTaken)
    triggers[index].isTripped = before.isTripped .| trips
    if !deal.triggers[index].isLatched {
      let isKept = .!isTaken .| trips .| isBreached
      triggers[index].isTripped = triggers[index].isTripped .& isKept
    }
    explainTest(index)
  }

  /// Takes a step where its condition holds, and checks what it left.
  mutating func take(_ index: Int) throws(DealRunError) {
    step = index
    isTaken = Number.Truth(repeating: true)
    if let when = deal.steps[index].when {
      isTaken = try value(when) .!= .zero
    }
    explainStart(index)
    guard isTaken.holdsSomewhere else { return }
    switch deal.steps[index].action {
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
    explainEnd(index)
    if checksSteps { try check() }
  }

  /// Refuses cash that no step took.
  mutating func close() throws(DealRunError) {
    step = nil
    isTaken = Number.Truth(repeating: true)
    let tolerance = tolerance
    for account in accounts.indices
    where !deal.accounts[account].keepsCash && (accounts[account] .> tolerance).holdsSomewhere {
      throw error(
        "the account '\(deal.accounts[account].name)' still holds \(accounts[account]) that no step takes")
    }
    if checksSteps { try checkLedgers(tolerance) } else { try checkBalances() }
  }
}
