import DatesAndConventions

extension VariableLoan {
  func validate() throws(TermsError) {
    guard loan.rateSteps.isEmpty else {
      throw TermsError(
        field: "rate_schedule", message: "is of loans without index and commitment; leave it empty")
    }
    if case .schedule = loan.amortisation {
      throw TermsError(field: "amortisation", message: "is bullet where repayments are given by day")
    }
    if let field = loan.fixedLoanField {
      throw TermsError(field: field, message: "is of loans without index and commitment; leave it empty")
    }
    guard loan.rate >= 0 else {
      throw TermsError(
        field: "rate", message: "\(loan.rate) is below 0, which is for loans without index and commitment")
    }
    if let rateReset { try validate(rateReset) }
    try validatePayment()
    if let commitment { try validate(commitment) }
    try validateBalance()
    var previous = loan.balanceDate
    for penalty in prepaymentPenalties {
      guard penalty.through > previous, penalty.rate.isFinite, (0...1).contains(penalty.rate) else {
        throw TermsError(
          field: "prepayment_penalties",
          message:
            "\(penalty.rate) to \(penalty.through) is not a part from 0 to 1 in date order after the balance date"
        )
      }
      previous = penalty.through
    }
  }

  private func validate(_ reset: LoanRateReset) throws(TermsError) {
    let index = RateIndex.of(reset.index)
    switch index.kind {
    case .term, .compoundedAverage, .parYield, .administered: break
    case .overnight:
      throw TermsError(
        field: "index",
        message:
          "\(reset.index.rawValue) is not known at the start of a period; write a term index, an average, a Treasury yield or prime"
      )
    }
    guard index.currency == loan.currency else {
      throw TermsError(
        field: "index",
        message: "\(reset.index.rawValue) is a rate of \(index.currency), the loan is in \(loan.currency)")
    }
    guard reset.margin.isFinite, abs(reset.margin) <= 1 else {
      throw TermsError(
        field: "margin", message: "\(reset.margin) is not a decimal; write 275 basis points as 0.0275")
    }
    try validateDates(first: reset.first, months: reset.months, fields: ("first_reset_date", "reset_months"))
    if let days = reset.lookbackDays, !(0...370).contains(days) {
      throw TermsError(field: "lookback_days", message: "\(days) is not a number of days from 0 to 370")
    }
    if let rounding = reset.rounding, !(rounding.step > 0 && rounding.step <= 0.01) {
      throw TermsError(
        field: "rate_rounding",
        message:
          "\(rounding.step) is not a decimal above 0 and at most 0.01; write an eighth of a percent as 0.00125"
      )
    }
    for (field, cap) in [("first_rate_cap", reset.firstCap), ("periodic_rate_cap", reset.periodicCap)] {
      guard let cap else { continue }
      guard cap > 0, cap <= 1 else {
        throw TermsError(
          field: field, message: "\(cap) is not a decimal above 0; write 2 percentage points as 0.02")
      }
    }
    guard reset.floor >= 0, reset.floor <= 1 else {
      throw TermsError(field: "floor", message: "\(reset.floor) is not a decimal rate between 0 and 1")
    }
    if let cap = reset.cap, !(cap >= reset.floor && cap <= 1) {
      throw TermsError(
        field: "cap", message: "\(cap) is not a decimal rate between the floor \(reset.floor) and 1")
    }
  }

  /// Resets fall on due dates, so that a period has one rate and one payment.
  private func validateDates(first: CivilDate, months: Int, fields: (date: String, months: String))
    throws(TermsError)
  {
    guard loan.frequency != .once else {
      throw TermsError(field: "frequency", message: "0 payments a year leaves no due date for a reset")
    }
    let period = loan.frequency.monthsPerPeriod
    let roll = RollDates(anchor: loan.firstPaymentDate, monthsPerPeriod: period, endOfMonth: loan.endOfMonth)
    guard first >= loan.firstPaymentDate, first < loan.maturity, roll.index(of: first) != nil else {
      throw TermsError(
        field: fields.date, message: "\(first) is not a due date of the loan before maturity")
    }
    guard (0...600).contains(months), months.isMultiple(of: period) else {
      throw TermsError(
        field: fields.months,
        message: "\(months) is not a number of months that holds whole periods of \(period), or 0 for once")
    }
  }

  private func validatePayment() throws(TermsError) {
    let isLevel: Bool
    switch loan.amortisation {
    case .levelPay, .interestOnlyThenLevelPay: isLevel = true
    case .linear, .bullet, .schedule: isLevel = false
    }
    if let paymentReset {
      guard rateReset != nil, isLevel else {
        throw TermsError(
          field: "payment_reset_date",
          message: "is of level payments at a rate that follows an index; leave it empty")
      }
      try validateDates(
        first: paymentReset.first, months: paymentReset.months,
        fields: ("payment_reset_date", "payment_reset_months"))
      if let cap = paymentReset.cap, !(cap > 0 && cap <= 10) {
        throw TermsError(
          field: "payment_cap", message: "\(cap) is not a part above 0; write 7.5% as 0.075")
      }
    }
    if let balanceLimit {
      guard rateReset != nil, isLevel else {
        throw TermsError(
          field: "balance_limit",
          message: "is of level payments at a rate that follows an index; leave it empty")
      }
      guard balanceLimit.isFinite, balanceLimit >= loan.balance else {
        throw TermsError(
          field: "balance_limit", message: "\(balanceLimit) is below the balance of \(loan.balance)")
      }
    }
  }

  private func validate(_ commitment: LoanCommitment) throws(TermsError) {
    guard commitment.amount.isFinite, commitment.amount > 0 else {
      throw TermsError(field: "commitment", message: "\(commitment.amount) is not an amount above 0")
    }
    guard loan.amortisation == .bullet else {
      throw TermsError(
        field: "amortisation", message: "is bullet or schedule where there is a commitment")
    }
    for (field, rate) in [
      ("commitment_fee", commitment.fee), ("utilisation_fee", commitment.utilisationFee),
      ("utilisation_threshold", commitment.utilisationThreshold),
    ] {
      guard rate.isFinite, (0...1).contains(rate) else {
        throw TermsError(field: field, message: "\(rate) is not a decimal between 0 and 1")
      }
    }
  }

  /// What is drawn and repaid, day by day, stays between nothing and the commitment.
  private func validateBalance() throws(TermsError) {
    guard commitment != nil || drawdowns.isEmpty else {
      throw TermsError(field: "commitment", message: "is missing; drawdowns are made under a commitment")
    }
    guard loan.amortisation == .bullet || repayments.isEmpty else {
      throw TermsError(field: "amortisation", message: "is schedule where repayments are given by day")
    }
    for (field, payments) in [("drawdowns", drawdowns), ("principal_payments", repayments)] {
      var previous = loan.balanceDate
      for payment in payments {
        guard payment.date > previous, payment.date < loan.maturity || field != "drawdowns",
          payment.date <= loan.maturity, payment.amount.isFinite, payment.amount > 0
        else {
          throw TermsError(
            field: field,
            message:
              "\(payment.amount) on \(payment.date) is not an amount above 0 in date order between the balance date and maturity"
          )
        }
        previous = payment.date
      }
    }
    var balance = loan.balance
    var available = (commitment?.amount ?? balance) - balance
    let slack = 1e-6 * (commitment?.amount ?? balance)
    guard available >= -slack else {
      throw TermsError(field: "balance", message: "\(balance) is more than the commitment")
    }
    for change in balanceChanges {
      balance += change.amount
      if change.amount > 0 || commitment?.isRevolving == true { available -= change.amount }
      guard balance >= -slack else {
        throw TermsError(
          field: "principal_payments", message: "repay more by \(change.date) than is drawn then")
      }
      guard available >= -slack else {
        throw TermsError(
          field: "drawdowns", message: "draw more by \(change.date) than the commitment leaves then")
      }
    }
  }

  /// Drawdowns above 0 and repayments below, in date order; repayments of a day before its drawdowns.
  package var balanceChanges: [PrincipalPayment] {
    let repaid = repayments.map { PrincipalPayment(date: $0.date, amount: -$0.amount) }
    return (repaid + drawdowns).sorted { ($0.date, $0.amount) < ($1.date, $1.amount) }
  }
}
