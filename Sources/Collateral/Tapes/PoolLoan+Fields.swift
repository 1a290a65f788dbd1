public import Instruments

extension PoolLoan {
  /// The kinds of rate, as files name them.
  private enum RateType: String, CaseIterable {
    case fixed, stepped, adjustable
  }

  /// Reads a loan from its fields. Throws `TermsError` naming the field at fault.
  public init(fields: some TermFields<PoolLoanField>) throws(TermsError) {
    try self.init(
      id: fields.required(.loanID, fields.identifier(.loanID)),
      balance: fields.required(.balance, fields.number(.balance)),
      originalBalance: fields.number(.originalBalance),
      noteRate: fields.required(.noteRatePercent, fields.percent(.noteRatePercent)),
      servicingFee: fields.percent(.servicingFeePercent) ?? 0,
      age: fields.integer(.ageMonths) ?? 0,
      remainingTerm: fields.required(.remainingMonths, fields.integer(.remainingMonths)),
      repayment: LoanRepayment(
        fields.choice(.repayment, LoanRepayment.Form.self) ?? .level,
        interestOnlyMonths: fields.integer(.interestOnlyMonths) ?? 0,
        amortisationMonths: fields.integer(.amortisationMonths)),
      payment: fields.number(.payment),
      interestBasis: fields.choice(.interestBasis, InterestBasis.self) ?? .thirty360,
      rateTerms: PoolLoan.rateTerms(fields),
      status: fields.choice(.status, DelinquencyStatus.self) ?? .current,
      lockoutMonths: fields.integer(.lockoutMonths) ?? 0,
      penalties: fields.months(.prepaymentPenalty).map {
        PenaltyStep(lastLoanMonth: $0.month, fraction: $0.percent / 100)
      },
      score: fields.integer(.score),
      originalLTV: fields.percent(.ltvPercent),
      mortgageInsurance: fields.percent(.mortgageInsurancePercent) ?? 0,
      purpose: fields.choice(.purpose, LoanPurpose.self) ?? .other,
      region: fields.text(.region, limit: 40),
      count: fields.integer(.loanCount) ?? 1)
  }

  private static func rateTerms(_ fields: some TermFields<PoolLoanField>) throws(TermsError) -> LoanRateTerms
  {
    let type = try fields.choice(.rateType, RateType.self) ?? .fixed
    let steps = try fields.months(.rateSteps)
    if type != .stepped, !steps.isEmpty {
      throw TermsError(field: "rate_steps", message: "is of rate_type stepped; leave it out or give that")
    }
    if type != .adjustable,
      let field = PoolLoanField.ofAdjustableRates.first(where: { !fields.isAbsent($0) })
    {
      throw TermsError(field: field.name, message: "is of rate_type adjustable; leave it out or give that")
    }
    switch type {
    case .fixed: return .fixed
    case .stepped:
      guard !steps.isEmpty else {
        throw TermsError(
          field: "rate_steps", message: "is missing; write month:percent pairs such as 13:5.5;25:6")
      }
      return .stepped(steps.map { LoanRateStep(month: $0.month, rate: $0.percent / 100) })
    case .adjustable:
      return .adjustable(
        AdjustableRate(
          index: try fields.required(.index, fields.identifier(.index)),
          margin: try fields.required(.marginPercent, fields.percent(.marginPercent)),
          monthsToReset: try fields.required(.monthsToReset, fields.integer(.monthsToReset)),
          resetMonths: try fields.integer(.resetMonths) ?? 12,
          lookbackMonths: try fields.integer(.lookbackMonths) ?? 1,
          firstCap: try fields.percent(.firstCapPercent),
          periodicCap: try fields.percent(.periodicCapPercent),
          lifetimeCap: try fields.percent(.lifetimeCapPercent),
          lifetimeFloor: try fields.percent(.lifetimeFloorPercent) ?? 0,
          rounding: try fields.percent(.rateRoundingPercent) ?? 0,
          paymentCap: try paymentCap(fields)))
    }
  }

  private static func paymentCap(_ fields: some TermFields<PoolLoanField>) throws(TermsError) -> PaymentCap? {
    guard let change = try fields.percent(.paymentCapPercent) else { return nil }
    return PaymentCap(
      change: change, resetMonths: try fields.integer(.paymentResetMonths) ?? 12,
      recastMonths: try fields.integer(.recastMonths) ?? 60,
      balanceLimit: try fields.percent(.balanceLimitPercent) ?? 1.15)
  }
}

extension TermFields {
  fileprivate func isAbsent(_ field: Name) -> Bool {
    switch value(field) {
    case .absent: true
    case .cell, .text, .number, .flag, .payments, .words, .unusable: false
    }
  }

  /// A percentage as a decimal.
  fileprivate func percent(_ field: Name) throws(TermsError) -> Double? {
    try number(field).map { $0 / 100 }
  }

  /// Percentages by month, written `13:5.5;25:6`, months rising. Empty when absent.
  fileprivate func months(_ field: Name) throws(TermsError) -> [(month: Int, percent: Double)] {
    guard let text = try text(field, limit: 4_096) else { return [] }
    var pairs: [(month: Int, percent: Double)] = []
    for pair in text.split(separator: ";", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let month = Int(parts[0]), month >= 1, let percent = Double(parts[1]),
        percent.isFinite, pairs.last.map({ $0.month < month }) ?? true
      else {
        throw TermsError(
          field: field.name,
          message:
            "'\(TermsError.shortened(pair))' is not a month and a percentage; write pairs such as 13:5.5;25:6, months rising"
        )
      }
      pairs.append((month, percent))
    }
    return pairs
  }
}
