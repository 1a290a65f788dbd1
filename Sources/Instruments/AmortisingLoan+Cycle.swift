import DatesAndConventions

extension AmortisingLoan {
  /// The fields of what a loan with a moving rate or balance cannot have, where this one has it.
  var fixedLoanField: String? {
    if penultimatePaymentDate != nil { return "penultimate_payment_date" }
    if periodDays != nil { return "period_days" }
    if annuity != .equalPeriods { return "annuity" }
    if capitalisedUntil != nil { return "capitalised_until" }
    if interestRests != nil { return "first_rest_date" }
    if accrualConvention != .unadjusted { return "accrual_convention" }
    if case .interestOnlyThenLevelPay(_, .some, _) = amortisation { return "payment" }
    return nil
  }

  func validateCycle() throws(TermsError) {
    if let days = periodDays {
      guard (1...366).contains(days) else {
        throw TermsError(
          field: "period_days", message: "\(days) is not between 1 and 366; write 14 for every two weeks")
      }
      guard frequency == .monthly else {
        throw TermsError(field: "frequency", message: "is not of a loan with period_days; leave it empty")
      }
      guard dayCount != .actualActualICMA else {
        throw TermsError(
          field: "day_count", message: "ACT/ACT ICMA needs periods of months; leave period_days empty")
      }
    }
    if let date = penultimatePaymentDate {
      guard isDueDate(date), date < maturity else {
        throw TermsError(
          field: "penultimate_payment_date", message: "\(date) is not a due date of the loan before maturity")
      }
    }
    if case .schedule = amortisation, accrualConvention != .unadjusted {
      throw TermsError(
        field: "accrual_convention", message: "is not of a loan with a schedule; leave it empty")
    }
  }

  func validateInterest() throws(TermsError) {
    if annuity == .actualDays {
      let isOwn =
        switch amortisation {
        case .levelPay(nil, nil), .interestOnlyThenLevelPay(_, nil, nil): true
        case .levelPay, .interestOnlyThenLevelPay, .linear, .bullet, .schedule: false
        }
      guard isOwn else {
        throw TermsError(
          field: "annuity",
          message: "actual_days is of level payments to maturity without payment and amortisation_periods")
      }
    }
    if let last = capitalisedUntil {
      guard last > balanceDate, last < maturity else {
        throw TermsError(
          field: "capitalised_until", message: "\(last) is not between the balance date and maturity")
      }
    }
    if let rests = interestRests { try validate(rests) }
  }

  private func validate(_ rests: InterestRests) throws(TermsError) {
    guard periodDays == nil, frequency != .once else {
      throw TermsError(
        field: "first_rest_date", message: "needs payments every so many months; leave it empty")
    }
    if case .schedule = amortisation {
      throw TermsError(
        field: "first_rest_date", message: "is not of a loan with a schedule; leave it empty")
    }
    guard isDueDate(rests.first), rests.first < maturity else {
      throw TermsError(
        field: "first_rest_date", message: "\(rests.first) is not a due date of the loan before maturity")
    }
    let period = frequency.monthsPerPeriod
    guard (period...600).contains(rests.months), rests.months.isMultiple(of: period) else {
      throw TermsError(
        field: "rest_months",
        message: "\(rests.months) is not a number of months that holds whole periods of \(period)")
    }
    if let balance = rests.balance, !(balance.isFinite && balance >= 0) {
      throw TermsError(field: "rest_balance", message: "\(balance) is not an amount of 0 or more")
    }
  }

  /// Whether `date` is the first payment or one that follows it regularly.
  private func isDueDate(_ date: CivilDate) -> Bool {
    guard date >= firstPaymentDate, frequency != .once else { return false }
    if let periodDays {
      return (date.dayNumber - firstPaymentDate.dayNumber).isMultiple(of: numericCast(periodDays))
    }
    return RollDates(
      anchor: firstPaymentDate, monthsPerPeriod: frequency.monthsPerPeriod, endOfMonth: endOfMonth
    ).index(of: date) != nil
  }
}
