import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Small markets and notes for tests of structured notes.
enum StructuredMarket {
  static let day = FloatingMarket.valuationDate
  static let model = ShortRateModel(meanReversion: 0.03, volatility: 0.01)

  static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  /// The market of floating notes with a model for euros and dollars; `oneCurve` projects Euribor on the curve that discounts.
  static func snapshot(model: ShortRateModel = model, oneCurve: Bool = false, fixings: Bool = true)
    -> MarketSnapshot
  {
    let full = FloatingMarket.snapshot(fixings: fixings)
    return MarketSnapshot(
      valuationDate: day, source: "test", builtAt: full.builtAt,
      curves: oneCurve ? full.curves.filter { $0.id.count == 3 } : full.curves,
      spreadCurves: [
        SpreadQuotes(
          id: "EUR.BANK", currency: .eur,
          points: [
            SpreadPoint(tenor: Tenor("1Y")!, basisPoints: 60),
            SpreadPoint(tenor: Tenor("10Y")!, basisPoints: 140),
          ], source: "test")
      ],
      discountCurves: full.discountCurves, fxRates: full.fxRates, fxBase: .eur,
      shortRateModels: ["EUR": model, "USD": model],
      indexCurves: oneCurve
        ? ["EUR-EURIBOR-3M": "EUR", "EUR-EURIBOR-6M": "EUR", "USD-SOFR": "USD"] : full.indexCurves,
      fixings: full.fixings)
  }

  static func pricer(
    _ measures: [Measure] = Measure.allCases, _ scenarios: [Scenario] = [.base],
    snapshot: MarketSnapshot = snapshot(), seed: UInt64 = 1
  ) throws -> BatchPricer {
    BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: .usd),
      request: PricingRequest(measures: measures, reportingCurrency: .usd, simulationSeed: seed))
  }

  static func note(
    gearing: Double = -1, margin: Double = 0.06, cap: Double? = nil, floor: Double? = nil,
    from: String = "2023-04-28", to: String = "2033-04-28", index: RateIndexID = .eurEuribor6M,
    calls: ClosedRange<Int>? = nil, callPrice: Double = 100, noticeDays: Int = 0,
    fixedStart: FixedStart? = nil
  ) throws -> StructuredNote {
    try StructuredNote(
      currency: .eur, datedDate: date(from), maturity: date(to),
      coupon: .index(FloatingRate(index: index, spread: margin, gearing: gearing, cap: cap, floor: floor)),
      fixedStart: fixedStart,
      calls: calls?.map { ExercisePrice(date: date("\($0)\(to.dropFirst(4))"), price: callPrice) } ?? [],
      noticeDays: noticeDays)
  }

  static func price(
    _ terms: Instrument, mark: Double? = nil, spread: Double? = nil, quantity: Double = 100,
    spreadCurve: String? = nil, scenarios: [Scenario] = [.base], snapshot: MarketSnapshot = snapshot(),
    measures: [Measure] = Measure.allCases, seed: UInt64 = 1
  ) throws -> PricedBatch {
    try pricer(measures, scenarios, snapshot: snapshot, seed: seed).price([
      Fixtures.position(terms, quantity: quantity, mark: mark, spread: spread, spreadCurve: spreadCurve)
    ])
  }

  static func number(_ batch: PricedBatch, _ measure: Measure, scenario: Int = 0, factor: String? = nil)
    throws -> Double
  {
    try CallableBondTests.number(batch, measure, scenario: scenario, factor: factor)
  }
}
