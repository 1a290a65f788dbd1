/// The parts of a deal with the names in them looked up.
extension DealBinder {
  mutating func bindParts() -> BoundDeal {
    var bound = BoundDeal()
    for (index, group) in deal.collateral.enumerated() {
      let path = "collateral[\(index)]"
      let interest = account(group.interestTo, at: "\(path).interest_to")
      bound.groups.append(
        BoundDeal.Group(
          name: group.name, interestTo: interest,
          principalTo: account(group.principalTo, at: "\(path).principal_to"),
          penaltiesTo: group.penaltiesTo.map { account($0, at: "\(path).penalties_to") } ?? interest))
    }
    for (index, bond) in deal.bonds.enumerated() {
      bound.bonds.append(
        BoundDeal.Bond(
          name: bond.name, coupon: formula(bond.coupon, at: "bonds[\(index)].coupon"),
          notional: formula(ifAny: bond.notional, at: "bonds[\(index)].notional"), dayCount: bond.dayCount,
          interestOnShortfall: bond.interestOnShortfall))
    }
    for (index, account) in deal.accounts.enumerated() {
      bound.accounts.append(
        BoundDeal.Account(
          name: account.name, keepsCash: account.keepsCash,
          target: target(account.target, at: "accounts[\(index)].target"),
          interest: formula(ifAny: account.interest, at: "accounts[\(index)].interest"),
          interestTo: account.interestTo.map { self.account($0, at: "accounts[\(index)].interest_to") }
            ?? index))
    }
    for (index, fee) in deal.fees.enumerated() {
      bound.fees.append(
        BoundDeal.Fee(
          name: fee.name, amount: formula(fee.amount, at: "fees[\(index)].amount"), carries: fee.carries))
    }
    for (index, swap) in deal.swaps.enumerated() {
      let path = "swaps[\(index)]"
      bound.swaps.append(
        BoundDeal.Swap(
          name: swap.name, notional: formula(swap.notional, at: "\(path).notional"),
          receive: formula(swap.receive, at: "\(path).receive"), pay: formula(swap.pay, at: "\(path).pay"),
          dayCount: swap.dayCount))
    }
    for (index, facility) in deal.facilities.enumerated() {
      let path = "facilities[\(index)]"
      bound.facilities.append(
        BoundDeal.Facility(
          name: facility.name, limit: formula(facility.limit, at: "\(path).limit"),
          rate: formula(facility.rate, at: "\(path).rate"), dayCount: facility.dayCount))
    }
    bound.schedules = deal.schedules.map(\.balances)
    bound.steps = bindSteps()
    let tested = Set(
      bound.steps.flatMap { step -> [Int] in
        if case .test(let test) = step.action { return test.triggers }
        return []
      })
    for (index, trigger) in deal.triggers.enumerated() {
      bound.triggers.append(
        BoundDeal.Trigger(
          name: trigger.name, when: formula(trigger.when, at: "triggers[\(index)].when"),
          breaches: trigger.breaches,
          isLatched: trigger.isLatched, hasStep: tested.contains(index)))
    }
    bound.series = series
    return bound
  }

  private mutating func bindSteps() -> [BoundStep] {
    var steps: [BoundStep] = []
    for (index, step) in deal.waterfall.enumerated() {
      let path = "waterfall[\(index)]"
      let when = formula(ifAny: step.when, at: "\(path).when")
      let action: BoundStep.Action
      switch step.action {
      case .payFees(let terms): action = .payFees(terms.bind(&self, at: path))
      case .payInterest(let terms): action = .payInterest(terms.bind(&self, at: path))
      case .accrete(let terms): action = .accrete(terms.bind(&self, at: path))
      case .payPrincipal(let terms): action = .payPrincipal(terms.bind(&self, at: path))
      case .transfer(let terms): action = .transfer(terms.bind(&self, at: path))
      case .release(let terms): action = .release(terms.bind(&self, at: path))
      case .writeDown(let terms): action = .writeDown(terms.bind(&self, at: path))
      case .writeUp(let terms): action = .writeUp(terms.bind(&self, at: path))
      case .settle(let terms): action = .settle(terms.bind(&self, at: path))
      case .test(let terms): action = .test(terms.bind(&self, at: path))
      case .call(let terms): action = .call(terms.bind(&self, at: path))
      case .draw(let terms): action = .draw(terms.bind(&self, at: path))
      case .repay(let terms): action = .repay(terms.bind(&self, at: path))
      case .purchase(let terms): action = .purchase(terms.bind(&self, at: path))
      }
      steps.append(
        BoundStep(path: path, title: step.title, when: when, action: action))
    }
    return steps
  }
}
