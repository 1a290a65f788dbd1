public import DatesAndConventions

/// The right to enter a swap of a fixed rate against an index: a payer swaption where the holder would pay the fixed rate, otherwise a
/// receiver swaption.
///
/// The premium is not part of it. A position's quantity is the number of contracts, negative for options sold.
public struct Swaption: Sendable, Hashable {
  /// What exercise brings. Raw values are the names used in files.
  public enum Settlement: String, Sendable, Codable, CaseIterable, Hashable {
    /// The swap.
    case physical
    /// The collateralised cash price: what the swap is worth on the curves of its collateral.
    case cash
  }

  /// A day of exercise and the first day of the periods that it enters.
  public struct Entry: Sendable, Hashable {
    public let exercise: CivilDate
    public let start: CivilDate
  }

  public let swap: InterestRateSwap
  /// The days on which the holder decides, ascending; the option is over at the end of the last.
  public let exerciseDates: [CivilDate]
  public let settlement: Settlement
  /// Of a Bermudan swaption what each day of exercise enters; empty for a European one.
  public let entries: [Entry]

  /// A European swaption: the whole swap, decided once, before it starts. Checks the terms. Throws `TermsError` naming the field.
  public init(_ swap: InterestRateSwap, expiry: CivilDate, settlement: Settlement = .physical)
    throws(TermsError)
  {
    try Self.check(swap)
    let start = min(swap.pay.start, swap.receive.start)
    guard expiry <= start else {
      throw TermsError(
        field: "expiry_date", message: "\(expiry) is after the dated_date \(start); swaps start after expiry")
    }
    self.swap = swap
    exerciseDates = [expiry]
    self.settlement = settlement
    entries = []
  }

  /// A Bermudan swaption: on one of several days, the periods of the swap that begin on that day or later. Checks the terms. Throws
  /// `TermsError` naming the field.
  public init(_ swap: InterestRateSwap, exerciseDates: [CivilDate], settlement: Settlement = .physical)
    throws(TermsError)
  {
    try Self.check(swap)
    var entries: [Entry] = []
    let starts = [swap.pay, swap.receive].map { leg in
      (try? Schedule(leg.scheduleTerms(leg.frequency)))?.periods.map(\.adjustedStart) ?? []
    }
    for date in exerciseDates {
      let first = starts.compactMap { days in days.first { $0 >= date } }
      guard first.count == 2, first[0] == first[1] else {
        throw TermsError(
          field: "exercise_dates", message: "no period of both legs begins on \(date) or next after it")
      }
      guard entries.last.map({ $0.exercise < date && $0.start < first[0] }) ?? true else {
        throw TermsError(
          field: "exercise_dates", message: "\(date) does not come after the one before, a period later")
      }
      entries.append(Entry(exercise: date, start: first[0]))
    }
    guard !entries.isEmpty else {
      throw TermsError(field: "exercise_dates", message: "is empty; give at least one day")
    }
    self.swap = swap
    self.exerciseDates = exerciseDates
    self.settlement = settlement
    self.entries = entries
  }

  /// The last day on which the holder decides.
  public var expiry: CivilDate { exerciseDates[exerciseDates.count - 1] }

  private static func check(_ swap: InterestRateSwap) throws(TermsError) {
    guard swap.pay.currency == swap.receive.currency else {
      throw TermsError(field: "pay_currency", message: "swaptions are on swaps of one currency")
    }
    switch (swap.pay.rate, swap.receive.rate) {
    case (.fixed, .floating), (.floating, .fixed): break
    case (.fixedCompounded, _), (_, .fixedCompounded):
      throw TermsError(
        field: "pay_compounding",
        message: "swaptions are on fixed legs of simple interest; write simple, or a description")
    case (.swapRate, _), (_, .swapRate):
      throw TermsError(
        field: "pay_swap_tenor", message: "swaptions are on swaps of an index; leave the tenors empty")
    case (.fixed, .fixed), (.floating, .floating):
      throw TermsError(
        field: "pay_rate", message: "swaptions are on a fixed rate against an index; give one leg each")
    }
    guard swap.notionalExchange == .none else {
      throw TermsError(field: "notional_exchange", message: "is not for swaptions; leave it empty")
    }
  }

  /// Whether the holder would pay the fixed rate.
  public var isPayer: Bool {
    if case .floating = swap.pay.rate { return false }
    return true
  }

  /// The leg that pays the fixed rate, and the other.
  public var legs: (fixed: CouponLeg, floating: CouponLeg) {
    isPayer ? (swap.pay, swap.receive) : (swap.receive, swap.pay)
  }

  /// The fixed rate, a decimal a year.
  public var strike: Double {
    guard case .fixed(let rate) = legs.fixed.rate else {
      preconditionFailure("terms without a fixed rate are refused")
    }
    return rate
  }

  /// Years of the swap, in whole months, as volatilities are quoted.
  public var tenorYears: Double {
    let days = Double(swap.maturity - legs.fixed.start)
    return (days / 365.25 * 12).rounded() / 12
  }
}
