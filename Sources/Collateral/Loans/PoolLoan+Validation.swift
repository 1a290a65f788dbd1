import Instruments

extension PoolLoan {
  /// Longest term and age, in months.
  static let longestTerm = 720

  func validate() throws(TermsError) {
    try PoolLoan.require((0...1e15).contains(balance), "balance", "\(balance) is not an amount of 0 or above")
    try PoolLoan.require(
      originalBalance > 0 && originalBalance <= 1e15 || balance == 0 && originalBalance == 0,
      "original_balance", "\(originalBalance) is not an amount above 0")
    try PoolLoan.require(
      (-0.05...1).contains(noteRate), "note_rate_percent",
      "\(PoolLoan.percent(noteRate)) is not between -5 and 100")
    try PoolLoan.require(
      (0...0.2).contains(servicingFee), "servicing_fee_percent",
      "\(PoolLoan.percent(servicingFee)) is not between 0 and 20")
    try PoolLoan.require(
      (0...PoolLoan.longestTerm).contains(age), "age_months",
      "\(age) is not between 0 and \(PoolLoan.longestTerm)")
    try PoolLoan.require(
      (1...PoolLoan.longestTerm).contains(remainingTerm), "remaining_months",
      "\(remainingTerm) is not between 1 and \(PoolLoan.longestTerm)")
    try PoolLoan.require(
      (0...remainingTerm).contains(repayment.interestOnlyMonths), "interest_only_months",
      "\(repayment.interestOnlyMonths) is not between 0 and the \(remainingTerm) months that are left")
    if let months = repayment.amortisationMonths {
      let least = max(1, remainingTerm - repayment.interestOnlyMonths)
      try PoolLoan.require(
        months >= least && months <= 1_200, "amortisation_months",
        "\(months) is not between \(least), what is left of the term after months of interest alone, and 1200"
      )
    }
    if let payment {
      try PoolLoan.require(payment > 0 && payment <= 1e15, "payment", "\(payment) is not an amount above 0")
      try PoolLoan.require(
        repayment.form == .level && repayment.interestOnlyMonths == 0, "payment",
        "is of loans with level payments that repay principal now; leave it out")
    }
    try PoolLoan.require(
      (0...1_200).contains(lockoutMonths), "lockout_months",
      "\(lockoutMonths) is not between 0 and 1200; leave it out for none")
    try PoolLoan.require(
      penalties.allSatisfy { (0...1).contains($0.fraction) }, "prepayment_penalty",
      "has a charge that is not between 0 and 1 of what is prepaid")
    if let score {
      try PoolLoan.require(
        (250...900).contains(score), "score",
        "\(score) is not between 250 and 900; leave it out where not known")
    }
    if let originalLTV {
      try PoolLoan.require(
        originalLTV > 0 && originalLTV <= 5, "ltv_percent",
        "\(PoolLoan.percent(originalLTV)) is not above 0 and at most 500")
    }
    try PoolLoan.require(
      (0...1).contains(mortgageInsurance), "mortgage_insurance_percent",
      "\(PoolLoan.percent(mortgageInsurance)) is not between 0 and 100")
    try PoolLoan.require(
      (1...1_000_000_000).contains(count), "loan_count", "\(count) is not between 1 and 1000000000")
    try validateRateTerms()
  }

  private func validateRateTerms() throws(TermsError) {
    switch rateTerms {
    case .fixed: break
    case .stepped(let steps):
      try PoolLoan.require(
        zip(steps, steps.dropFirst()).allSatisfy { $0.month < $1.month }
          && steps.allSatisfy { $0.month >= 1 && (-0.05...1).contains($0.rate) },
        "rate_steps", "need rising months from 1 and rates between -5 and 100 percent")
    case .adjustable(let terms):
      try PoolLoan.require(!terms.index.isEmpty, "index", "is missing; name the index that the rate follows")
      try PoolLoan.require(
        abs(terms.margin) <= 0.5, "margin_percent",
        "\(PoolLoan.percent(terms.margin)) is not between -50 and 50")
      try PoolLoan.require(
        (0...1_200).contains(terms.monthsToReset), "months_to_reset",
        "\(terms.monthsToReset) is not between 0 and 1200")
      try PoolLoan.require(
        (1...1_200).contains(terms.resetMonths), "reset_months",
        "\(terms.resetMonths) is not between 1 and 1200")
      try PoolLoan.require(
        (0...1_200).contains(terms.lookbackMonths), "lookback_months",
        "\(terms.lookbackMonths) is not between 0 and 1200")
      for (field, cap) in [
        ("first_cap_percent", terms.firstCap), ("periodic_cap_percent", terms.periodicCap),
      ] {
        guard let cap else { continue }
        try PoolLoan.require(
          cap >= 0, field, "\(PoolLoan.percent(cap)) is below 0; leave it out for no bound")
      }
      try PoolLoan.require(
        terms.lifetimeFloor >= -0.05, "lifetime_floor_percent",
        "\(PoolLoan.percent(terms.lifetimeFloor)) is below -5")
      if let cap = terms.lifetimeCap {
        try PoolLoan.require(
          cap >= terms.lifetimeFloor, "lifetime_cap_percent",
          "\(PoolLoan.percent(cap)) is below the floor of \(PoolLoan.percent(terms.lifetimeFloor))")
      }
      guard let payment = terms.paymentCap else { return }
      try PoolLoan.require(
        repayment.form == .level, "repayment", "is to be level where the payment is capped")
      try PoolLoan.require(
        payment.change >= 0 && payment.resetMonths >= 1 && (payment.recastMonths ?? 1) >= 1,
        "payment_cap_percent", "needs a change of 0 or above and months between payments of 1 or above")
      try PoolLoan.require(
        payment.balanceLimit >= 1, "balance_limit_percent",
        "\(PoolLoan.percent(payment.balanceLimit)) is below 100 percent of the original balance")
    }
  }

  /// In per cent, without the noise of binary fractions.
  private static func percent(_ fraction: Double) -> Double { (fraction * 1e10).rounded() / 1e8 }

  private static func require(_ holds: Bool, _ field: String, _ message: String) throws(TermsError) {
    guard holds else { throw TermsError(field: field, message: message) }
  }
}
