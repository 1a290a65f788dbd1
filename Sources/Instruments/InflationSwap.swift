public import DatesAndConventions

/// A swap of the growth of a price index for a fixed rate.
///
/// One contract receives the index and pays the rate; a negative quantity is the other side.
public struct InflationSwap: Sendable, Hashable {
  public let currency: Currency
  public let index: InflationIndexID
  /// Currency units, above 0.
  public let notional: Double
  /// A decimal, annually compounded.
  public let rate: Double
  /// The day from which the index grows.
  public let start: CivilDate
  /// A whole number of years after `start`.
  public let maturity: CivilDate
  public let kind: Kind
  /// The value of the index at the start; the market's where absent.
  public let baseIndex: Double?
  public let calendar: CalendarID

  /// Raw values are the payments a year in files.
  public enum Kind: Int, Sendable, CaseIterable, Hashable {
    /// One payment at maturity: growth of the index less (1 + rate)^years − 1.
    case zeroCoupon = 0
    /// Every year the growth of that year less the rate.
    case yearOnYear = 1
  }

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, index: InflationIndexID, notional: Double, rate: Double, start: CivilDate,
    maturity: CivilDate, kind: Kind = .zeroCoupon, baseIndex: Double? = nil,
    calendar: CalendarID = .weekendsOnly
  ) throws(TermsError) {
    let conventions = InflationIndex.of(index)
    guard currency == conventions.currency else {
      throw TermsError(
        field: "inflation_index",
        message: "\(index.rawValue) is an index of \(conventions.currency); the swap is in \(currency)")
    }
    guard notional.isFinite, notional > 0 else {
      throw TermsError(field: "notional", message: "\(notional) is not an amount above 0")
    }
    guard rate.isFinite, rate > -0.5, rate <= 1 else {
      throw TermsError(
        field: "rate", message: "\(rate) is not a decimal rate from -0.5 to 1; write 2.5% as 0.025")
    }
    let months = YearMonth(maturity).months(since: YearMonth(start))
    guard months > 0, months.isMultiple(of: 12), start.adding(months: months) == maturity else {
      throw TermsError(
        field: "maturity", message: "\(maturity) is not a whole number of years after the dated_date \(start)"
      )
    }
    if let baseIndex, !(baseIndex.isFinite && baseIndex > 0) {
      throw TermsError(field: "base_index", message: "\(baseIndex) is not a value of an index, above 0")
    }
    if baseIndex != nil, kind == .yearOnYear {
      throw TermsError(field: "base_index", message: "is for zero-coupon swaps; leave it out")
    }
    self.currency = currency
    self.index = index
    self.notional = notional
    self.rate = rate
    self.start = start
    self.maturity = maturity
    self.kind = kind
    self.baseIndex = baseIndex
    self.calendar = calendar
  }

  public var years: Int { YearMonth(maturity).months(since: YearMonth(start)) / 12 }

  /// The value of the index that the contract compares on a day.
  public func reference(_ date: CivilDate) -> IndexReference {
    switch InflationIndex.of(index).swapReference {
    case .daily: .day(date)
    case .monthly(let lag): .month(YearMonth(date).adding(months: -lag))
    }
  }
}
