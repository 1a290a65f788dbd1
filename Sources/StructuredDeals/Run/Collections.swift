import Collateral

/// What a collateral group brings in one period, on one path or on eight.
package struct Collections<Number: PathNumber>: Sendable {
  /// Loans that perform and loans in default, before the period.
  package var openingBalance = Number.zero
  package var performing = Number.zero
  package var inDefault = Number.zero
  /// After the servicing fee.
  package var interest = Number.zero
  package var penalties = Number.zero
  package var scheduled = Number.zero
  package var prepayment = Number.zero
  package var recovery = Number.zero
  package var loss = Number.zero
  package var defaults = Number.zero
  /// Interest added to the balance.
  package var accretion = Number.zero
  /// Balance bought in the period.
  var purchased = Number.zero
  /// Performing loans that are late, at the end of the period.
  package var late = Late()

  /// Balances by days late.
  package struct Late: Sendable {
    package var days30 = Number.zero
    package var days60 = Number.zero
    package var days90 = Number.zero
  }

  package init() {}

  /// Nothing, of loans that stay as they are.
  init(performing: Number, inDefault: Number) {
    self.performing = performing
    self.inDefault = inDefault
    openingBalance = performing + inDefault
  }

  @inline(__always) var principal: Number { scheduled + prepayment + recovery }

  /// How far the balance is from what flows make of the opening balance.
  var gap: Number { openingBalance + accretion + purchased - principal - loss - performing - inDefault }
}

extension Collections<Double> {
  /// A pool's months taken together. Throws where columns differ in length or a month's balance is not what its flows leave.
  static func periods(
    of flows: CollateralFlows, monthsPerPeriod: Int
  ) throws(CollateralFault) -> [Collections] {
    let columns = [
      flows.inDefault, flows.interest, flows.servicingFee, flows.scheduledPrincipal, flows.prepayment,
      flows.prepaymentPenalty, flows.defaults, flows.recovery, flows.loss, flows.deferredInterest,
      flows.delinquent30, flows.delinquent60, flows.delinquent90,
    ]
    guard columns.allSatisfy({ $0.count == flows.months }) else {
      throw CollateralFault(month: flows.months, message: "columns have different numbers of months")
    }
    var opening = flows.openingBalance + flows.openingInDefault
    var periods: [Collections] = []
    for start in stride(from: 0, to: flows.months, by: monthsPerPeriod) {
      var period = Collections()
      period.openingBalance = opening
      for month in start..<min(start + monthsPerPeriod, flows.months) {
        period.performing = flows.balance[month]
        period.inDefault = flows.inDefault[month]
        period.late = Late(
          days30: flows.delinquent30[month], days60: flows.delinquent60[month],
          days90: flows.delinquent90[month])
        period.interest += flows.interest[month] - flows.servicingFee[month]
        period.penalties += flows.prepaymentPenalty[month]
        period.scheduled += flows.scheduledPrincipal[month]
        period.prepayment += flows.prepayment[month]
        period.recovery += flows.recovery[month]
        period.loss += flows.loss[month]
        period.defaults += flows.defaults[month]
        period.accretion += flows.deferredInterest[month]
        guard period.interest >= 0 else { throw .feeAboveInterest(flows, month: month) }
        try period.check(month: month + 1)
      }
      opening = period.performing + period.inDefault
      periods.append(period)
    }
    return periods
  }

  private func check(month: Int) throws(CollateralFault) {
    guard abs(gap) <= 1e-6 + 1e-12 * openingBalance else {
      throw CollateralFault(
        month: month,
        message:
          "the balance is \(performing + inDefault), but principal and losses leave \(performing + inDefault + gap)"
      )
    }
    guard performing >= -1e-6, inDefault >= -1e-6, principal >= 0, penalties >= 0 else {
      throw CollateralFault(month: month, message: "a balance, principal or penalty is below zero")
    }
    let sum = late.days30 + late.days60 + late.days90
    guard min(late.days30, late.days60, late.days90) >= 0, sum <= performing + 1e-6 + 1e-12 * openingBalance
    else {
      throw CollateralFault(
        month: month, message: "\(sum) is late of a performing balance of \(performing), or is below zero")
    }
  }
}

extension Collections {
  /// The same on the paths where the condition holds, nothing on the others.
  func taken(where mask: Number.Truth) -> Collections {
    var taken = Collections()
    taken.openingBalance = openingBalance.taken(where: mask)
    taken.performing = performing.taken(where: mask)
    taken.inDefault = inDefault.taken(where: mask)
    taken.interest = interest.taken(where: mask)
    taken.penalties = penalties.taken(where: mask)
    taken.scheduled = scheduled.taken(where: mask)
    taken.prepayment = prepayment.taken(where: mask)
    taken.recovery = recovery.taken(where: mask)
    taken.loss = loss.taken(where: mask)
    taken.defaults = defaults.taken(where: mask)
    taken.accretion = accretion.taken(where: mask)
    taken.purchased = purchased.taken(where: mask)
    taken.late.days30 = late.days30.taken(where: mask)
    taken.late.days60 = late.days60.taken(where: mask)
    taken.late.days90 = late.days90.taken(where: mask)
    return taken
  }

  /// Adds what the next month brings; balances are then those at its end.
  mutating func join(_ month: Collections) {
    let openingBalance = openingBalance
    add(month, times: .one)
    self.openingBalance = openingBalance
    performing = month.performing
    inDefault = month.inDefault
    late = month.late
  }

  /// Shares of bonds taken together: principal is scheduled, and what is written down a loss. A bond whose deal has ended stays as it
  /// was left.
  static func periods(of held: [(share: Double, periods: [DealState<Number>.Bond])]) -> [Collections] {
    (0..<(held.map(\.periods.count).max() ?? 0)).map { period in
      var sum = Collections()
      for (share, periods) in held {
        guard let last = periods.last else { continue }
        let share = Number(repeating: share)
        guard period < periods.count else {
          sum.openingBalance += share * last.balance
          sum.performing += share * last.balance
          continue
        }
        let bond = periods[period]
        sum.openingBalance += share * bond.openingBalance
        sum.performing += share * bond.balance
        sum.interest += share * (bond.interestPaid + bond.residualPaid)
        sum.scheduled += share * bond.principalPaid
        sum.loss += share * (bond.writtenDown - bond.writtenUp)
        sum.accretion += share * bond.interestAccreted
      }
      return sum
    }
  }

  /// Adds what purchases bring: a template's amounts, in proportion to what was bought.
  mutating func add(_ other: Collections, times scale: Number) {
    openingBalance += scale * other.openingBalance
    performing += scale * other.performing
    inDefault += scale * other.inDefault
    interest += scale * other.interest
    penalties += scale * other.penalties
    scheduled += scale * other.scheduled
    prepayment += scale * other.prepayment
    recovery += scale * other.recovery
    loss += scale * other.loss
    defaults += scale * other.defaults
    accretion += scale * other.accretion
    late.days30 += scale * other.late.days30
    late.days60 += scale * other.late.days60
    late.days90 += scale * other.late.days90
  }
}
