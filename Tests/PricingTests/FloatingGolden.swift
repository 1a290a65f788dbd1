import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing

/// A case of the files written by `Tools/goldens/floating.py`.
struct FloatingGolden: Decodable {
  struct Leg: Decodable {
    let index: RateIndexID?
    let rate: Double?
    let spread: Double?
    let gearing: Double?
    let dated: CivilDate
    let maturity: CivilDate
    let frequency: Frequency
    let dayCount: DayCount
    let calendar: CalendarID?
    let paymentLag: Int
    let fixingDays: Int?
    let lookback: Int?
    let lockout: Int?
    let shift: Bool?
    let averaging: RateAveraging?
    let compounding: String?
    let currency: Currency?
    let notional: Double?

    func floating() throws -> FloatingRate? {
      guard let index else { return nil }
      return try FloatingRate(
        index: index, spread: spread ?? 0, gearing: gearing ?? 1, fixingDays: fixingDays,
        averaging: averaging ?? .compounded, lookbackDays: lookback ?? 0, lockoutDays: lockout ?? 0,
        observationShift: shift ?? false)
    }

    func leg(_ steps: [NotionalStep]) throws -> CouponLeg {
      let fixed: CouponLeg.Rate = compounding == "annual" ? .fixedCompounded(rate ?? 0) : .fixed(rate ?? 0)
      return try CouponLeg(
        currency: currency!, notional: notional!, rate: floating().map(CouponLeg.Rate.floating) ?? fixed,
        start: dated, maturity: maturity, frequency: frequency, dayCount: dayCount, calendar: calendar!,
        paymentLag: paymentLag, endOfMonth: false, notionalSteps: steps)
    }
  }

  enum Step: Decodable {
    case date(CivilDate)
    case percent(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let percent = try? container.decode(Double.self) {
        self = .percent(percent)
      } else {
        self = .date(try container.decode(CivilDate.self))
      }
    }
  }

  let name: String
  let kind: String
  let currency: Currency
  let legs: [Leg]
  let value: Double
  let dirty: Double?
  let yield: Double?
  let accrued: Double?
  let steps: [[Step]]?
  let reset: InterestRateSwap.Side?

  static func load(_ name: String) throws -> [FloatingGolden] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([FloatingGolden].self, from: Data(contentsOf: file))
  }

  private var notionalSteps: [NotionalStep] {
    (steps ?? []).compactMap { step in
      guard case .date(let date) = step[0], case .percent(let percent) = step[1] else { return nil }
      return NotionalStep(date: date, factor: percent / 100)
    }
  }

  func terms() throws -> Instrument {
    switch kind {
    case "note":
      let leg = legs[0]
      return .floatingNote(
        try FloatingNote(
          currency: currency, datedDate: leg.dated, maturity: leg.maturity, coupon: leg.floating()!,
          frequency: leg.frequency, dayCount: leg.dayCount, calendar: leg.calendar,
          paymentLag: leg.paymentLag, endOfMonth: false, settlementDays: 2))
    case "fra":
      return .derivative(
        .forwardRate(
          try ForwardRateAgreement(
            currency: currency, notional: 1e6, rate: legs[0].rate!, index: legs[0].index!,
            start: legs[0].dated)))
    default:
      return .derivative(
        .swap(
          try InterestRateSwap(
            pay: legs[0].leg(notionalSteps), receive: legs[1].leg(notionalSteps), notionalReset: reset,
            valueCurrency: currency)))
    }
  }
}

/// The market of `Tools/goldens/floating.py`: curves of four currencies, of eight indices, and made-up fixings.
enum FloatingMarket {
  static let valuationDate = CivilDate(iso: "2023-03-31")!

  static let points: [String: [(String, Double)]] = [
    "USD": [
      ("1M", 4.74), ("3M", 4.85), ("1Y", 4.64), ("2Y", 4.06), ("5Y", 3.6), ("10Y", 3.48), ("40Y", 3.67),
    ],
    "EUR": [("3M", 2.75), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("40Y", 2.36)],
    "GBP": [("6M", 4.05), ("1Y", 3.93), ("2Y", 3.71), ("5Y", 3.41), ("10Y", 3.48), ("40Y", 3.9)],
    "JPY": [("3M", -0.2), ("1Y", -0.115), ("2Y", -0.061), ("5Y", 0.104), ("10Y", 0.389), ("40Y", 1.389)],
  ]

  static let indices: [(RateIndexID, above: Double)] = [
    (.usdSOFR, 0.11), (.usdTermSOFR1M, 0.14), (.usdTermSOFR3M, 0.17), (.eurESTR, 0.05), (.eurEuribor3M, 0.21),
    (.eurEuribor6M, 0.33), (.gbpSONIA, 0.08), (.jpyTONA, 0.02),
  ]

  static func snapshot(
    fixings: Bool = true, without: RateIndexID? = nil, spreads: [SpreadQuotes] = []
  ) -> MarketSnapshot {
    func curve(_ id: String, _ currency: String, above: Double) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: Currency(currency)!, kind: .zero(.continuous), interpolation: .linearZero,
        points: points[currency]!.map { CurvePoint(tenor: Tenor($0.0)!, rate: ($0.1 + above) / 100) },
        source: "golden")
    }
    let known = indices.filter { $0.0 != without }
    let days = (1...800).reversed().map { valuationDate.adding(days: -$0) }
    return MarketSnapshot(
      valuationDate: valuationDate, source: "golden", builtAt: "2023-03-31T00:00:00Z",
      curves: points.keys.map { curve($0, $0, above: 0) }
        + known.map {
          curve("\($0.0.rawValue).PROJECTION", RateIndex.of($0.0).currency.code, above: $0.above)
        },
      spreadCurves: spreads,
      discountCurves: Dictionary(uniqueKeysWithValues: points.keys.map { ($0, $0) }),
      fxRates: ["USD": 1.0875, "GBP": 0.8792, "JPY": 144.83], fxBase: .eur,
      indexCurves: Dictionary(
        uniqueKeysWithValues: known.map { ($0.0.rawValue, "\($0.0.rawValue).PROJECTION") }),
      fixings: !fixings
        ? [:]
        : Dictionary(
          uniqueKeysWithValues: known.map { index, _ in
            let calendar = BusinessCalendar(RateIndex.of(index).calendar)
            let level = points[RateIndex.of(index).currency.code]![0].1 / 100
            return (
              index.rawValue,
              days.filter(calendar.isBusinessDay).map {
                IndexFixing(date: $0, rate: level + 1e-5 * Double((valuationDate - $0) % 41))
              }
            )
          }))
  }

  static let usual = snapshot()

  static func pricer(
    _ measures: [Measure], _ scenarios: [Scenario] = [.base], snapshot: MarketSnapshot = usual,
    reporting: Currency = .usd
  ) throws -> BatchPricer {
    BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: reporting),
      request: PricingRequest(measures: measures, reportingCurrency: reporting))
  }
}
