import DatesAndConventions

/// Writes instruments as equations between discount factors.
struct InstrumentEquationBuilder {
  let valuationDate: CivilDate
  /// Number of each curve, by id.
  let curves: [String: Int]
  /// Id of the curve that projects each index.
  let indexCurves: [String: String]
  /// Units of the second currency of a pair for one of the first.
  let spotRate: (CurrencyPairConvention) -> Double?
  /// Calendars are joined once for each list.
  private var calendars: [[CalendarID]: BusinessCalendar] = [:]

  /// The curve whose quotes are being written.
  private var curve: CurveQuotes
  private var terms = InstrumentCurveTerms()
  private(set) var equations = CurveEquations()
  private(set) var nodes = CurveNodes()

  init(
    valuationDate: CivilDate, curves: [String: Int], indexCurves: [String: String],
    spotRate: @escaping (CurrencyPairConvention) -> Double?
  ) {
    self.valuationDate = valuationDate
    self.curves = curves
    self.indexCurves = indexCurves
    self.spotRate = spotRate
    curve = CurveQuotes(
      id: "", currency: .usd, kind: .instruments(terms), interpolation: .logLinearDiscount, source: "")
  }

  /// Starts with the quotes of another curve.
  mutating func begin(_ curve: CurveQuotes, _ terms: InstrumentCurveTerms) {
    self.curve = curve
    self.terms = terms
  }

  /// Adds the equation of an instrument of the curve begun.
  mutating func add(_ instrument: CurveInstrument) throws(CurveBuildError) {
    switch instrument {
    case .deposit(let index, let tenor): try deposit(instrument, RateIndex.of(index), tenor)
    case .forwardRateAgreement(let index, let start): try forward(instrument, RateIndex.of(index), start)
    case .future(let terms): try future(instrument, terms)
    case .swap(let id, let span): try swap(instrument, SwapConvention.of(id), span)
    case .basisSwap(let id, let tenor): try basisSwap(instrument, BasisSwapConvention.of(id), tenor)
    case .crossCurrencySwap(let pair, let tenor):
      try crossCurrencySwap(instrument, CurrencyPairConvention.of(pair), tenor)
    case .fxForward(let pair, let tenor): try fxForward(instrument, CurrencyPairConvention.of(pair), tenor)
    }
    equations.endEquation()
  }

  // MARK: Instruments

  /// (1 + q·τ)·P(end)/P(start) − 1.
  private mutating func deposit(_ instrument: CurveInstrument, _ index: RateIndex, _ tenor: Tenor?)
    throws(CurveBuildError)
  {
    let start = spot(index.fixingDays, [index.calendar])
    let end = tenor.map { date(start, $0, index) } ?? index.depositEnd(start: start)
    let years = try accrual(instrument, index, start, end)
    let fall = growth(try projection(index, instrument), from: end, to: start)
    equations.pay(1, perQuote: years, fall)
    equations.pay(-1, [])
  }

  /// P(start)/P(end) − 1 − q·τ.
  private mutating func forward(_ instrument: CurveInstrument, _ index: RateIndex, _ tenor: Tenor)
    throws(CurveBuildError)
  {
    let start = date(spot(index.fixingDays, [index.calendar]), tenor, index)
    let end = index.depositEnd(start: start)
    let years = try accrual(instrument, index, start, end)
    equations.pay(1, growth(try projection(index, instrument), from: start, to: end))
    equations.pay(-1, perQuote: -years, [])
  }

  /// The growth that the future expects less what its price says: c·P(start)/P(end) − 1 − (1 − q/100 − adjustment)·τ.
  private mutating func future(_ instrument: CurveInstrument, _ future: RateFuture) throws(CurveBuildError) {
    let index = RateIndex.of(future.index)
    let isOvernight = index.kind == .overnight
    let end =
      future.end
      ?? (isOvernight ? thirdWednesday(future.start, monthsLater: 3) : index.depositEnd(start: future.start))
    let years = try accrual(instrument, index, future.start, end)
    let projection = try projection(index, instrument)
    switch future.convexity {
    case .rate(let adjustment):
      equations.pay(1, growth(projection, from: future.start, to: end))
      equations.pay(-1 - (1 - adjustment) * years, perQuote: years / 100, [])
    case .hullWhite(let model):
      let factor = model.futureGrowthFactor(
        startYears: CurveTime.years(from: valuationDate, to: future.start),
        endYears: CurveTime.years(from: valuationDate, to: end), isOvernight: isOvernight)
      equations.pay(factor, growth(projection, from: future.start, to: end))
      equations.pay(-1 - years, perQuote: years / 100, [])
    }
  }

  /// What the fixed leg of rate q is worth less what the floating leg is, per unit of notional.
  private mutating func swap(
    _ instrument: CurveInstrument, _ convention: SwapConvention, _ span: InstrumentSpan
  )
    throws(CurveBuildError)
  {
    let calendar = calendar(convention.calendars)
    let discounting = try discountCurve(instrument)
    let start: CivilDate
    let end: CivilDate
    switch span {
    case .tenor(let tenor):
      start = spot(convention.spotDays, convention.calendars)
      end = tenor.date(after: start)
    case .dates(let first, let last): (start, end) = (first, last)
    }
    let isSingle = end <= start.adding(months: convention.singlePaymentMonths)
    let fixed = try periods(instrument, start, end, isSingle ? .once : convention.fixedFrequency, calendar)
    for period in fixed {
      let years = convention.fixedDayCount.yearFraction(from: period.adjustedStart, to: period.adjustedEnd)
      let payment = payment(period, calendar, lag: convention.paymentLag)
      equations.pay(0, perQuote: years, [(nodes.number(discounting, payment), -1)])
    }
    try floating(
      instrument, RateIndex.of(convention.index),
      try periods(instrument, start, end, isSingle ? .once : convention.floatingFrequency, calendar),
      FloatingPayments(sign: -1, discounting: discounting, calendar: calendar, lag: convention.paymentLag))
  }

  /// What the leg with the spread q is worth less what the other is, per unit of notional.
  private mutating func basisSwap(
    _ instrument: CurveInstrument, _ convention: BasisSwapConvention, _ tenor: Tenor
  ) throws(CurveBuildError) {
    let calendar = calendar(convention.calendars)
    let start = spot(convention.spotDays, convention.calendars)
    let end = tenor.date(after: start)
    var payments = FloatingPayments(
      sign: 1, discounting: try discountCurve(instrument), calendar: calendar, lag: convention.paymentLag)
    payments.spreadPerQuote = 1
    try floating(
      instrument, RateIndex.of(convention.spreadIndex),
      try periods(instrument, start, end, convention.spreadFrequency, calendar), payments)
    (payments.sign, payments.spreadPerQuote) = (-1, 0)
    try floating(
      instrument, RateIndex.of(convention.flatIndex),
      try periods(instrument, start, end, convention.flatFrequency, calendar), payments)
  }

  /// What the leg with the spread q is worth today less what the other is, each per unit of its own notional: exchange rates
  /// convert values of today, as they do when positions are priced.
  private mutating func crossCurrencySwap(
    _ instrument: CurveInstrument, _ convention: CurrencyPairConvention, _ tenor: Tenor
  ) throws(CurveBuildError) {
    let calendar = calendar(convention.calendars)
    let start = spot(convention.spotDays, convention.calendars)
    let periods = try periods(instrument, start, tenor.date(after: start), .quarterly, calendar)
    let end = periods[periods.count - 1].adjustedEnd
    for (index, sign) in [(convention.spreadIndex, 1.0), (convention.flatIndex, -1.0)] {
      let index = RateIndex.of(index)
      let discounting = try discountCurve(instrument, of: index.currency)
      var payments = FloatingPayments(
        sign: sign, discounting: discounting, calendar: calendar, lag: convention.paymentLag)
      payments.spreadPerQuote = sign > 0 ? 1 : 0
      try floating(instrument, index, periods, payments)
      equations.pay(-sign, [(nodes.number(discounting, start), -1)])
      equations.pay(sign, [(nodes.number(discounting, end), -1)])
    }
  }

  /// (spot + q)/spot less the ratio of what both currencies grow to.
  private mutating func fxForward(
    _ instrument: CurveInstrument, _ convention: CurrencyPairConvention, _ tenor: Tenor
  ) throws(CurveBuildError) {
    guard let rate = spotRate(convention) else {
      throw failure(
        instrument,
        "there is no exchange rate of \(convention.baseCurrency) and \(convention.quoteCurrency) in fx_rates")
    }
    let calendar = calendar(convention.calendars)
    let start = spot(convention.spotDays, convention.calendars)
    let end = calendar.date(after: start, tenor, .modifiedFollowing, endOfMonth: true)
    let base = try discountCurve(instrument, of: convention.baseCurrency)
    let quote = try discountCurve(instrument, of: convention.quoteCurrency)
    equations.pay(1, perQuote: 1 / rate, [])
    equations.pay(-1, growth(base, from: end, to: start) + growth(quote, from: start, to: end))
  }

  // MARK: Legs

  private struct FloatingPayments {
    /// 1 for a leg received, −1 for one paid.
    var sign: Double
    let discounting: Int
    let calendar: BusinessCalendar
    let lag: Int
    /// How much of the quote is added to the index.
    var spreadPerQuote = 0.0
  }

  private mutating func floating(
    _ instrument: CurveInstrument, _ index: RateIndex, _ periods: [SchedulePeriod],
    _ payments: FloatingPayments
  ) throws(CurveBuildError) {
    let projection = try projection(index, instrument)
    for period in periods {
      let (start, end) = (period.adjustedStart, period.adjustedEnd)
      let paid = payment(period, payments.calendar, lag: payments.lag)
      let discount = [(node: nodes.number(payments.discounting, paid), sign: -1.0)]
      let years = index.dayCount.yearFraction(from: start, to: end)
      // A term index pays the rate of its own deposit over the days of the period.
      let depositEnd = index.kind == .overnight ? end : index.depositEnd(start: start)
      let share = depositEnd == end ? 1 : years / index.dayCount.yearFraction(from: start, to: depositEnd)
      equations.pay(payments.sign * share, growth(projection, from: start, to: depositEnd) + discount)
      equations.pay(
        -payments.sign * share, perQuote: payments.sign * payments.spreadPerQuote * years, discount)
    }
  }

  private func periods(
    _ instrument: CurveInstrument, _ start: CivilDate, _ end: CivilDate, _ frequency: Frequency,
    _ calendar: BusinessCalendar
  ) throws(CurveBuildError) -> [SchedulePeriod] {
    guard start >= valuationDate else {
      throw failure(instrument, "starts before the valuation date \(valuationDate); leave it out")
    }
    let terms = ScheduleTerms(
      start: start, end: end, frequency: frequency, calendar: calendar, convention: .modifiedFollowing,
      terminationConvention: .modifiedFollowing)
    do throws(ScheduleError) {
      return try Schedule(terms).periods
    } catch {
      throw failure(instrument, "has no periods from \(start) to \(end): \(error)")
    }
  }

  private func payment(_ period: SchedulePeriod, _ calendar: BusinessCalendar, lag: Int) -> CivilDate {
    lag == 0 ? period.adjustedEnd : calendar.advance(period.adjustedEnd, businessDays: lag)
  }

  /// P(from)/P(to) on a curve.
  private mutating func growth(_ curve: Int, from: CivilDate, to: CivilDate) -> [CurveEquations.Factor] {
    [(nodes.number(curve, from), -1), (nodes.number(curve, to), 1)]
  }

  // MARK: Dates

  private mutating func calendar(_ ids: [CalendarID]) -> BusinessCalendar {
    if let known = calendars[ids] { return known }
    let joined = BusinessCalendar(joining: ids)
    calendars[ids] = joined
    return joined
  }

  private mutating func spot(_ days: Int, _ ids: [CalendarID]) -> CivilDate {
    let calendar = calendar(ids)
    return calendar.advance(calendar.adjust(valuationDate, .following), businessDays: days)
  }

  private mutating func date(_ start: CivilDate, _ tenor: Tenor, _ index: RateIndex) -> CivilDate {
    calendar([index.calendar]).date(
      after: start, tenor, index.businessDayConvention, endOfMonth: index.endOfMonth)
  }

  private func thirdWednesday(_ date: CivilDate, monthsLater months: Int) -> CivilDate {
    let month = date.adding(months: months).endOfMonth.adding(months: -1).endOfMonth.adding(days: 1)
    return month.adding(days: (Weekday.wednesday.rawValue - month.weekday.rawValue + 7) % 7 + 14)
  }

  private func accrual(
    _ instrument: CurveInstrument, _ index: RateIndex, _ start: CivilDate, _ end: CivilDate
  ) throws(CurveBuildError) -> Double {
    guard start >= valuationDate else {
      throw failure(
        instrument, "starts on \(start), before the valuation date \(valuationDate); leave it out")
    }
    guard start < end else { throw failure(instrument, "ends on \(end), not after its start \(start)") }
    return index.dayCount.yearFraction(from: start, to: end)
  }

  // MARK: Curves

  private func projection(_ index: RateIndex, _ instrument: CurveInstrument) throws(CurveBuildError) -> Int {
    switch index.kind {
    case .overnight, .term: break
    case .compoundedAverage, .parYield, .administered:
      throw failure(instrument, "\(index.id.rawValue) is no index of overnight or term deposits")
    }
    guard let id = indexCurves[index.id.rawValue], let number = curves[id] else {
      throw failure(
        instrument, "no curve projects \(index.id.rawValue); name one in index_curves")
    }
    return number
  }

  private func discountCurve(_ instrument: CurveInstrument, of currency: Currency? = nil)
    throws(CurveBuildError) -> Int
  {
    let isOwn = currency == nil || currency == curve.currency
    guard let id = isOwn ? terms.discounting ?? curve.id : terms.collateral else {
      throw failure(
        instrument,
        "needs the curve that discounts \(currency?.code ?? ""); name it as kind.instruments.collateral")
    }
    guard let number = curves[id] else {
      throw failure(instrument, "is discounted on the curve '\(id)', which is not in this market")
    }
    return number
  }

  private func failure(_ instrument: CurveInstrument, _ problem: String) -> CurveBuildError {
    CurveBuildError(curve: curve.id, quote: instrument.description, problem: problem)
  }
}

extension BusinessCalendar {
  /// The day a tenor after `start`, moved to a business day; a month's last business day after one where asked for.
  func date(
    after start: CivilDate, _ tenor: Tenor, _ convention: BusinessDayConvention, endOfMonth: Bool
  ) -> CivilDate {
    let end = tenor.date(after: start)
    switch tenor.unit {
    case .days, .weeks: return adjust(end, .following)
    case .months, .years:
      return endOfMonth && isEndOfMonth(start) ? adjust(end.endOfMonth, .preceding) : adjust(end, convention)
    }
  }
}
