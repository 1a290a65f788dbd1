import DatesAndConventions

/// A deal in the middle of a period on eight paths: `DealState` without its log.
struct LaneState {
  typealias Lanes = LaneWaterfall.Lanes
  typealias Mask = SIMDMask<Lanes.MaskStorage>

  struct Group {
    var originalBalance: Lanes
    var openingBalance: Lanes
    var month = LaneWaterfall.Month()
    var cumulativeLoss = Lanes.zero
    var cumulativeDefaults = Lanes.zero

    var balance: Lanes { month.performing + month.inDefault }
    var principal: Lanes { month.scheduled + month.prepayment + month.recovery }
  }

  struct Bond {
    let originalBalance: Lanes
    var openingBalance = Lanes.zero
    var balance: Lanes
    var interestDue = Lanes.zero
    var interestPaid = Lanes.zero
    var interestAccreted = Lanes.zero
    var principalPaid = Lanes.zero
    var residualPaid = Lanes.zero
    /// Less what was written up.
    var writtenDown = Lanes.zero

    var interestUnpaid: Lanes { LaneState.higher(.zero, interestDue - interestPaid - interestAccreted) }
  }

  struct Fee {
    var due = Lanes.zero
    var paid = Lanes.zero
    var unpaid: Lanes { LaneState.higher(.zero, due - paid) }
  }

  let deal: BoundDeal
  var period = DealState.Period()
  var groups: [Group]
  var bonds: [Bond]
  var accounts: [Lanes]
  var fees: [Fee]
  var series: [Lanes] = []
  var tolerance = Lanes.zero
  /// Paths on which the step is taken.
  var isTaken = Mask(repeating: true)
  /// Whether a path needs the interpreter, which says what is wrong.
  var isFaulty = false

  init(_ bound: BoundDeal, _ deal: Deal, opening: [Lanes]) {
    self.deal = bound
    groups = zip(deal.collateral, opening).map { group, opening in
      var month = LaneWaterfall.Month()
      month.performing = opening
      return Group(
        originalBalance: group.originalBalance.map(Lanes.init(repeating:)) ?? opening,
        openingBalance: opening,
        month: month)
    }
    bonds = deal.bonds.map {
      Bond(
        originalBalance: Lanes(repeating: $0.originalBalance ?? $0.balance),
        balance: Lanes(repeating: $0.balance))
    }
    accounts = deal.accounts.map { Lanes(repeating: $0.balance) }
    fees = deal.fees.map { _ in Fee() }
  }

  static func lower(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }
  static func higher(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

  mutating func demand(_ holds: Mask) {
    if !all(holds) { isFaulty = true }
  }

  // MARK: A period

  mutating func open(
    _ month: Int, date: CivilDate?, before: CivilDate?, _ months: [LaneWaterfall.Month?], series: [Lanes]
  ) {
    period = DealState.Period(
      number: month + 1, date: date, months: 1, days: date.flatMap { date in before.map { date - $0 } } ?? 0)
    self.series = series
    isTaken = Mask(repeating: true)
    for bond in bonds.indices {
      let unpaid = bonds[bond].interestUnpaid
      bonds[bond].openingBalance = bonds[bond].balance
      bonds[bond].interestDue = unpaid
      bonds[bond].interestPaid = .zero
      bonds[bond].interestAccreted = .zero
      bonds[bond].principalPaid = .zero
      bonds[bond].residualPaid = .zero
    }
    for fee in fees.indices { fees[fee] = Fee(due: deal.fees[fee].carries ? fees[fee].unpaid : .zero) }
    var scale = accounts.reduce(.zero, +)
    for group in groups.indices {
      groups[group].openingBalance = groups[group].balance
      scale += groups[group].openingBalance
      guard let month = months[group] else {
        var left = LaneWaterfall.Month()
        (left.performing, left.inDefault) = (groups[group].month.performing, groups[group].month.inDefault)
        groups[group].month = left
        continue
      }
      demand(month.interest .>= 0)
      groups[group].month = month
      groups[group].cumulativeLoss += month.loss
      groups[group].cumulativeDefaults += month.defaults
      accounts[deal.groups[group].interestTo] += month.interest
      accounts[deal.groups[group].penaltiesTo] += month.penalties
      accounts[deal.groups[group].principalTo] += groups[group].principal
    }
    tolerance = LaneState.higher(Lanes(repeating: 1e-6), scale * 1e-14)
    accrue()
  }

  private mutating func accrue() {
    for index in bonds.indices {
      let rate = value(deal.bonds[index].coupon)
      let notional = deal.bonds[index].notional.map { value($0) } ?? bonds[index].balance
      let fraction = period.fraction(deal.bonds[index].dayCount)
      demand(rate * notional .>= 0)
      let carried = bonds[index].interestDue
      var accrued = rate * notional * fraction
      if deal.bonds[index].interestOnShortfall { accrued += carried * rate * fraction }
      bonds[index].interestDue = carried + accrued
    }
    for index in fees.indices {
      let amount = value(deal.fees[index].amount)
      demand(amount .>= 0)
      fees[index].due += amount
    }
  }

  mutating func close() {
    for account in accounts.indices where !deal.accounts[account].keepsCash {
      demand(accounts[account] .<= tolerance)
    }
    for bond in bonds.indices { demand(bonds[bond].balance .>= 0) }
  }

  // MARK: Steps

  mutating func take(_ step: BoundStep) {
    isTaken = Mask(repeating: true)
    if let when = step.when { isTaken = value(when) .!= 0 }
    guard any(isTaken) else { return }
    switch step.action {
    case .payFees(let action):
      for fee in action.fees { fees[fee].paid += payOut(fees[fee].unpaid, from: action.from) }
    case .payInterest(let action): payInterest(action)
    case .accrete(let action):
      for bond in action.bonds {
        let moved = move(bonds[bond].interestUnpaid, from: action.from, to: action.to)
        bonds[bond].interestAccreted += moved
        bonds[bond].balance += moved
      }
    case .payPrincipal(let action):
      var cash = accounts[action.from]
      if let most = action.amount { cash = LaneState.lower(cash, amount(most)) }
      _ = pay(action.rule, taken(cash), from: action.from)
    case .transfer(let action):
      var wanted = accounts[action.from]
      if let most = action.amount { wanted = amount(most) }
      _ = move(wanted, from: action.from, to: action.to)
    case .release(let action):
      bonds[action.to].residualPaid += payOut(accounts[action.from], from: action.from)
    case .writeDown(let action):
      var left = taken(amount(action.amount))
      for bond in action.bonds {
        let written = LaneState.lower(left, bonds[bond].balance)
        bonds[bond].balance -= written
        bonds[bond].writtenDown += written
        left -= written
      }
    case .writeUp(let action):
      var left = taken(amount(action.amount))
      for bond in action.bonds {
        let written = LaneState.lower(left, LaneState.higher(.zero, bonds[bond].writtenDown))
        bonds[bond].balance += written
        bonds[bond].writtenDown -= written
        left -= written
      }
    case .settle, .test, .call, .draw, .repay, .purchase: isFaulty = true
    }
  }

  private func taken(_ amount: Lanes) -> Lanes { Lanes.zero.replacing(with: amount, where: isTaken) }

  private mutating func payOut(_ amount: Lanes, from account: Int) -> Lanes {
    let paid = taken(LaneState.higher(.zero, LaneState.lower(amount, accounts[account])))
    accounts[account] -= paid
    return paid
  }

  private mutating func move(_ amount: Lanes, from: Int, to: Int) -> Lanes {
    let moved = payOut(amount, from: from)
    accounts[to] += moved
    return moved
  }

  private mutating func payInterest(_ action: BoundPayInterest) {
    let dues = action.bonds.map { bonds[$0].interestUnpaid }
    let total = dues.reduce(.zero, +)
    let available = accounts[action.from]
    for (bond, due) in zip(action.bonds, dues) {
      var wanted = due
      switch action.order {
      case .sequential: break
      case .proRata: wanted.replace(with: available * (due / total), where: available .< total)
      }
      bonds[bond].interestPaid += payOut(LaneState.lower(wanted, due), from: action.from)
    }
  }

  private mutating func pay(_ rule: BoundPrincipalRule, _ cash: Lanes, from account: Int) -> Lanes {
    switch rule {
    case .bond(let bond):
      let paid = payOut(LaneState.lower(cash, bonds[bond].balance), from: account)
      bonds[bond].balance -= paid
      bonds[bond].principalPaid += paid
      return paid
    case .sequential(let rules):
      var left = cash
      for rule in rules { left -= pay(rule, left, from: account) }
      return cash - left
    case .proRata(let rules):
      let capacities = rules.map { capacity($0) }
      let total = capacities.reduce(.zero, +)
      var paid = Lanes.zero
      for (rule, capacity) in zip(rules, capacities) {
        let wanted = capacity.replacing(with: cash * (capacity / total), where: cash .< total)
        paid += pay(rule, LaneState.lower(wanted, cash - paid), from: account)
      }
      return paid
    case .split(let shares): return pay(shares, cash, from: account)
    case .downTo(_, let inner): return pay(inner, LaneState.lower(cash, capacity(rule)), from: account)
    }
  }

  private mutating func pay(
    _ shares: [(share: BoundFormula?, rule: BoundPrincipalRule)], _ cash: Lanes, from account: Int
  ) -> Lanes {
    let wanted = shares.map { share in share.share.map { value($0) } }
    let rest = Lanes(repeating: 1) - wanted.reduce(.zero) { $0 + ($1 ?? .zero) }
    demand(wanted.contains { $0 == nil } ? rest .>= -1e-9 : (rest .>= -1e-9) .& (rest .<= 1e-9))
    for part in wanted.compactMap({ $0 }) { demand((part .>= -1e-9) .& (part .<= 1 + 1e-9)) }
    var paid = Lanes.zero
    for (share, part) in zip(shares, wanted) {
      let part = LaneState.lower(LaneState.higher(part ?? rest, .zero), Lanes(repeating: 1))
      paid += pay(share.rule, LaneState.lower(cash * part, cash - paid), from: account)
    }
    for share in shares {
      paid += pay(share.rule, LaneState.higher(.zero, cash - paid), from: account)
    }
    return paid
  }

  private mutating func capacity(_ rule: BoundPrincipalRule) -> Lanes {
    switch rule {
    case .bond(let bond): return bonds[bond].balance
    case .sequential(let rules), .proRata(let rules):
      var sum = Lanes.zero
      for rule in rules { sum += capacity(rule) }
      return sum
    case .split(let shares):
      var sum = Lanes.zero
      for share in shares { sum += capacity(share.rule) }
      return sum
    case .downTo(let target, let rule):
      let room = balance(rule) - value(target)
      return LaneState.higher(.zero, LaneState.lower(capacity(rule), room))
    }
  }

  private func balance(_ rule: BoundPrincipalRule) -> Lanes {
    switch rule {
    case .bond(let bond): return bonds[bond].balance
    case .sequential(let rules), .proRata(let rules): return rules.reduce(.zero) { $0 + balance($1) }
    case .split(let shares): return shares.reduce(.zero) { $0 + balance($1.rule) }
    case .downTo(_, let rule): return balance(rule)
    }
  }
}
