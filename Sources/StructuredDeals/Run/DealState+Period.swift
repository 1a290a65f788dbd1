/// The course of a period: open, steps, close.
extension DealState {
  /// Brings collateral cash in, and lets interest, fees and swaps fall due; tests triggers that no step tests.
  func open(
    _ period: DealPeriod, _ flows: [GroupFlows<Number>], series: [[Number]]
  ) throws(DealRunError) {
    self.period = period
    for (index, values) in series.enumerated() {
      self.series[index] = values[min(period.number, values.count) - 1]
    }
    if isExplained { explanation = Explanation() }
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

  private func openBonds() {
    for bond in bonds.indices { bonds[bond].open() }
    for fee in fees.indices { fees[fee] = Fee(due: deal.fees[fee].carries ? fees[fee].unpaid : .zero) }
    for swap in swaps.indices { swaps[swap] = Swap(net: .lower(.zero, swaps[swap].unsettled)) }
    for facility in facilities.indices {
      facilities[facility] = Facility(
        balance: facilities[facility].balance, interestDue: facilities[facility].interestUnpaid)
    }
  }

  /// Interest on the cash that accounts held from the period before.
  private func earn() throws(DealRunError) {
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

  private func collect(_ group: Int, _ flows: GroupFlows<Number>) {
    groups[group].purchaseCost = .zero
    let isOpen = .!groups[group].isCalled
    guard isOpen.holdsSomewhere, flows.bring(period.number - 1, groups[group].vintages) else {
      groups[group].collections = Collections(
        performing: groups[group].collections.performing, inDefault: groups[group].collections.inDefault)
      return
    }
    flows.put(period.number - 1, groups[group].vintages, in: &groups[group].collections)
    if !isOpen.holdsEverywhere { groups[group].collections = groups[group].collections.taken(where: isOpen) }
    groups[group].cumulativeLoss += groups[group].collections.loss
    groups[group].cumulativeDefaults += groups[group].collections.defaults
    receive(groups[group].collections.interest, into: deal.groups[group].interestTo)
    receive(groups[group].collections.penalties, into: deal.groups[group].penaltiesTo)
    receive(groups[group].collections.principal, into: deal.groups[group].principalTo)
  }

  private func accrue() throws(DealRunError) {
    var all = AmountCheck<Number>()
    for bond in bonds.indices where !bonds[bond].isRetired {
      let rate = try value(deal.bonds[bond].coupon)
      var notional = bonds[bond].balance
      if let formula = deal.bonds[bond].notional { notional = try value(formula) }
      let fraction = Number(repeating: period.fraction(deal.bonds[bond].dayCount))
      let carried = bonds[bond].interestDue
      let annual = rate * notional
      var accrued = annual * fraction
      if deal.bonds[bond].interestOnShortfall { accrued += carried * rate * fraction }
      all.add(annual)
      bonds[bond].notional = notional
      bonds[bond].rate = rate
      bonds[bond].interestDue = carried + accrued
      if !checksSteps, deal.bonds[bond].notional == nil { retire(bond) }
    }
    guard all.areAmounts else { throw interestError() }
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

  private func retire(_ bond: Int) {
    guard bonds[bond].balance[0] == 0 else { return }
    let isOver = (bonds[bond].balance .== .zero) .& (bonds[bond].interestDue .== .zero)
    bonds[bond].isRetired = isOver.holdsEverywhere
  }

  /// Which interest is below zero or none.
  private func interestError() -> DealRunError {
    for bond in bonds.indices where !(bonds[bond].rate * bonds[bond].notional).isAmount.holdsEverywhere {
      return error(
        "'\(deal.bonds[bond].name)' would have interest of \(bonds[bond].rate) on \(bonds[bond].notional); keep it from going below zero by max(0, …)"
      )
    }
    return error("interest adds up to more than a number holds")
  }

  private func openFacilities() throws(DealRunError) {
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
  func test(_ index: Int) throws(DealRunError) {
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
  func take(_ index: Int) throws(DealRunError) {
    step = index
    takeEverywhere()
    if let when = deal.steps[index].when { take(where: try value(when) .!= .zero) }
    explainStart(index)
    guard isTaken.holdsSomewhere else { return }
    switch deal.steps[index].action {
    case .payFees(let action): action.run(self)
    case .payInterest(let action): action.run(self)
    case .accrete(let action): action.run(self)
    case .payPrincipal(let action): try action.run(self)
    case .transfer(let action): try action.run(self)
    case .release(let action): action.run(self)
    case .writeDown(let action): try action.run(self)
    case .writeUp(let action): try action.run(self)
    case .settle(let action): action.run(self)
    case .test(let action): try action.run(self)
    case .call(let action): try action.run(self)
    case .draw(let action): try action.run(self)
    case .repay(let action): try action.run(self)
    case .purchase(let action): try action.run(self)
    }
    explainEnd(index)
    if checksSteps { try check() }
  }

  /// Refuses cash that no step took.
  func close() throws(DealRunError) {
    step = nil
    takeEverywhere()
    let tolerance = tolerance
    for account in accounts.indices
    where !deal.accounts[account].keepsCash && (accounts[account] .> tolerance).holdsSomewhere {
      throw error(
        "the account '\(deal.accounts[account].name)' still holds \(accounts[account]) that no step takes")
    }
    if checksSteps { try checkLedgers(tolerance) } else { try checkBalances() }
  }
}
