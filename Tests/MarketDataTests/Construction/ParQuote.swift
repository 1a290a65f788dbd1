import DatesAndConventions
@testable import MarketData

/// The quote at which an instrument is worth nothing on given curves, written out leg by leg from discount factors: another
/// way to the number than the equations that curves are solved with.
struct ParQuote {
  let snapshot: MarketSnapshot
  let curves: [String: ZeroCurve]
  let quotes: CurveQuotes

  private var date: CivilDate { snapshot.valuationDate }

  private var terms: InstrumentCurveTerms {
    guard case .instruments(let terms) = quotes.kind else { preconditionFailure("a curve of instruments") }
    return terms
  }

  private func factor(_ id: String, _ day: CivilDate) -> Double {
    curves[id]!.discountFactor(at: Double(day - date) / 365)
  }

  private func discount(_ day: CivilDate, _ currency: Currency? = nil) -> Double {
    let isOwn = currency == nil || currency == quotes.currency
    return factor(isOwn ? terms.discounting ?? quotes.id : terms.collateral!, day)
  }

  /// The index's simple rate for the deposit from `start`, or compounded to `end` for an overnight index.
  private func rate(_ index: RateIndex, _ start: CivilDate, _ end: CivilDate) -> Double {
    let id = snapshot.indexCurves[index.id.rawValue]!
    let last = index.kind == .overnight ? end : index.depositEnd(start: start)
    return (factor(id, start) / factor(id, last) - 1) / index.dayCount.yearFraction(from: start, to: last)
  }

  private func periods(
    _ start: CivilDate, _ end: CivilDate, _ frequency: Frequency, _ calendar: BusinessCalendar
  ) throws -> [SchedulePeriod] {
    try Schedule(
      ScheduleTerms(
        start: start, end: end, frequency: frequency, calendar: calendar, convention: .modifiedFollowing,
        terminationConvention: .modifiedFollowing)
    ).periods
  }

  /// What a floating leg and 1 a year on its periods are worth.
  private func leg(
    _ id: RateIndexID, _ start: CivilDate, _ end: CivilDate, _ frequency: Frequency,
    _ calendar: BusinessCalendar, lag: Int
  ) throws -> (value: Double, annuity: Double) {
    let index = RateIndex.of(id)
    var (value, annuity) = (0.0, 0.0)
    for period in try periods(start, end, frequency, calendar) {
      let years = index.dayCount.yearFraction(from: period.adjustedStart, to: period.adjustedEnd)
      let paid = discount(calendar.advance(period.adjustedEnd, businessDays: lag), index.currency)
      value += rate(index, period.adjustedStart, period.adjustedEnd) * years * paid
      annuity += years * paid
    }
    return (value, annuity)
  }

  func quote(_ instrument: CurveInstrument) throws -> Double {
    switch instrument {
    case .deposit(let id, let tenor):
      let index = RateIndex.of(id)
      let calendar = BusinessCalendar(index.calendar)
      let start = calendar.advance(date, businessDays: index.fixingDays)
      guard let tenor else { return rate(index, start, index.depositEnd(start: start)) }
      let end = calendar.adjust(tenor.date(after: start), .modifiedFollowing)
      let curve = snapshot.indexCurves[id.rawValue]!
      return (factor(curve, start) / factor(curve, end) - 1)
        / index.dayCount.yearFraction(from: start, to: end)
    case .forwardRateAgreement(let id, let start):
      let index = RateIndex.of(id)
      let calendar = BusinessCalendar(index.calendar)
      let spot = calendar.advance(date, businessDays: index.fixingDays)
      let unmoved = start.date(after: spot)
      let moved =
        calendar.isEndOfMonth(spot)
        ? calendar.adjust(unmoved.endOfMonth, .preceding) : calendar.adjust(unmoved, .modifiedFollowing)
      return rate(index, moved, moved)
    case .future(let future):
      let index = RateIndex.of(future.index)
      let forward = rate(index, future.start, future.end ?? future.start)
      switch future.convexity {
      case .rate(let convexity): return 100 * (1 - forward - convexity)
      case .hullWhite: preconditionFailure("has a test of its own")
      }
    case .swap(let id, let span):
      let convention = SwapConvention.of(id)
      let calendar = BusinessCalendar(joining: convention.calendars)
      let (start, end): (CivilDate, CivilDate)
      switch span {
      case .tenor(let tenor):
        start = calendar.advance(date, businessDays: convention.spotDays)
        end = tenor.date(after: start)
      case .dates(let first, let last): (start, end) = (first, last)
      }
      let isSingle = end <= start.adding(months: convention.singlePaymentMonths)
      var annuity = 0.0
      for period in try periods(start, end, isSingle ? .once : convention.fixedFrequency, calendar) {
        let paid = calendar.advance(period.adjustedEnd, businessDays: convention.paymentLag)
        annuity +=
          convention.fixedDayCount.yearFraction(from: period.adjustedStart, to: period.adjustedEnd)
          * discount(paid)
      }
      let floating = try leg(
        convention.index, start, end, isSingle ? .once : convention.floatingFrequency, calendar,
        lag: convention.paymentLag)
      return floating.value / annuity
    case .basisSwap(let id, let tenor):
      let convention = BasisSwapConvention.of(id)
      let calendar = BusinessCalendar(joining: convention.calendars)
      let start = calendar.advance(date, businessDays: convention.spotDays)
      let end = tenor.date(after: start)
      let spread = try leg(
        convention.spreadIndex, start, end, convention.spreadFrequency, calendar, lag: convention.paymentLag)
      let flat = try leg(
        convention.flatIndex, start, end, convention.flatFrequency, calendar, lag: convention.paymentLag)
      return (flat.value - spread.value) / spread.annuity
    case .crossCurrencySwap(let id, let tenor):
      let convention = CurrencyPairConvention.of(id)
      let calendar = BusinessCalendar(joining: convention.calendars)
      let start = calendar.advance(date, businessDays: convention.spotDays)
      let end = try periods(start, tenor.date(after: start), .quarterly, calendar).last!.adjustedEnd
      func worth(_ index: RateIndexID) throws -> (value: Double, annuity: Double) {
        let leg = try leg(
          index, start, tenor.date(after: start), .quarterly, calendar, lag: convention.paymentLag)
        let currency = RateIndex.of(index).currency
        return (leg.value + discount(end, currency) - discount(start, currency), leg.annuity)
      }
      let spread = try worth(convention.spreadIndex)
      return (try worth(convention.flatIndex).value - spread.value) / spread.annuity
    case .fxForward(let id, let tenor):
      let convention = CurrencyPairConvention.of(id)
      let calendar = BusinessCalendar(joining: convention.calendars)
      let start = calendar.advance(date, businessDays: convention.spotDays)
      let unmoved = tenor.date(after: start)
      let inMonths = tenor.unit == .months || tenor.unit == .years
      let end =
        inMonths && calendar.isEndOfMonth(start)
        ? calendar.adjust(unmoved.endOfMonth, .preceding)
        : calendar.adjust(unmoved, inMonths ? .modifiedFollowing : .following)
      let spot = snapshot.spotRate(convention)!
      func growth(_ currency: Currency) -> Double { discount(start, currency) / discount(end, currency) }
      return spot * growth(convention.quoteCurrency) / growth(convention.baseCurrency) - spot
    }
  }
}
