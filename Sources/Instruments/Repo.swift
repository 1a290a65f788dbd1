public import DatesAndConventions

/// Cash lent against securities and paid back with interest.
///
/// One contract lends the cash (a reverse repo); a negative quantity borrows it. The securities stay those of who gave them, so
/// their risk is in that party's positions and not here.
public struct Repo: Sendable, Hashable {
  public let currency: Currency
  /// Lent at the start; currency units, above 0.
  public let cash: Double
  public let price: Price
  public let start: CivilDate
  public let term: Term
  /// The part of the securities' value that no cash is lent on; a decimal from 0, below 1. Recorded.
  public let haircut: Double
  /// The securities' instrument id. Recorded.
  public let collateral: String?

  /// What is paid for the cash.
  public enum Price: Sendable, Hashable {
    /// Simple interest, a decimal, by the days of `DayCount`: a classic repo.
    case rate(Double, DayCount)
    /// The whole amount paid back: a buy and sell-back at two prices.
    case repayment(Double)
  }

  public enum Term: Sendable, Hashable {
    case until(CivilDate)
    /// Either party may end it with so many business days' notice.
    case open(noticeDays: Int, CalendarID)
  }

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    currency: Currency, cash: Double, price: Price, start: CivilDate, term: Term, haircut: Double = 0,
    collateral: String? = nil
  ) throws(TermsError) {
    guard cash.isFinite, cash > 0 else {
      throw TermsError(field: "notional", message: "\(cash) is not an amount above 0")
    }
    switch price {
    case .rate(let rate, let dayCount):
      if dayCount.needsCouponPeriod {
        throw TermsError(
          field: "day_count", message: "\(dayCount.rawValue) counts coupon periods, which a repo has not")
      }
      guard rate.isFinite, rate > -0.5, rate <= 1 else {
        throw TermsError(
          field: "rate", message: "\(rate) is not a decimal rate from -0.5 to 1; write 4.3% as 0.043")
      }
    case .repayment(let amount):
      guard amount.isFinite, amount > 0 else {
        throw TermsError(field: "payment", message: "\(amount) is not an amount above 0")
      }
      if case .open = term {
        throw TermsError(field: "payment", message: "is of a day; give a maturity, or a rate in its place")
      }
    }
    switch term {
    case .until(let end):
      guard end > start else {
        throw TermsError(field: "maturity", message: "\(end) is not after the dated_date \(start)")
      }
    case .open(let noticeDays, _):
      guard (0...180).contains(noticeDays) else {
        throw TermsError(
          field: "notice_days", message: "\(noticeDays) is not a number of business days from 0 to 180")
      }
    }
    guard haircut.isFinite, haircut >= 0, haircut < 1 else {
      throw TermsError(
        field: "haircut", message: "\(haircut) is not a decimal from 0, below 1; write 2% as 0.02")
    }
    self.currency = currency
    self.cash = cash
    self.price = price
    self.start = start
    self.term = term
    self.haircut = haircut
    self.collateral = collateral
  }

  /// The day on which the cash comes back, seen from `date`: an open repo is taken to be ended on the next business day, so that it ends when the
  /// notice has passed.
  public func end(seenFrom date: CivilDate) -> CivilDate {
    switch term {
    case .until(let end): end
    case .open(let noticeDays, let calendar):
      BusinessCalendar(calendar).advance(max(date, start), businessDays: max(noticeDays, 1))
    }
  }

  /// Interest from the start to `date`, currency units; of a sell-back, the part of its price difference by days.
  public func interest(to date: CivilDate) -> Double {
    guard date > start else { return 0 }
    switch price {
    case .rate(let rate, let dayCount): return cash * rate * dayCount.yearFraction(from: start, to: date)
    case .repayment(let amount):
      let days = Double(end(seenFrom: date) - start)
      return (amount - cash) * min(1, Double(date - start) / days)
    }
  }
}
