import CashFlows
import Collateral
import DatesAndConventions
import Instruments

/// What an agency pool pays month by month for an original face of 1, from the month of its factor on.
struct PoolProjection {
  let pool: AgencyPool
  private let flows: CollateralFlows

  /// Throws where the pool cannot be projected under the assumptions.
  init(_ pool: AgencyPool, _ assumptions: CollateralAssumptions) throws(CollateralError) {
    self.pool = pool
    flows = try CollateralProjection(assumptions).flows(pool.factor > 0 ? [try pool.line] : [])
  }

  var months: Int { flows.months }

  /// Balance at the beginning of a calendar month; the pool's own factor before its month.
  func balance(_ month: YearMonth) -> Double {
    let number = month.months(since: pool.factorMonth)
    guard number > 0, !flows.balance.isEmpty else { return pool.factor }
    return flows.balance[min(number, flows.months) - 1]
  }

  /// Adds the payments that whoever holds the pool at the end of a day will get.
  func append(ownedFrom day: CivilDate, to columns: inout CashFlowColumns) {
    for month in 0..<flows.months {
      let accrued = pool.factorMonth.adding(months: month)
      let exDate = pool.exDate(accrued: accrued)
      guard exDate > day else { continue }
      let interest = flows.interest[month] - flows.servicingFee[month]
      guard interest != 0 || flows.scheduledPrincipal[month] + flows.prepayment[month] != 0 else { continue }
      columns.append(
        payDay: pool.payDate(accrued: accrued).dayNumber, exDay: exDate.dayNumber, interest: interest,
        principal: flows.scheduledPrincipal[month], prepayment: flows.prepayment[month],
        balance: flows.balance[month], currency: pool.currency)
    }
  }
}

extension AgencyPool {
  /// The pool as one loan with a balance of its factor.
  var line: PoolLoan {
    get throws(CollateralError) {
      // What was prepaid says nothing of the loans that are left: these have amortised by their terms.
      let scheduled = AmortisedBalance.factor(
        annualRate: loans.noteRate, remaining: loans.remainingTerm, original: loans.remainingTerm + loans.age)
      do throws(TermsError) {
        return try PoolLoan(
          id: "pool", balance: factor, originalBalance: factor / scheduled, noteRate: loans.noteRate,
          servicingFee: loans.noteRate - coupon, age: loans.age, remainingTerm: loans.remainingTerm,
          score: loans.score, originalLTV: loans.loanToValue, region: loans.region)
      } catch {
        throw CollateralError(loan: "pool", message: error.description)
      }
    }
  }
}

extension PrepaymentSpeed {
  /// Of a speed as terms write it, in per cent.
  init(_ value: Double, _ unit: PoolPrepayment.Unit) {
    switch unit {
    case .psa: self = .psa(value / 100)
    case .cpr: self = .cpr(value / 100)
    case .smm: self = .smm(value / 100)
    }
  }
}
