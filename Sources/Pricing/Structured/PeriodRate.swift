import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData

/// What sets the coupon of a period: a number, or a rate that is still to come.
enum PeriodRate {
  /// Per 1 of face.
  case known(Double)
  case index(FloatingRate, RateReset, years: Double, fixingDay: Int32)
  case swapRates(SwapRateCoupon, [SwapRateReset], years: Double, fixingDay: Int32)
  /// With the days still to come, what those before them pay, and what a day in the range pays; seen from the period's first day.
  case range(RangeAccrual, [RangeObservation], known: Double, perDay: Double, fixingDay: Int32)

  /// Throws the reason where a published rate is missing.
  init(_ period: StructuredPeriod, _ markets: any ScenarioMarketSource) throws(CellGap) {
    let years = period.coupon.years
    switch period.interest {
    case .fixed(let amount): self = .known(amount)
    case .range(let terms, let observations):
      let perDay = terms.rate * years / Double(period.coupon.end - period.coupon.start)
      var known = 0.0
      var open: [RangeObservation] = []
      for day in observations {
        guard let published = try markets.published(terms.index, day.fixingDate) else {
          open.append(day)
          continue
        }
        if terms.contains(published) { known += perDay * Double(day.days) }
      }
      if open.isEmpty {
        self = .known(known)
      } else {
        self = .range(
          terms, open, known: known, perDay: perDay,
          fixingDay: max(period.coupon.start, markets.valuationDate).dayNumber)
      }
    case .swapRates(let terms, let resets):
      let fixingDate = resets[0].fixingDate
      if fixingDate <= markets.valuationDate, let published = terms.fixing {
        let free = terms.gearing * published + terms.margin
        self = .known(min(max(free, terms.floor ?? -.infinity), terms.cap ?? .infinity) * years)
      } else if fixingDate < markets.valuationDate {
        throw CellGap(Reason(.missingData, "fixing_rate of \(fixingDate)"))
      } else {
        self = .swapRates(terms, resets, years: years, fixingDay: fixingDate.dayNumber)
      }
    case .index(let rate, let reset):
      if let published = try markets.published(rate.index, reset.fixingDate) {
        let free = rate.gearing * published + rate.spread
        self = .known(min(max(free, rate.floor ?? -.infinity), rate.cap ?? .infinity) * years)
      } else {
        self = .index(
          rate, reset, years: years,
          fixingDay: max(reset.fixingDate, markets.valuationDate).dayNumber)
      }
    }
  }

  /// When the rate is known; `nil` where it is.
  var fixingDay: Int32? {
    switch self {
    case .known: nil
    case .index(_, _, _, let day): day
    case .swapRates(_, _, _, let day): day
    case .range(_, _, _, _, let day): day
    }
  }

  /// The days whose discount factors on the index's curve the rate needs.
  var indexDays: [Int32] {
    switch self {
    case .known: []
    case .range(_, let days, _, _, _): days.flatMap { [$0.start.dayNumber, $0.end.dayNumber] }
    case .swapRates(_, let resets, _, _):
      [resets[0].start.dayNumber] + resets.flatMap { $0.payments.map(\.date.dayNumber) }
    case .index(_, let reset, _, _): [reset.start.dayNumber, reset.end.dayNumber]
    }
  }
}
