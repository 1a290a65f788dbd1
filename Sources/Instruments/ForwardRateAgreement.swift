public import DatesAndConventions

/// An agreement on the rate of one deposit: whoever holds it receives the index and pays the agreed rate, settled when the
/// deposit starts, discounted at the index: notional · (index − rate) · years / (1 + index · years).
///
/// A position's quantity is the number of contracts, negative for the opposite side.
public struct ForwardRateAgreement: Sendable, Hashable {
  public let currency: Currency
  /// Above 0.
  public let notional: Double
  /// A decimal a year in the day count of the index.
  public let rate: Double
  /// A term index of the contract's currency.
  public let index: RateIndexID
  /// First day of the deposit, a business day, on which the contract is settled.
  public let start: CivilDate

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(currency: Currency, notional: Double, rate: Double, index: RateIndexID, start: CivilDate)
    throws(TermsError)
  {
    let known = RateIndex.of(index)
    guard case .term = known.kind else {
      throw TermsError(field: "index", message: "\(index.rawValue) is not a term index")
    }
    guard known.currency == currency else {
      throw TermsError(field: "index", message: "\(index.rawValue) is in \(known.currency), not \(currency)")
    }
    guard notional.isFinite, notional > 0 else {
      throw TermsError(field: "notional", message: "\(notional) is not an amount above 0")
    }
    guard rate.isFinite, abs(rate) <= 1 else {
      throw TermsError(field: "rate", message: "\(rate) is not a decimal rate; write 4.5% as 0.045")
    }
    guard BusinessCalendar(known.calendar).isBusinessDay(start) else {
      throw TermsError(field: "dated_date", message: "\(start) is a holiday of \(known.calendar.rawValue)")
    }
    self.currency = currency
    self.notional = notional
    self.rate = rate
    self.index = index
    self.start = start
  }
}
