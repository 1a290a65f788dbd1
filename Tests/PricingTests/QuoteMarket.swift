import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// A market of quotes: dollar and euro swaps, what connects them, and par yields of pounds.
enum QuoteMarket {
  static let date = CivilDate(iso: "2023-03-31")!

  static var snapshot: MarketSnapshot { snapshot { _, _, value in value } }

  /// - Parameter moved: The value of a quote from its curve, its place there and its value.
  static func snapshot(_ moved: (String, Int, Double) -> Double) -> MarketSnapshot {
    func curve(
      _ id: String, _ currency: Currency, _ terms: InstrumentCurveTerms, _ quotes: [(CurveInstrument, Double)]
    ) -> CurveQuotes {
      CurveQuotes(
        id: id, currency: currency, kind: .instruments(terms), interpolation: .logLinearDiscount,
        instruments: quotes.enumerated().map { CurveQuote($1.0, moved(id, $0, $1.1)) }, source: "test")
    }
    func swaps(_ convention: SwapConventionID, _ rates: [(Int, Double)]) -> [(CurveInstrument, Double)] {
      rates.map { (.swap(convention, .tenor(Tenor($0, .years))), $1) }
    }
    let parYields = [(1, 0.042), (5, 0.036), (10, 0.035), (30, 0.038)]
    return MarketSnapshot(
      valuationDate: date, source: "test", builtAt: "2023-03-31T21:00:00Z",
      curves: [
        curve(
          "USD.SOFR", .usd, InstrumentCurveTerms(),
          [
            (.deposit(.usdSOFR, nil), 0.048),
            (
              .future(
                RateFuture(index: .usdSOFR, start: CivilDate(iso: "2023-06-21")!, convexity: .rate(0))), 95.3
            ),
          ] + swaps(.usdSOFR, [(1, 0.0465), (2, 0.041), (5, 0.035), (10, 0.033), (30, 0.0325)])),
        curve(
          "EUR.ESTR", .eur, InstrumentCurveTerms(),
          [(.deposit(.eurESTR, nil), 0.029)]
            + swaps(.eurESTR, [(1, 0.032), (2, 0.031), (5, 0.029), (10, 0.0285), (30, 0.026)])),
        curve(
          "EUR.EURIBOR-6M", .eur, InstrumentCurveTerms(discounting: "EUR.ESTR"),
          [(.deposit(.eurEuribor6M, nil), 0.033)]
            + swaps(.eurEuribor6M, [(2, 0.034), (5, 0.031), (10, 0.0305), (30, 0.028)])),
        curve(
          "EUR.USD-COLLATERAL", .eur,
          InstrumentCurveTerms(discounting: "EUR.USD-COLLATERAL", collateral: "USD.SOFR"),
          [
            (.fxForward(.eurUSD, Tenor(6, .months)), 0.0095), (.fxForward(.eurUSD, Tenor(1, .years)), 0.0165),
            (.crossCurrencySwap(.eurUSD, Tenor(2, .years)), -0.0015),
            (.crossCurrencySwap(.eurUSD, Tenor(5, .years)), -0.002),
            (.crossCurrencySwap(.eurUSD, Tenor(10, .years)), -0.0025),
          ]),
        CurveQuotes(
          id: "GBP.GILT", currency: .gbp, kind: .par(.semiannual), interpolation: .linearZero,
          points: parYields.enumerated().map { place, point in
            CurvePoint(tenor: Tenor(point.0, .years), rate: moved("GBP.GILT", place, point.1))
          }, source: "test"),
      ],
      discountCurves: ["USD": "USD.SOFR", "EUR": "EUR.USD-COLLATERAL", "GBP": "GBP.GILT"],
      fxRates: ["EUR": 0.92, "GBP": 0.81], fxBase: .usd,
      indexCurves: [
        "USD-SOFR": "USD.SOFR", "EUR-ESTR": "EUR.ESTR", "EUR-EURIBOR-6M": "EUR.EURIBOR-6M",
      ])
  }

  /// Swaps of one and of two currencies, a forward rate agreement, exchanges of currencies, bonds and a note.
  static func book() throws -> [PositionToPrice] {
    let start = CivilDate(iso: "2023-06-15")!
    func leg(_ currency: Currency, _ rate: CouponLeg.Rate, _ frequency: Frequency, _ maturity: String)
      throws -> CouponLeg
    {
      try CouponLeg(
        currency: currency, notional: currency == .usd ? 1.1e6 : 1e6, rate: rate, start: start,
        maturity: CivilDate(iso: maturity)!, frequency: frequency, dayCount: .actual360,
        calendar: currency == .usd ? .usSOFR : .target)
    }
    let maturity = "2032-06-15"
    func exchange(_ buy: Currency, _ amounts: (Double, Double), _ sell: Currency, _ day: String) throws
      -> FXForward
    {
      try FXForward(
        buyCurrency: buy, buyAmount: amounts.0, sellCurrency: sell, sellAmount: amounts.1,
        settlementDate: CivilDate(iso: day)!, valueCurrency: .usd)
    }
    let terms: [Instrument] = [
      .derivative(
        .swap(
          try InterestRateSwap(
            pay: leg(.usd, .fixed(0.035), .annual, maturity),
            receive: leg(.usd, .floating(FloatingRate(index: .usdSOFR)), .annual, maturity),
            valueCurrency: .usd))),
      .derivative(
        .swap(
          try InterestRateSwap(
            pay: leg(.eur, .floating(FloatingRate(index: .eurEuribor6M)), .semiannual, maturity),
            receive: leg(.eur, .fixed(0.03), .annual, maturity), valueCurrency: .eur))),
      .derivative(
        .swap(
          try InterestRateSwap(
            pay: leg(.usd, .floating(FloatingRate(index: .usdSOFR)), .quarterly, "2030-06-17"),
            receive: leg(.eur, .floating(FloatingRate(index: .eurESTR)), .quarterly, "2030-06-17"),
            valueCurrency: .usd))),
      .derivative(
        .forwardRate(
          try ForwardRateAgreement(
            currency: .eur, notional: 1e7, rate: 0.03, index: .eurEuribor6M,
            start: CivilDate(iso: "2025-03-17")!))),
      .derivative(
        .fxSwap(
          try FXSwap(
            near: exchange(.eur, (1e6, 1.09e6), .usd, "2023-09-15"),
            far: exchange(.usd, (1.11e6, 1e6), .eur, "2027-09-15")))),
      .fxForward(try exchange(.eur, (1e6, 1.09e6), .usd, "2026-03-31")),
      try Fixtures.bond(currency: .eur, convention: .eurobond, frequency: .annual),
      try Fixtures.bond(currency: .gbp, convention: .ukGilt),
      .floatingNote(
        try FloatingNote(
          currency: .eur, datedDate: start, maturity: CivilDate(iso: "2029-06-15")!,
          coupon: FloatingRate(index: .eurEuribor6M))),
    ]
    return terms.enumerated().map { number, terms in
      Fixtures.position(terms, number: Int32(number), quantity: 2)
    }
  }

  static func pricer(_ snapshot: MarketSnapshot, _ measures: [Measure], _ scenarios: [Scenario] = [.base])
    throws -> BatchPricer
  {
    BatchPricer(
      markets: try ScenarioMarkets(snapshot: snapshot, scenarios: scenarios, reportingCurrency: .usd),
      request: PricingRequest(measures: measures, reportingCurrency: .usd))
  }

  static func values(_ snapshot: MarketSnapshot, _ book: [PositionToPrice]) throws -> [Double] {
    try pricer(snapshot, [.presentValue]).price(book).results.values
  }
}
