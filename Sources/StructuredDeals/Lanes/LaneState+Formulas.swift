import DatesAndConventions

/// What formulas read on eight paths.
extension LaneState {
  /// Zero on paths that the step is not taken on; a value that is not a number on another is a fault.
  mutating func value(_ formula: BoundFormula) -> Lanes {
    if case .number(let number) = formula.node { return Lanes(repeating: number) }
    let value = Lanes.zero.replacing(with: evaluated(formula.node), where: isTaken)
    demand(value .== value)
    return value
  }

  mutating func amount(_ formula: BoundFormula) -> Lanes { LaneState.higher(.zero, value(formula)) }

  private func evaluated(_ node: FormulaNode<Quantity>) -> Lanes {
    switch node {
    case .number(let number): return Lanes(repeating: number)
    case .name(let quantity): return self.quantity(quantity)
    case .negative(let node): return -evaluated(node)
    case .not(let node):
      let value = evaluated(node)
      return truth(value .== 0, value, value)
    case .binary(let operation, let left, let right):
      return operate(operation, evaluated(left), evaluated(right))
    case .choice(let condition, let then, let otherwise):
      let value = evaluated(condition)
      let chosen = evaluated(otherwise).replacing(with: evaluated(then), where: value .!= 0)
      return chosen.replacing(with: value, where: value .!= value)
    case .lowest(let nodes):
      return nodes.dropFirst().reduce(evaluated(nodes[0])) { lowest($0, evaluated($1)) }
    case .highest(let nodes):
      return nodes.dropFirst().reduce(evaluated(nodes[0])) { -lowest(-$0, -evaluated($1)) }
    }
  }

  private func lowest(_ a: Lanes, _ b: Lanes) -> Lanes {
    let lower = LaneState.lower(a, b)
    return lower.replacing(with: a + b, where: (a .!= a) .| (b .!= b))
  }

  /// 1 where it holds, 0 where not, not a number where an operand is not.
  private func truth(_ holds: Mask, _ a: Lanes, _ b: Lanes) -> Lanes {
    Lanes.zero.replacing(with: 1, where: holds).replacing(with: a + b, where: (a .!= a) .| (b .!= b))
  }

  private func operate(_ operation: FormulaOperator, _ a: Lanes, _ b: Lanes) -> Lanes {
    let distance = LaneState.higher(a - b, b - a)
    let isEqual = (a .== b) .| (distance .<= FormulaOperator.nearness)
    switch operation {
    case .plus: return a + b
    case .minus: return a - b
    case .times: return a * b
    case .over: return a / b
    case .or: return truth((a .!= 0) .| (b .!= 0), a, b)
    case .and: return truth((a .!= 0) .& (b .!= 0), a, b)
    case .less: return truth((a .< b) .& .!isEqual, a, b)
    case .lessOrEqual: return truth((a .< b) .| isEqual, a, b)
    case .equal: return truth(isEqual, a, b)
    case .unequal: return truth(.!isEqual, a, b)
    case .greaterOrEqual: return truth((a .> b) .| isEqual, a, b)
    case .greater: return truth((a .> b) .& .!isEqual, a, b)
    }
  }

  private func quantity(_ quantity: Quantity) -> Lanes {
    switch quantity {
    case .period: return Lanes(repeating: Double(period.number))
    case .date: return Lanes(repeating: Double(period.date?.dayNumber ?? 0))
    case .yearFraction: return Lanes(repeating: period.yearFraction)
    case .series(let index): return series[index]
    case .collateral(let members, let part): return collateral(members, part)
    case .bonds(let members, let part): return bonds(members, part)
    case .account(let account, .balance): return accounts[account]
    case .account(let account, .target):
      return deal.accounts[account].target.map { evaluated($0.node) } ?? .zero
    case .fee(let fee, .due): return fees[fee].due
    case .fee(let fee, .paid): return fees[fee].paid
    case .schedule(let schedule):
      let balances = deal.schedules[schedule]
      return Lanes(repeating: period.number <= balances.count ? balances[period.number - 1] : 0)
    case .swap, .trigger, .facility: preconditionFailure("plain deals have none")
    }
  }

  private func collateral(_ members: [Int], _ part: CollateralQuantity) -> Lanes {
    func sum(_ value: (Group) -> Lanes) -> Lanes { members.reduce(.zero) { $0 + value(groups[$1]) } }
    switch part {
    case .balance: return sum(\.balance)
    case .performing: return sum(\.month.performing)
    case .inDefault: return sum(\.month.inDefault)
    case .openingBalance: return sum(\.openingBalance)
    case .originalBalance: return sum(\.originalBalance)
    case .factor: return ratio(sum(\.balance), sum(\.originalBalance))
    case .interest: return sum(\.month.interest)
    case .penalties: return sum(\.month.penalties)
    case .principal: return sum(\.principal)
    case .scheduled: return sum(\.month.scheduled)
    case .prepayment: return sum(\.month.prepayment)
    case .recovery: return sum(\.month.recovery)
    case .loss: return sum(\.month.loss)
    case .defaults: return sum(\.month.defaults)
    case .deferredInterest: return sum(\.month.accretion)
    case .purchased: return .zero
    case .cumulativeLoss: return sum(\.cumulativeLoss)
    case .cumulativeDefaults: return sum(\.cumulativeDefaults)
    case .netRate:
      return ratio(sum { $0.month.interest + $0.month.accretion }, sum(\.openingBalance))
        / period.yearFraction
    case .delinquent30, .delinquent60, .delinquent90: preconditionFailure("plain deals do not ask")
    }
  }

  private func bonds(_ members: [Int], _ part: BondQuantity) -> Lanes {
    func sum(_ value: (Bond) -> Lanes) -> Lanes { members.reduce(.zero) { $0 + value(bonds[$1]) } }
    switch part {
    case .balance: return sum(\.balance)
    case .openingBalance: return sum(\.openingBalance)
    case .originalBalance: return sum(\.originalBalance)
    case .factor: return ratio(sum(\.balance), sum(\.originalBalance))
    case .interestDue: return sum(\.interestDue)
    case .interestPaid: return sum(\.interestPaid)
    case .interestUnpaid: return sum(\.interestUnpaid)
    case .principalPaid: return sum(\.principalPaid)
    case .writtenDown: return sum(\.writtenDown)
    }
  }

  private func ratio(_ part: Lanes, _ whole: Lanes) -> Lanes {
    (part / whole).replacing(with: 0, where: whole .== 0)
  }
}
