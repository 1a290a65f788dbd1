import DatesAndConventions
import MarketData

/// Real quotes of 2023-03-31 and of the low of Japanese yields, and a market made of them.
enum TestMarket {
  static let date = CivilDate(year: 2023, month: 3, day: 31)!

  /// US Treasury par yields, 2023-03-31.
  static let treasury = points(
    "1M", 4.74, "2M", 4.79, "3M", 4.85, "4M", 4.97, "6M", 4.94, "1Y", 4.64, "2Y", 4.06, "3Y", 3.81, "5Y",
    3.60,
    "7Y", 3.55, "10Y", 3.48, "20Y", 3.81, "30Y", 3.67)
  /// Ministry of Finance Japan, 2016-07-27: negative to ten years.
  static let japan2016 = points(
    "1Y", -0.371, "2Y", -0.372, "3Y", -0.374, "4Y", -0.376, "5Y", -0.384, "6Y", -0.405, "7Y", -0.423, "8Y",
    -0.389,
    "9Y", -0.35, "10Y", -0.297, "15Y", -0.074, "20Y", 0.161, "25Y", 0.221, "30Y", 0.268, "40Y", 0.333)
  /// ECB AAA zero rates, 2023-03-31, rounded.
  static let euro = points(
    "3M", 2.75, "1Y", 2.798, "2Y", 2.618, "3Y", 2.468, "5Y", 2.354, "7Y", 2.356, "10Y", 2.405, "20Y", 2.463,
    "30Y", 2.36)

  static func points(_ values: PointPart...) -> [CurvePoint] {
    stride(from: 0, to: values.count, by: 2).map { index in
      guard case .tenor(let tenor) = values[index], case .percent(let percent) = values[index + 1] else {
        preconditionFailure("tenors and per cents in turn")
      }
      return CurvePoint(tenor: tenor, rate: percent / 100)
    }
  }

  static func curve(
    _ id: String, _ currency: Currency, _ kind: CurveKind, _ points: [CurvePoint],
    _ interpolation: CurveInterpolation = .linearZero
  ) -> CurveQuotes {
    CurveQuotes(
      id: id, currency: currency, kind: kind, interpolation: interpolation, points: points, source: "test")
  }

  static let curves = [
    curve("EUR.AAA", .eur, .zero(.continuous), euro),
    curve("JPY.JGB", .jpy, .par(.semiannual), japan2016, .monotoneCubicDiscount),
    curve("USD.SOFR", .usd, .zero(.simple), points("ON", 4.87)),
    curve("USD.TREASURY", .usd, .par(.semiannual), treasury, .logLinearDiscount),
  ]

  static let spreads = [
    SpreadQuotes(
      id: "EUR.BBB", currency: .eur, points: [SpreadPoint(tenor: Tenor(5, .years), basisPoints: 160)],
      source: "test"),
    SpreadQuotes(
      id: "USD.BBB", currency: .usd,
      points: [
        SpreadPoint(tenor: Tenor(1, .years), basisPoints: 110),
        SpreadPoint(tenor: Tenor(10, .years), basisPoints: 190),
      ], source: "test"),
  ]

  static func snapshot(
    curves: [CurveQuotes] = curves, spreads: [SpreadQuotes] = spreads,
    discountCurves: [String: String] = ["EUR": "EUR.AAA", "JPY": "JPY.JGB", "USD": "USD.TREASURY"],
    fxRates: [String: Double] = ["GBP": 0.8792, "JPY": 144.83, "USD": 1.0875]
  ) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: date, source: "test", builtAt: "2023-04-01T00:00:00Z", curves: curves,
      spreadCurves: spreads,
      discountCurves: discountCurves, fxRates: fxRates, fxBase: .eur)
  }

  static func markets(_ scenarios: [Scenario], snapshot: MarketSnapshot = snapshot()) throws
    -> ScenarioMarkets
  {
    try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: .usd)
  }
}

/// A tenor or a rate in per cent, so that quotes can be written as published.
enum PointPart: ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
  case tenor(Tenor)
  case percent(Double)

  init(stringLiteral text: String) { self = .tenor(Tenor(text)!) }
  init(floatLiteral value: Double) { self = .percent(value) }
}

extension Scenario {
  /// A scenario of the given shifts.
  init(_ id: String, _ shifts: ScenarioShift...) { self.init(id: id, shifts: shifts) }
}

extension ScenarioShift {
  static func zero(_ shape: RateShift.Shape, _ curves: String...) -> ScenarioShift {
    .rates(RateShift(curves: curves, domain: .zero, shape: shape))
  }
  static func quote(_ shape: RateShift.Shape, _ curves: String...) -> ScenarioShift {
    .rates(RateShift(curves: curves, domain: .quote, shape: shape))
  }
  static func wider(_ basisPoints: Double, _ curves: String...) -> ScenarioShift {
    .spread(SpreadShift(curves: curves, move: .absolute(basisPoints: basisPoints)))
  }
  static func currencies(_ fraction: Double, _ currencies: String...) -> ScenarioShift {
    .foreignExchange(FXShift(currencies: currencies, fraction: fraction))
  }
}
