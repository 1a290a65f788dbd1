import Collateral

/// What a collateral group brings in one period.
struct Collections: Sendable {
  /// Loans that perform and loans in default, before the period.
  var openingBalance: Double
  var performing: Double
  var inDefault: Double
  /// After the servicing fee.
  var interest = 0.0
  var penalties = 0.0
  var scheduled = 0.0
  var prepayment = 0.0
  var recovery = 0.0
  var loss = 0.0
  var defaults = 0.0
  /// Interest added to the balance.
  var accretion = 0.0
  /// Balance bought in the period.
  var purchased = 0.0
  /// Performing loans that are late, at the end of the period.
  var late = Late()

  /// Balances by days late.
  struct Late: Sendable {
    var days30 = 0.0
    var days60 = 0.0
    var days90 = 0.0
  }

  var principal: Double { scheduled + prepayment + recovery }

  /// How far the balance is from what flows make of the opening balance.
  var gap: Double { openingBalance + accretion + purchased - principal - loss - performing - inDefault }
}

/// Flows of collateral that cannot be.
struct CollateralFault: Error {
  /// From 1.
  let month: Int
  let message: String
}

extension Collections {
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
      var period = Collections(openingBalance: opening, performing: 0, inDefault: 0)
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
    guard interest >= 0 else {
      throw CollateralFault(
        month: month, message: "interest after the servicing fee is \(interest), below zero")
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

  /// Shares of bonds taken together: principal is scheduled, and what is written down a loss.
  static func periods(of bonds: [HeldBond], in runs: [String: DealRun]) -> [Collections] {
    let held = bonds.compactMap { holding in
      runs[holding.deal]?.bonds.first { $0.name == holding.bond }.map { (holding.share, $0) }
    }
    let count = held.map { $0.1.balance.count }.max() ?? 0
    return (0..<count).map { period in
      var sum = Collections(openingBalance: 0, performing: 0, inDefault: 0)
      for (share, flows) in held {
        sum.openingBalance += share * flows.openingBalance[period]
        sum.performing += share * flows.balance[period]
        sum.interest += share * (flows.interest[period] + flows.residual[period])
        sum.scheduled += share * flows.principal[period]
        sum.loss += share * (flows.writtenDown[period] - flows.writtenUp[period])
        sum.accretion += share * flows.accretion[period]
      }
      return sum
    }
  }
}

extension Collections {
  /// Adds what purchases bring: a template's amounts, in proportion to what was bought.
  mutating func add(_ other: Collections, times scale: Double) {
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
