import Instruments

/// The columns of a collateral group's flows: a row for each month, the first, month 0, with the opening balances.
enum CollateralField: Int, FieldName {
  case month, balance, inDefault, interest, servicingFee, scheduledPrincipal, prepayment, prepaymentPenalty,
    defaults
  case recovery, loss, deferredInterest, delinquent30, delinquent60, delinquent90

  var name: String {
    switch self {
    case .month: return "month"
    case .balance: return "balance"
    case .inDefault: return "in_default"
    case .interest: return "interest"
    case .servicingFee: return "servicing_fee"
    case .scheduledPrincipal: return "scheduled_principal"
    case .prepayment: return "prepayment"
    case .prepaymentPenalty: return "prepayment_penalty"
    case .defaults: return "defaults"
    case .recovery: return "recovery"
    case .loss: return "loss"
    case .deferredInterest: return "deferred_interest"
    case .delinquent30: return "delinquent_30"
    case .delinquent60: return "delinquent_60"
    case .delinquent90: return "delinquent_90"
    }
  }
}
