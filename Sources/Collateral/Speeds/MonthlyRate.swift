import Foundation

/// Rates a month from rates a year and back (Standard Formulas SF-5): 1 − (1 − annual)^(1/12).
///
/// All are decimals from 0 to 1; what lies outside is taken to the nearest bound.
public enum MonthlyRate {
  /// SMM from CPR, MDR from CDR.
  public static func monthly(fromAnnual annual: Double) -> Double {
    -expm1(log1p(-bounded(annual)) / 12)
  }

  /// CPR from SMM, CDR from MDR.
  public static func annual(fromMonthly monthly: Double) -> Double {
    -expm1(12 * log1p(-bounded(monthly)))
  }

  static func bounded(_ rate: Double) -> Double { min(max(rate, 0), 1) }
}
