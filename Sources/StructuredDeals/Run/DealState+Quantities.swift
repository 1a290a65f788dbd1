import DatesAndConventions

/// What formulas read.
extension DealState {
  /// A formula's value, zero on the paths that `mask` leaves out: those that the step is not taken on. Throws where it is not a number,
  /// which is where 0 was divided by 0.
  func value(_ formula: BoundFormula, where mask: Number.Truth? = nil) throws(DealRunError) -> Number {
    // Most coupons are numbers, which need no look at the deal.
    if case .number(let number) = formula.node {
      return asked(Number(repeating: number), mask)
    }
    let value = asked(formula.node.value { quantity($0) }, mask)
    guard !value.isNaN.holdsSomewhere else {
      throw error("'\(formula.text)' has no value, as 0 is divided by 0; guard it: if(x > 0, y / x, 0)")
    }
    return value
  }

  private func asked(_ value: Number, _ mask: Number.Truth?) -> Number {
    mask.map { value.taken(where: $0) } ?? ifTaken(value)
  }

  /// An amount of cash or balance: below zero counts as nothing.
  func amount(_ formula: BoundFormula) throws(DealRunError) -> Number { try value(formula).aboveZero }

  func amount(ifAny formula: BoundFormula?) throws(DealRunError) -> Number? {
    guard let formula else { return nil }
    return try amount(formula)
  }

  func quantity(_ quantity: Quantity) -> Number {
    switch quantity {
    case .period: return Number(repeating: Double(period.number))
    case .date: return Number(repeating: Double(period.date?.dayNumber ?? 0))
    case .yearFraction: return Number(repeating: period.yearFraction)
    case .series(let index): return series[index]
    case .collateral(let members, let part): return collateral(members, part)
    case .bonds(let members, let part): return bonds(members, part)
    case .account(let account, .balance): return accounts[account]
    case .account(let account, .target):
      return deal.accounts[account].target.map { $0.node.value { self.quantity($0) } } ?? .zero
    case .fee(let fee, .due): return fees[fee].due
    case .fee(let fee, .paid): return fees[fee].paid
    case .swap(let swap): return swaps[swap].net
    case .trigger(let trigger): return Number.one.taken(where: triggers[trigger].isTripped)
    case .facility(let facility, .balance): return facilities[facility].balance
    case .facility(let facility, .limit): return facilities[facility].limit
    case .facility(let facility, .available): return facilities[facility].available
    case .facility(let facility, .interestDue): return facilities[facility].interestDue
    case .schedule(let schedule):
      let balances = deal.schedules[schedule]
      return Number(repeating: period.number <= balances.count ? balances[period.number - 1] : 0)
    }
  }

  private func collateral(_ members: [Int], _ part: CollateralQuantity) -> Number {
    func sum(_ value: (Group) -> Number) -> Number { members.reduce(.zero) { $0 + value(groups[$1]) } }
    switch part {
    case .balance: return sum { $0.balance }
    case .performing: return sum { $0.collections.performing }
    case .inDefault: return sum { $0.collections.inDefault }
    case .openingBalance: return sum { $0.collections.openingBalance }
    case .originalBalance: return sum { $0.originalBalance }
    case .factor: return .ratio(sum { $0.balance }, sum { $0.originalBalance })
    case .interest: return sum { $0.collections.interest }
    case .penalties: return sum { $0.collections.penalties }
    case .principal: return sum { $0.collections.principal }
    case .scheduled: return sum { $0.collections.scheduled }
    case .prepayment: return sum { $0.collections.prepayment }
    case .recovery: return sum { $0.collections.recovery }
    case .loss: return sum { $0.collections.loss }
    case .defaults: return sum { $0.collections.defaults }
    case .deferredInterest: return sum { $0.collections.accretion }
    case .delinquent30: return sum { $0.collections.late.days30 }
    case .delinquent60: return sum { $0.collections.late.days60 }
    case .delinquent90: return sum { $0.collections.late.days90 }
    case .purchased: return sum { $0.collections.purchased }
    case .cumulativeLoss: return sum { $0.cumulativeLoss }
    case .cumulativeDefaults: return sum { $0.cumulativeDefaults }
    case .netRate:
      let interest = sum { $0.collections.interest + $0.collections.accretion }
      return .ratio(interest, sum { $0.collections.openingBalance }) / Number(repeating: period.yearFraction)
    }
  }

  private func bonds(_ members: [Int], _ part: BondQuantity) -> Number {
    func sum(_ value: (Bond) -> Number) -> Number { members.reduce(.zero) { $0 + value(bonds[$1]) } }
    switch part {
    case .balance: return sum { $0.balance }
    case .openingBalance: return sum { $0.openingBalance }
    case .originalBalance: return sum { $0.originalBalance }
    case .factor: return .ratio(sum { $0.balance }, sum { $0.originalBalance })
    case .interestDue: return sum { $0.interestDue }
    case .interestPaid: return sum { $0.interestPaid }
    case .interestUnpaid: return sum { $0.interestUnpaid }
    case .principalPaid: return sum { $0.principalPaid }
    case .writtenDown: return sum { $0.outstandingWriteDown }
    }
  }
}
