import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

@testable import RunRecords

/// What an estimate says of caps, floors, swaptions and notes with caps is what the pricer stores.
@Suite struct RateOptionShapeTests {
  private static func market(_ volatilities: VolatilityQuotes) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: CivilDate(iso: "2023-03-31")!, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.02)], source: "test")
      ], discountCurves: ["EUR": "EUR"], volatilities: volatilities, fxRates: ["USD": 1.1], fxBase: .eur,
      shortRateModels: volatilities.isEmpty
        ? [:] : ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.01)],
      indexCurves: ["EUR-EURIBOR-6M": "EUR", "EUR-ESTR": "EUR"])
  }

  private static let volatilities = VolatilityQuotes(
    swaptions: [
      SwaptionVolatilityQuotes(
        id: "EUR.SWAPTIONS", currency: .eur, type: .normal, expiries: [Tenor(1, .months), Tenor(1, .years)],
        tenors: [Tenor(2, .years), Tenor(10, .years)], atTheMoney: [[0.01, 0.01], [0.01, 0.01]],
        source: "test")
    ],
    caps: [
      CapVolatilityQuotes(
        id: "EUR.CAPS", currency: .eur, period: Tenor(6, .months), type: .normal,
        maturities: [1, 2, 5, 10].map { Tenor($0, .years) }, strikes: [0.02],
        volatilities: [[0.01], [0.01], [0.01], [0.01]], source: "test")
    ])

  private static func leg(_ rate: CouponLeg.Rate, _ start: String, _ end: String) throws -> CouponLeg {
    try CouponLeg(
      currency: .eur, notional: 100, rate: rate, start: CivilDate(iso: start)!,
      maturity: CivilDate(iso: end)!, frequency: .semiannual, dayCount: .actual360, calendar: .target)
  }

  private static func swaption(_ expiry: String) throws -> Instrument {
    .derivative(
      .swaption(
        try Swaption(
          InterestRateSwap(
            pay: leg(.fixed(0.02), "2023-09-04", "2027-09-04"),
            receive: leg(.floating(FloatingRate(index: .eurESTR)), "2023-09-04", "2027-09-04"),
            valueCurrency: .eur), expiry: CivilDate(iso: expiry)!)))
  }

  private static func bermudan() throws -> Instrument {
    let swap = try InterestRateSwap(
      pay: leg(.fixed(0.02), "2023-09-04", "2027-09-04"),
      receive: leg(.floating(FloatingRate(index: .eurESTR)), "2023-09-04", "2027-09-04"),
      valueCurrency: .eur)
    let dates = ["2023-09-01", "2024-09-02"].map { CivilDate(iso: $0)! }
    return .derivative(.swaption(try Swaption(swap, exerciseDates: dates)))
  }

  private static func contracts() throws -> [Instrument] {
    let later = try leg(.floating(FloatingRate(index: .eurEuribor6M)), "2023-04-12", "2029-04-12")
    func swapRates(_ start: String, _ end: String, cap: Double? = nil) throws -> CouponLeg {
      try leg(
        .swapRate(SwapRateCoupon(index: .eurEuribor6M, longYears: 10, cap: cap, fixing: 0.03)), start, end)
    }
    let difference = try leg(
      .swapRate(
        SwapRateCoupon(
          index: .eurEuribor6M, longYears: 10, shortYears: 2, fixing: 0.001, correlation: 0.8)),
      "2023-04-12", "2029-04-12")
    let over = try leg(.floating(FloatingRate(index: .eurEuribor6M)), "2020-03-12", "2023-03-13")
    return [
      .derivative(.capFloor(try CapFloor(.cap, leg: later, strike: 0.02))),
      .derivative(.capFloor(try CapFloor(.floor, leg: over, strike: 0.02))),
      try swaption("2023-09-01"), try swaption("2023-03-31"), try bermudan(),
      .derivative(
        .swap(
          try InterestRateSwap(
            pay: later, receive: swapRates("2023-04-12", "2029-04-12", cap: 0.05), valueCurrency: .eur))),
      .derivative(
        .swap(
          try InterestRateSwap(
            pay: later, receive: swapRates("2022-10-12", "2023-04-12"), valueCurrency: .eur))),
      .derivative(
        .capFloor(try CapFloor(.floor, leg: swapRates("2023-04-12", "2029-04-12"), strike: 0.02))),
      .derivative(.capFloor(try CapFloor(.cap, leg: difference, strike: 0.002))),
      .derivative(.swap(try InterestRateSwap(pay: later, receive: difference, valueCurrency: .eur))),
      .floatingNote(
        try FloatingNote(
          currency: .eur, datedDate: later.start, maturity: later.maturity,
          coupon: FloatingRate(index: .eurEuribor6M, floor: 0))),
      .floatingNote(
        try FloatingNote(
          currency: .eur, datedDate: later.start, maturity: later.maturity,
          coupon: FloatingRate(index: .eurEuribor6M))),
    ]
  }

  @Test(arguments: [Currency.usd, .eur], [volatilities, VolatilityQuotes()])
  func shapesAreThoseOfThePricer(reporting: Currency, volatilities: VolatilityQuotes) throws {
    for quantity in [1, 0.0] {
      try StoredShapes(market: Self.market(volatilities), reporting: reporting, quantity: quantity).expect(
        Self.contracts())
    }
  }
}
