import CashFlows
import DatesAndConventions
import Instruments

/// The payments of a loan at the rates that a block of columns projects: the run-off of `LoanRunOff`, with rates, payments and
/// balances that differ by column.
///
/// Rounded rates move as if they were not rounded: their derivative is that of index + margin.
struct LoanProjection {
  /// One payment; amounts are received, per contract.
  struct Payment {
    let payDay: Int32
    /// Net of the servicing fee, with fees and penalties.
    let interest: Jet
    let principal: Jet
    let prepayment: Jet
    let balanceAfter: Jet

    var total: Jet { interest + principal + prepayment }
  }

  /// After the valuation date, in the order of their periods.
  private(set) var payments: [Payment] = []
  /// Outstanding on the valuation date.
  private(set) var balance = Jet(0)
  /// Interest, net of the servicing fee, and fees accrued on the valuation date.
  private(set) var accrued = Jet(0)

  /// A balance below this part of the largest counts as repaid with the payment that leaves it.
  private static let residue = 1e-11

  /// - Parameter index: the rate that is looked up for a reset.
  init(_ schedule: VariableLoanSchedule, valuation: CivilDate, index: (IndexLookup) -> Jet) {
    let terms = schedule.terms
    let loan = terms.loan
    let today = valuation.dayNumber
    let periodsPerYear = Double(loan.frequency == .once ? 1 : loan.frequency.rawValue)
    let least = Self.residue * max(loan.balance, terms.commitment?.amount ?? 0)
    let runningAccrual = schedule.accrued(on: valuation)
    var rate = Jet(loan.rate)
    var owed = Jet(loan.balance)
    var level = Jet(0)
    var hasLevel = false
    if case .levelPay(let payment?, _) = loan.amortisation { (level, hasLevel) = (Jet(payment), true) }
    var isBalanceKnown = false
    payments.reserveCapacity(schedule.periods.count)

    /// Notes what is outstanding before the first payment after the valuation date.
    func noteBalance(_ payDay: Int32, _ survival: Double, _ balance: inout Jet) {
      guard payDay > today, !isBalanceKnown else { return }
      isBalanceKnown = true
      balance = owed * survival
    }

    for (place, period) in schedule.periods.enumerated() {
      let isLast = place == schedule.periods.count - 1
      if let reset = period.reset, let terms = terms.rateReset {
        rate = Self.next(rate, index(reset.lookup), cap: reset.cap, terms)
      }
      if let count = period.levelPayments, !hasLevel || period.setsPayment {
        let wanted = owed * (rate * (1 / periodsPerYear)).levelPayment(count: count)
        if hasLevel, let cap = terms.paymentReset?.cap {
          level = wanted.atMost(level * (1 + cap)).atLeast(level * max(0, 1 - cap))
        } else {
          level = wanted
        }
        hasLevel = true
      }
      let netRate = rate - loan.servicingFee
      if let accrual = runningAccrual, accrual.period == place {
        let balanceYears = owed * accrual.years + Jet(accrual.changeYears)
        accrued = (netRate * balanceYears + Jet(accrual.fees)) * period.survival
      }
      var balanceYears = owed * period.years
      for change in period.changes {
        noteBalance(change.payDate.dayNumber, period.survival, &balance)
        balanceYears += Jet(change.amount * change.years)
        owed += Jet(change.amount)
        append(
          change.payDate, after: today, interest: Jet(0), principal: Jet(-change.amount * period.survival),
          prepayment: Jet(0), balance: owed * period.survival)
      }
      noteBalance(period.payDate.dayNumber, period.survival, &balance)
      let interest = rate * balanceYears
      var principal: Jet
      if isLast {
        principal = owed
      } else if let count = period.levelPayments {
        principal = (level - interest).atMost(owed)
        if let limit = terms.balanceLimit {
          let isOver = (owed - principal).value .> Jet.Lanes(repeating: limit)
          if any(isOver) {
            let full = owed * (rate * (1 / periodsPerYear)).levelPayment(count: count)
            level = level.replacing(with: full, where: isOver)
            principal = (level - interest).atMost(owed)
          }
        }
      } else if case .linear(let amount, let count) = loan.amortisation {
        let equal = amount ?? loan.balance / Double(count ?? schedule.periods.count)
        principal = Jet(equal).atMost(owed)
      } else {
        principal = Jet(-period.changeAtEnd)
      }
      principal = principal.replacing(
        with: owed, where: (owed - principal).value .< Jet.Lanes(repeating: least))
      let left = owed - principal
      let prepaid = left * period.prepaidFraction
      let received = netRate * balanceYears + Jet(period.fees) + prepaid * period.penalty
      append(
        period.payDate, after: today, interest: received * period.survival,
        principal: principal * period.survival, prepayment: prepaid * period.survival,
        balance: (left - prepaid) * period.survival)
      owed = left
    }
  }

  private mutating func append(
    _ payDate: CivilDate, after today: Int32, interest: Jet, principal: Jet, prepayment: Jet, balance: Jet
  ) {
    guard payDate.dayNumber > today else { return }
    payments.append(
      Payment(
        payDay: payDate.dayNumber, interest: interest, principal: principal, prepayment: prepayment,
        balanceAfter: balance))
  }

  /// The rate after a reset: index + margin, rounded, within `cap` of the rate before, then between floor and cap of its life.
  private static func next(_ rate: Jet, _ index: Jet, cap: Double?, _ terms: LoanRateReset) -> Jet {
    var next = index + terms.margin
    if let rounding = terms.rounding { next.value = rounding.round(next.value) }
    if let cap { next = next.atMost(rate + cap).atLeast(rate - cap) }
    if let most = terms.cap { next = next.atMost(Jet(most)) }
    return next.atLeast(Jet(terms.floor))
  }
}

extension RateRounding {
  /// Differences below a billionth of a step are those of the computation.
  fileprivate func round(_ rates: Jet.Lanes) -> Jet.Lanes {
    let steps = rates / step
    switch direction {
    case .nearest: return (steps + (0.5 + 1e-9)).rounded(.down) * step
    case .up: return (steps - 1e-9).rounded(.up) * step
    case .down: return (steps + 1e-9).rounded(.down) * step
    }
  }
}
