/// Runs loans down one after the other and adds their flows up.
struct PoolLoanRunOff {
  private let lag: Int
  private let servicerAdvances: Bool
  /// Of each month of the loan at hand.
  private var cohorts: [Cohort]

  private struct Cohort {
    /// What defaults in the month.
    var newDefaults = 0.0
    /// What advances before the month have left of a unit in default from the beginning.
    var unadvanced = 1.0
  }

  init(months: Int, _ assumptions: CollateralAssumptions) {
    lag = assumptions.liquidationLag
    servicerAdvances = assumptions.servicerAdvances
    cohorts = [Cohort](repeating: Cohort(), count: months)
  }

  /// Adds the flows of a loan in its `months`; to `late` where that is known how late its performing balance is.
  mutating func add(
    _ loan: PoolLoan, _ speeds: LoanSpeeds, months: Int, to rows: inout MonthRows, late: inout [SIMD4<Double>]
  ) {
    let term = loan.remainingTerm
    let fee = loan.servicingFee / 12
    let wasInDefault = loan.status.isInDefault
    var performing = wasInDefault ? 0 : loan.balance
    var inDefault = wasInDefault ? loan.balance : 0
    var kept = 1.0
    var out = rows.rows.mutableSpan
    let ratios = speeds.schedule.ratios.span
    let rates = speeds.schedule.rates.span
    let prepayment = speeds.prepayment.span
    let defaults = speeds.defaults.span
    // Of the performing balance, by how late it is.
    let parts = speeds.late.span
    let hasLate = !parts.isEmpty
    let (lag, servicerAdvances) = (lag, servicerAdvances)
    var cohorts = cohorts.mutableSpan
    for month in 0..<months {
      let isDue = month < term
      let ratio = isDue ? ratios[month] : 1
      let rate = isDue ? rates[month] : 0
      let new = isDue ? performing * defaults[month] : 0
      cohorts[month] = Cohort(newDefaults: new, unadvanced: kept)
      let surviving = performing - new
      // Below zero where interest joins the balance.
      let amortised = surviving * (1 - ratio)
      let prepaid = isDue ? min(performing * ratio * prepayment[month], surviving * ratio) : 0

      // What was in default this long ago is liquidated.
      var atDefault = 0.0
      var liquidated = 0.0
      if wasInDefault {
        if month == max(1, lag) - 1 { (atDefault, liquidated) = (loan.balance, inDefault) }
      } else if month >= lag {
        let cohort = cohorts[month - lag]
        atDefault = cohort.newDefaults
        if atDefault > 0 { liquidated = atDefault * kept / cohort.unadvanced }
      }
      var loss = 0.0
      if liquidated > 0 { loss = min(atDefault * speeds.severity(month: month), liquidated) }

      // The last payment of a loan is not advanced.
      let advancedPart = servicerAdvances && month < term - 1 ? max(0, 1 - ratio) : 0
      let advanced = (new + inDefault - liquidated) * advancedPart
      let interestBase = surviving + (servicerAdvances && isDue ? new + inDefault : 0)
      let deferred = max(0, -amortised)
      var penalty = 0.0
      if !loan.penalties.isEmpty, prepaid > 0 {
        penalty = prepaid * loan.penalty(loanMonth: loan.age + month + 1)
      }

      kept *= 1 - advancedPart
      inDefault = max(0, new + inDefault - liquidated - advanced)
      performing = surviving * ratio - prepaid
      out[month].balances +=
        SIMD4(performing, inDefault, interestBase * rate - deferred, interestBase * fee)
      out[month].principal += SIMD4(max(0, amortised) + advanced, prepaid, penalty, new)
      out[month].liquidation += SIMD4(liquidated - loss, loss, deferred, 0)
      if hasLate, isDue { late[month] += performing * parts[month] }
    }
  }
}

extension PoolLoan {
  /// What a borrower pays for each unit prepaid in a month of the loan's life.
  func penalty(loanMonth: Int) -> Double {
    penalties.first { loanMonth <= $0.lastLoanMonth }?.fraction ?? 0
  }
}
