import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models

extension CapVolatilityQuotes {
  /// Volatilities of caplets from those of caps that start spot, on forwards and discount factors of the base market.
  ///
  /// The caps are on the term index of the period where the market projects it, otherwise on the currency's overnight rate, compounded. Their
  /// first period is not optional. Throws what the market lacks, or the quotes that cannot be met.
  func stripped(_ markets: any ScenarioMarketSource, _ discounts: DiscountTableCache)
    throws(MissingMarketData) -> CapletVolatilitySurface
  {
    let index = try index(markets)
    let months = (period.years * 12).rounded()
    let lengths = maturities.map { Int(($0.years * 12 / months).rounded()) }
    guard months >= 1, let frequency = Frequency.allCases.first(where: { $0.monthsPerPeriod == Int(months) }),
      let longest = lengths.last
    else { throw MissingMarketData("a surface of \(id): periods of \(period) are not those of a cap") }
    let coupons = try coupons(index, frequency, periods: longest, from: markets.valuationDate)
    var caplets: [Caplet] = []
    let days = coupons.flatMap { [$0.deposit.start, $0.deposit.end] }.map { max($0, markets.valuationDate) }
    let forwards = try discounts.table(.index(index.id), days: days.map(\.dayNumber))
    let paid = try discounts.table(DiscountKey(currency), days: coupons.map(\.coupon.payDate.dayNumber))
    for (coupon, deposit) in coupons.dropFirst() {
      guard let open = coupon.openRate(seenFrom: markets.valuationDate) else { continue }
      let growth =
        forwards.base[Int(forwards.row(deposit.start.dayNumber)), 0]
        / forwards.base[Int(forwards.row(deposit.end.dayNumber)), 0]
      caplets.append(
        Caplet(
          years: open.varianceYears, forward: (growth - 1) / deposit.years,
          weight: coupon.years * paid.base[Int(paid.row(coupon.payDate.dayNumber)), 0]))
    }
    do throws(VolatilitySurfaceError) {
      return try CapStripping(
        type: VolatilityType(type), caplets: caplets, caps: lengths.map { $0 - 1 }, strikes: strikes,
        quotes: volatilities.flatMap(\.self)
      ).strip()
    } catch {
      throw MissingMarketData("a surface of \(id): \(error)")
    }
  }

  private func index(_ markets: any ScenarioMarketSource) throws(MissingMarketData) -> RateIndex {
    let indices = RateIndexID.allCases.map(RateIndex.of).filter { $0.currency == currency }
    let known = indices.filter { (try? markets.indexTable($0.id, years: [1])) != nil }
    let term = known.first {
      if case .term(let tenor) = $0.kind { tenor.years == period.years } else { false }
    }
    guard let index = term ?? known.first(where: { $0.kind == .overnight }) else {
      throw MissingMarketData("an index curve for \(id)")
    }
    return index
  }

  private typealias Deposit = (start: CivilDate, end: CivilDate, years: Double)

  /// The coupons of the longest cap and the deposits of their rates.
  private func coupons(_ index: RateIndex, _ frequency: Frequency, periods: Int, from date: CivilDate)
    throws(MissingMarketData) -> [(coupon: LegCoupon, deposit: Deposit)]
  {
    let start = BusinessCalendar(index.calendar).advance(date, businessDays: index.spotDays)
    let end = start.adding(months: periods * frequency.monthsPerPeriod)
    let leg: CouponLeg
    do throws(TermsError) {
      leg = try CouponLeg(
        currency: currency, rate: .floating(FloatingRate(index: index.id)), start: start, maturity: end,
        frequency: frequency, dayCount: index.dayCount, calendar: index.calendar)
    } catch {
      throw MissingMarketData("a surface of \(id): \(error.message)")
    }
    return LegSchedule(leg, after: date).coupons.map { coupon in
      switch coupon.interest {
      case .term(_, let reset): (coupon, (reset.start, reset.end, reset.depositYears))
      case .fixed, .terms, .overnight, .swapRate: (coupon, (coupon.start, coupon.end, coupon.years))
      }
    }
  }
}

extension RateIndex {
  /// Business days from a trade to the start of what is traded on the index.
  fileprivate var spotDays: Int {
    SwapConventionID.allCases.map(SwapConvention.of).first { $0.index == id }?.spotDays ?? fixingDays
  }
}
