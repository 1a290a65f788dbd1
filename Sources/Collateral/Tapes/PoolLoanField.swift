public import Instruments

/// The fields of a loan of a pool, the same in CSV columns and JSON members. Percentages are given as such: 6.5 is 6.5%.
public enum PoolLoanField: Int, FieldName {
  case loanID, loanCount, balance, originalBalance, noteRatePercent, servicingFeePercent, ageMonths,
    remainingMonths, repayment, interestOnlyMonths, amortisationMonths, payment,
    interestBasis, rateType, rateSteps, index,
    marginPercent, monthsToReset, resetMonths, lookbackMonths, firstCapPercent, periodicCapPercent,
    lifetimeCapPercent, lifetimeFloorPercent, rateRoundingPercent, paymentCapPercent, paymentResetMonths,
    recastMonths, balanceLimitPercent, status, lockoutMonths, prepaymentPenalty, score, ltvPercent,
    mortgageInsurancePercent, purpose, region

  public var name: String {
    switch self {
    case .loanID: return "loan_id"
    case .loanCount: return "loan_count"
    case .balance: return "balance"
    case .originalBalance: return "original_balance"
    case .noteRatePercent: return "note_rate_percent"
    case .servicingFeePercent: return "servicing_fee_percent"
    case .ageMonths: return "age_months"
    case .remainingMonths: return "remaining_months"
    case .repayment: return "repayment"
    case .interestOnlyMonths: return "interest_only_months"
    case .amortisationMonths: return "amortisation_months"
    case .payment: return "payment"
    case .interestBasis: return "interest_basis"
    case .rateType: return "rate_type"
    case .rateSteps: return "rate_steps"
    case .index: return "index"
    case .marginPercent: return "margin_percent"
    case .monthsToReset: return "months_to_reset"
    case .resetMonths: return "reset_months"
    case .lookbackMonths: return "lookback_months"
    case .firstCapPercent: return "first_cap_percent"
    case .periodicCapPercent: return "periodic_cap_percent"
    case .lifetimeCapPercent: return "lifetime_cap_percent"
    case .lifetimeFloorPercent: return "lifetime_floor_percent"
    case .rateRoundingPercent: return "rate_rounding_percent"
    case .paymentCapPercent: return "payment_cap_percent"
    case .paymentResetMonths: return "payment_reset_months"
    case .recastMonths: return "recast_months"
    case .balanceLimitPercent: return "balance_limit_percent"
    case .status: return "status"
    case .lockoutMonths: return "lockout_months"
    case .prepaymentPenalty: return "prepayment_penalty"
    case .score: return "score"
    case .ltvPercent: return "ltv_percent"
    case .mortgageInsurancePercent: return "mortgage_insurance_percent"
    case .purpose: return "purpose"
    case .region: return "region"
    }
  }

  /// Fields that say something only of an adjustable rate.
  static let ofAdjustableRates: [PoolLoanField] = [
    .index, .marginPercent, .monthsToReset, .resetMonths, .lookbackMonths, .firstCapPercent,
    .periodicCapPercent, .lifetimeCapPercent, .lifetimeFloorPercent, .rateRoundingPercent, .paymentCapPercent,
    .paymentResetMonths, .recastMonths, .balanceLimitPercent,
  ]
}
