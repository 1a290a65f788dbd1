/// What a name in a formula stands for, with places in the deal's lists instead of names.
enum Quantity: Sendable {
  /// The number of the period, from 1.
  case period
  /// The day of payment, as a day number.
  case date
  /// The period's months as a part of a year.
  case yearFraction
  case series(Int)
  /// Of groups together.
  case collateral([Int], CollateralQuantity)
  /// Of bonds together.
  case bonds([Int], BondQuantity)
  case account(Int, AccountQuantity)
  case fee(Int, FeeQuantity)
  /// What the counterparty owes for the period; below zero where the deal owes it.
  case swap(Int)
  /// 1 while tripped, else 0.
  case trigger(Int)
  case schedule(Int)
  case facility(Int, FacilityQuantity)
}

/// Of a collateral group: balances at the end of the period's months, cash that came in for the period.
enum CollateralQuantity: String, CaseIterable, Sendable {
  /// Loans that perform and loans in default.
  case balance
  case performing
  case inDefault = "in_default"
  case openingBalance = "opening_balance"
  case originalBalance = "original_balance"
  /// Balance over original balance.
  case factor
  /// After the servicing fee.
  case interest
  case penalties
  /// Scheduled, prepaid and recovered.
  case principal
  case scheduled
  case prepayment
  case recovery
  case loss
  case defaults
  /// Interest that joined the balance instead of being paid.
  case deferredInterest = "deferred_interest"
  /// Balances of performing loans that are 30 to 59, 60 to 89, and 90 days late or more.
  case delinquent30 = "delinquent_30"
  case delinquent60 = "delinquent_60"
  case delinquent90 = "delinquent_90"
  /// Balance bought in the period.
  case purchased
  case cumulativeLoss = "cumulative_loss"
  case cumulativeDefaults = "cumulative_defaults"
  /// Interest after the servicing fee, paid or joined to the balance, over the opening balance, a year.
  case netRate = "net_rate"
}

/// Of a bond or a class.
enum BondQuantity: String, CaseIterable, Sendable {
  case balance
  case openingBalance = "opening_balance"
  case originalBalance = "original_balance"
  /// Balance over original balance.
  case factor
  /// Accrued in the period, with what earlier periods left unpaid.
  case interestDue = "interest_due"
  case interestPaid = "interest_paid"
  case interestUnpaid = "interest_unpaid"
  case principalPaid = "principal_paid"
  /// Written down so far, less written up.
  case writtenDown = "written_down"
}

enum AccountQuantity: String, CaseIterable, Sendable {
  case balance
  case target
}

enum FeeQuantity: String, CaseIterable, Sendable {
  case due
  case paid
}

/// Of a liquidity facility.
enum FacilityQuantity: String, CaseIterable, Sendable {
  /// Drawn and not repaid.
  case balance
  case limit
  /// What is left to draw.
  case available
  /// With what earlier periods left unpaid.
  case interestDue = "interest_due"
}
