import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// The file written by `Tools/goldens/rate_options.py`.
struct RateOptionGolden: Decodable {
  struct Case: Decodable {
    let name: String
    let kind: String
    let market: String
    let legs: [FloatingGolden.Leg]
    let strike: Double?
    let cap: Double?
    let floor: Double?
    let expiry: CivilDate?
    let value: Double

    func terms() throws -> Instrument {
      switch kind {
      case "note":
        let leg = legs[0]
        return .floatingNote(
          try FloatingNote(
            currency: leg.currency!, datedDate: leg.dated, maturity: leg.maturity,
            coupon: FloatingRate(
              index: leg.index!, spread: leg.spread!, gearing: leg.gearing!, cap: cap, floor: floor),
            frequency: leg.frequency, dayCount: leg.dayCount, calendar: leg.calendar, endOfMonth: false))
      case "swaption": return .derivative(.swaption(try Swaption(swap(), expiry: expiry!)))
      default:
        return .derivative(
          .capFloor(try CapFloor(kind == "cap" ? .cap : .floor, leg: legs[0].leg([]), strike: strike!)))
      }
    }

    /// The swap of a swaption, or one that pays a cap's strike on the days of its coupons.
    func swap() throws -> InterestRateSwap {
      let currency = legs[0].currency!
      if legs.count == 2 {
        return try InterestRateSwap(pay: legs[0].leg([]), receive: legs[1].leg([]), valueCurrency: currency)
      }
      let floating = try legs[0].leg([])
      return try InterestRateSwap(
        pay: CouponLeg(
          currency: currency, notional: floating.notional, rate: .fixed(strike!), start: floating.start,
          maturity: floating.maturity, frequency: floating.frequency, dayCount: floating.dayCount,
          calendar: floating.calendar, paymentLag: floating.paymentLag, endOfMonth: false),
        receive: floating, valueCurrency: currency)
    }
  }

  let markets: [String: VolatilityQuotes]
  let cases: [Case]

  static func load() throws -> RateOptionGolden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Goldens/rate_options.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(RateOptionGolden.self, from: Data(contentsOf: file))
  }

  static func snapshot(_ volatilities: VolatilityQuotes) -> MarketSnapshot {
    let market = FloatingMarket.usual
    return MarketSnapshot(
      valuationDate: market.valuationDate, source: market.source, builtAt: market.builtAt,
      curves: market.curves, discountCurves: market.discountCurves, volatilities: volatilities,
      fxRates: market.fxRates, fxBase: market.fxBase,
      shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.0095)],
      indexCurves: market.indexCurves, fixings: market.fixings)
  }
}
