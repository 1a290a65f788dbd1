/// A rule for the length of a period in years.
///
/// Raw values are the names used in files.
public enum DayCount: String, Sendable, Codable, CaseIterable, Hashable {
  case actual360 = "ACT/360"
  case actual365Fixed = "ACT/365F"
  /// ISDA 2006 4.16(b).
  case actualActualISDA = "ACT/ACT ISDA"
  /// ICMA rule 251; needs the coupon period and the frequency.
  case actualActualICMA = "ACT/ACT ICMA"
  case actualActualAFB = "ACT/ACT AFB"
  /// 30/360 US with the end-of-February rule of the bond market (SIFMA Standard Securities Calculation Methods).
  case thirty360US = "30/360 US"
  /// 30/360 "bond basis" without any February rule, ISDA 2006 4.16(f).
  case thirty360BondBasis = "30/360"
  /// 30E/360, Eurobond basis, ISDA 2006 4.16(g).
  case thirtyE360 = "30E/360"
  /// 30E/360 ISDA, ISDA 2006 4.16(h); needs the termination date.
  case thirtyE360ISDA = "30E/360 ISDA"
  /// Business days over 252; needs a calendar.
  case business252 = "BUS/252"
}
