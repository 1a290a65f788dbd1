public import DatesAndConventions

/// What a deal paid, period by period; columns have one value a period.
public struct DealRun: Sendable {
  public let name: String
  public let monthsPerPeriod: Int
  public internal(set) var periods: Int
  /// The day of each payment; empty where the deal has no first payment's day.
  public private(set) var dates: [CivilDate] = []
  public private(set) var collateral: [CollateralColumns]
  /// In the order of the deal.
  public private(set) var bonds: [BondFlows]
  public private(set) var fees: [FeeFlows]
  public private(set) var swaps: [SwapFlows]
  public private(set) var facilities: [FacilityFlows]
  public private(set) var accounts: [AccountFlows]
  public private(set) var triggers: [TriggerStates]
  /// One a period; empty where explaining was switched off.
  public private(set) var explanations: [Explanation] = []
  /// Runs of the deals underneath, by name.
  public let underlying: [String: DealRun]

  init(deal: Deal, bound: BoundDeal, periods: Int, underlying: [String: DealRun]) {
    name = deal.name
    monthsPerPeriod = deal.monthsPerPeriod
    self.periods = periods
    self.underlying = underlying
    collateral = bound.groups.map { CollateralColumns(name: $0.name) }
    bonds = bound.bonds.map { BondFlows(name: $0.name) }
    fees = bound.fees.map { FeeFlows(name: $0.name) }
    swaps = bound.swaps.map { SwapFlows(name: $0.name) }
    facilities = bound.facilities.map { FacilityFlows(name: $0.name) }
    accounts = bound.accounts.map { AccountFlows(name: $0.name) }
    triggers = bound.triggers.map { TriggerStates(name: $0.name) }
    for index in bonds.indices { bonds[index].reserve(periods) }
  }

  mutating func append(_ state: DealState<Double>) {
    if let date = state.period.date { dates.append(date) }
    for (index, group) in state.groups.enumerated() { collateral[index].append(group) }
    for (index, bond) in state.bonds.enumerated() { bonds[index].append(bond) }
    for (index, fee) in state.fees.enumerated() {
      fees[index].due.append(fee.due)
      fees[index].paid.append(fee.paid)
    }
    for (index, swap) in state.swaps.enumerated() {
      swaps[index].net.append(swap.net)
      swaps[index].settled.append(swap.settled)
    }
    for (index, facility) in state.facilities.enumerated() { facilities[index].append(facility) }
    for (index, cash) in state.accounts.enumerated() {
      accounts[index].balance.append(cash)
      accounts[index].interest.append(state.accountInterest[index])
    }
    for (index, trigger) in state.triggers.enumerated() {
      triggers[index].isTripped.append(trigger.isTripped)
    }
    if state.isExplained { explanations.append(state.explanation) }
  }

  /// A bond's flows; `nil` for a name the deal does not have.
  public func bond(_ name: String) -> BondFlows? { bonds.first { $0.name == name } }

  /// The flows of a class that stands for shares of bonds.
  public func flows(of exchangeable: ExchangeableClass) -> BondFlows {
    var sum = BondFlows(name: exchangeable.name, zeros: periods)
    for part in exchangeable.parts {
      if let flows = bond(part.bond) { sum.add(flows, share: part.share) }
    }
    return sum
  }

  /// All cash that came in from collateral in a period, from 0.
  public func collected(_ period: Int) -> Double {
    collateral.reduce(0) { $0 + $1.interest[period] + $1.penalties[period] + $1.principal[period] }
  }

  /// All cash that bonds and fees got in a period, from 0.
  public func paid(_ period: Int) -> Double {
    bonds.reduce(0) { $0 + $1.cash(period) } + fees.reduce(0) { $0 + $1.paid[period] }
  }
}

/// What a collateral group brought.
public struct CollateralColumns: Sendable {
  public let name: String
  /// At the end of the period, loans in default included.
  public private(set) var balance: [Double] = []
  /// After the servicing fee.
  public private(set) var interest: [Double] = []
  public private(set) var penalties: [Double] = []
  /// Scheduled, prepaid, recovered, and the proceeds of a sale.
  public private(set) var principal: [Double] = []
  public private(set) var loss: [Double] = []
  /// Balance bought.
  public private(set) var purchased: [Double] = []
  /// Cash paid for it.
  public private(set) var purchaseCost: [Double] = []

  init(name: String) { self.name = name }

  mutating func append(_ group: DealState<Double>.Group) {
    balance.append(group.balance)
    interest.append(group.collections.interest)
    penalties.append(group.collections.penalties)
    principal.append(group.collections.principal)
    loss.append(group.collections.loss)
    purchased.append(group.collections.purchased)
    purchaseCost.append(group.purchaseCost)
  }
}

public struct FeeFlows: Sendable {
  public let name: String
  /// With what earlier periods left unpaid.
  public internal(set) var due: [Double] = []
  public internal(set) var paid: [Double] = []

  init(name: String) { self.name = name }
}

public struct SwapFlows: Sendable {
  public let name: String
  /// What the counterparty owed, below zero what the deal owed.
  public internal(set) var net: [Double] = []
  /// What was received, below zero what was paid.
  public internal(set) var settled: [Double] = []

  init(name: String) { self.name = name }
}

public struct FacilityFlows: Sendable {
  public let name: String
  /// Drawn and not repaid at the end of the period.
  public private(set) var balance: [Double] = []
  public private(set) var drawn: [Double] = []
  public private(set) var repaid: [Double] = []
  /// With what earlier periods left unpaid.
  public private(set) var interestDue: [Double] = []
  public private(set) var interestPaid: [Double] = []

  init(name: String) { self.name = name }

  mutating func append(_ facility: DealState<Double>.Facility) {
    balance.append(facility.balance)
    drawn.append(facility.drawn)
    repaid.append(facility.repaid)
    interestDue.append(facility.interestDue)
    interestPaid.append(facility.interestPaid)
  }
}

public struct AccountFlows: Sendable {
  public let name: String
  /// At the end of the period.
  public internal(set) var balance: [Double] = []
  /// Earned in the period, wherever it went.
  public internal(set) var interest: [Double] = []

  init(name: String) { self.name = name }
}

public struct TriggerStates: Sendable {
  public let name: String
  /// At the end of the period.
  public internal(set) var isTripped: [Bool] = []

  init(name: String) { self.name = name }
}
