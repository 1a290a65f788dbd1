/// How the payment of a level-pay loan follows from its balance, its rate and the payments to come.
///
/// Raw values are the names used in files.
public enum Annuity: String, Sendable, CaseIterable, Hashable {
  /// As if every period were equally long; where interest goes by days, the last payment takes up the difference.
  case equalPeriods = "equal_periods"
  /// By the years of interest of each period, so that the last payment is as high as the others.
  case actualDays = "actual_days"
}
