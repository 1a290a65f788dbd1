import DatesAndConventions

extension AmortisingLoan {
  func validate() throws(TermsError) {
    guard balance.isFinite, balance >= 0 else {
      throw TermsError(field: "balance", message: "\(balance) is not an amount of 0 or more")
    }
    guard firstPaymentDate > balanceDate else {
      throw TermsError(
        field: "first_payment_date",
        message: "\(firstPaymentDate) is not after the balance date \(balanceDate)")
    }
    guard maturity >= firstPaymentDate else {
      throw TermsError(
        field: "maturity", message: "\(maturity) is before the first payment \(firstPaymentDate)")
    }
    guard rate.isFinite, Self.rates.contains(rate) else {
      throw TermsError(
        field: "rate", message: "\(rate) is not a decimal rate between -0.1 and 1; write 6.5% as 0.065")
    }
    guard servicingFee.isFinite, servicingFee >= 0, servicingFee <= 1 else {
      throw TermsError(
        field: "servicing_fee", message: "\(servicingFee) is not a decimal rate between 0 and 1")
    }
    guard servicingFee <= max(rate, 0) else {
      throw TermsError(
        field: "servicing_fee",
        message: "\(servicingFee) is above the rate \(rate) out of which it is taken; write 0.25% as 0.0025")
    }
    try checkRateSteps()
    guard prepaymentRate.isFinite, prepaymentRate >= 0, prepaymentRate <= 1 else {
      throw TermsError(
        field: "prepayment_rate", message: "\(prepaymentRate) is not a decimal CPR between 0 and 1")
    }
    switch amortisation {
    case .levelPay(let payment, let periods), .linear(let payment, let periods):
      try validate(payment: payment, periods: periods)
    case .bullet: break
    case .interestOnlyThenLevelPay(let interestOnly, let payment, let periods):
      guard interestOnly >= 0 else {
        throw TermsError(field: "interest_only_periods", message: "\(interestOnly) is not 0 or more")
      }
      try validate(payment: payment, periods: periods)
    case .schedule(let payments):
      var previous = balanceDate
      var total = 0.0
      for payment in payments {
        guard payment.date > previous, payment.date <= maturity, payment.amount.isFinite, payment.amount >= 0
        else {
          throw TermsError(
            field: "principal_payments",
            message:
              "\(payment.amount) on \(payment.date) is not an amount of 0 or more in date order up to maturity"
          )
        }
        previous = payment.date
        total += payment.amount
      }
      // Amounts are rounded to cents, each on its own.
      guard total <= balance * (1 + 1e-6) else {
        throw TermsError(
          field: "principal_payments",
          message:
            "add up to \(total), more than the balance of \(balance); leave out what was repaid by the balance date"
        )
      }
    }
    guard frequency != .once || amortisation == .bullet else {
      throw TermsError(field: "frequency", message: "0 payments a year fits only a bullet loan")
    }
    try validateCycle()
    try validateInterest()
  }

  /// From about where no rate of a market has been to where it cannot be a decimal.
  private static let rates = -0.1...1.0

  private func checkRateSteps() throws(TermsError) {
    var previous = balanceDate
    for step in rateSteps {
      guard step.date > previous, step.date < maturity else {
        throw TermsError(
          field: "rate_schedule",
          message: "\(step.date) is not in date order between the balance date and maturity")
      }
      guard step.rate.isFinite, Self.rates.contains(step.rate) else {
        throw TermsError(
          field: "rate_schedule",
          message: "\(step.rate) is not a decimal rate between -0.1 and 1; write 6.5% as 0.065")
      }
      guard servicingFee <= max(step.rate, 0) else {
        throw TermsError(
          field: "rate_schedule",
          message: "\(step.rate) from \(step.date) is below the servicing fee \(servicingFee) taken out of it"
        )
      }
      previous = step.date
    }
  }

  private func validate(payment: Double?, periods: Int?) throws(TermsError) {
    if let payment, !payment.isFinite || payment <= 0 {
      throw TermsError(field: "payment", message: "\(payment) is not an amount above 0")
    }
    guard let periods else { return }
    guard (1...1_200).contains(periods) else {
      throw TermsError(field: "amortisation_periods", message: "\(periods) is not between 1 and 1200")
    }
  }
}
