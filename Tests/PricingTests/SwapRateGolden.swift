import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// The files written by `Tools/goldens/swap_rates.py` and, of differences, by `swap_rate_differences.py`.
struct SwapRateGolden: Decodable {
  /// A leg that pays swap rates where it has `years`.
  struct Leg: Decodable {
    let index: RateIndexID?
    let years: Int?
    let rate: Double?
    let spread: Double?
    let dated: CivilDate
    let maturity: CivilDate
    let frequency: Frequency
    let dayCount: DayCount
    let calendar: CalendarID
    let paymentLag: Int
    let fixingDays: Int?
    let inArrears: Bool?
    let currency: Currency
    let notional: Double
  }

  struct Case: Decodable {
    let name: String
    let kind: String
    let market: String
    let legs: [Leg]
    let strike: Double?
    let cap: Double?
    let floor: Double?
    /// Of the rate that is taken off.
    let shortYears: Int?
    let correlation: Double?
    let value: Double

    /// The leg that pays swap rates.
    var swapRates: Leg { legs[legs.count - 1] }

    func terms(_ golden: SwapRateGolden) throws -> Instrument {
      if kind == "swap" { return .derivative(.swap(try swap(golden))) }
      return .derivative(
        .capFloor(
          try CapFloor(
            kind == "cap" ? .cap : .floor, leg: leg(swapRates, fixing: golden.fixing), strike: strike!)))
    }

    func swap(_ golden: SwapRateGolden) throws -> InterestRateSwap {
      try InterestRateSwap(
        pay: leg(legs[0], fixing: golden.fixing), receive: leg(swapRates, fixing: golden.fixing),
        valueCurrency: swapRates.currency)
    }

    func leg(_ leg: Leg, fixing: Double) throws -> CouponLeg {
      var rate = CouponLeg.Rate.fixed(leg.rate ?? 0)
      if let index = leg.index {
        if let years = leg.years {
          rate = .swapRate(
            try SwapRateCoupon(
              index: index, longYears: years, shortYears: shortYears, margin: leg.spread ?? 0, cap: cap,
              floor: floor, fixing: fixing, fixingDays: leg.fixingDays,
              isInArrears: leg.inArrears ?? false, correlation: correlation))
        } else {
          rate = .floating(try FloatingRate(index: index, spread: leg.spread ?? 0))
        }
      }
      return try CouponLeg(
        currency: leg.currency, notional: leg.notional, rate: rate, start: leg.dated, maturity: leg.maturity,
        frequency: leg.frequency, dayCount: leg.dayCount, calendar: leg.calendar, paymentLag: leg.paymentLag,
        endOfMonth: false)
    }
  }

  let meanReversion: [String: Double]
  let fixing: Double
  let markets: [String: VolatilityQuotes]
  let cases: [Case]

  static func load(_ name: String = "swap_rates") throws -> SwapRateGolden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(SwapRateGolden.self, from: Data(contentsOf: file))
  }

  /// The market of `floating.py`, overnight indices projected on the curves that discount.
  func snapshot(_ volatilities: VolatilityQuotes) -> MarketSnapshot {
    let market = FloatingMarket.usual
    var curves = market.indexCurves
    for (index, _) in curves {
      guard let id = RateIndexID(rawValue: index), case .overnight = RateIndex.of(id).kind else { continue }
      curves[index] = RateIndex.of(id).currency.code
    }
    return MarketSnapshot(
      valuationDate: market.valuationDate, source: market.source, builtAt: market.builtAt,
      curves: market.curves, discountCurves: market.discountCurves, volatilities: volatilities,
      fxRates: market.fxRates, fxBase: market.fxBase,
      shortRateModels: meanReversion.filter { $0.value > 0 }.mapValues {
        ShortRateModel(meanReversion: $0, volatility: 0.0095)
      },
      indexCurves: curves, fixings: market.fixings)
  }
}
