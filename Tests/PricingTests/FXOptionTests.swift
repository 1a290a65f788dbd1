import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Options on exchange rates through the pricer, against QuantLib 1.44, forwards and bumped markets.
@Suite struct FXOptionTests {
  private static let golden = try! FXOptionGolden.load()
  private static let sensitivities: [Measure] = [.presentValue, .dv01, .keyRateDV01, .fxDelta, .vega]

  private static func option(
    _ buy: Currency, _ buyAmount: Double, _ sell: Currency, _ sellAmount: Double, value: Currency,
    expiry: String = "2024-06-28", settlement: String = "2024-07-02"
  ) throws -> Instrument {
    .derivative(
      .fxOption(
        try FXOption(
          exchange: exchange(buy, buyAmount, sell, sellAmount, value: value, settlement: settlement),
          expiry: CivilDate(iso: expiry)!)))
  }

  private static func exchange(
    _ buy: Currency, _ buyAmount: Double, _ sell: Currency, _ sellAmount: Double, value: Currency,
    settlement: String = "2024-07-02"
  ) throws -> FXForward {
    try FXForward(
      buyCurrency: buy, buyAmount: buyAmount, sellCurrency: sell, sellAmount: sellAmount,
      settlementDate: CivilDate(iso: settlement)!, valueCurrency: value)
  }

  /// Values by measure, factor and scenario of one position.
  private struct Priced {
    let block: ResultBlock

    init(
      _ terms: Instrument, _ scenarios: [Scenario] = [.base], quantity: Double = 1,
      reporting: Currency = .usd, measures: [Measure] = FXOptionTests.sensitivities
    ) throws {
      block = try FXOptionGolden.pricer(scenarios, measures, reporting: reporting)
        .price([Fixtures.position(terms, quantity: quantity)]).results
    }

    func values(_ measure: Measure, _ factor: String = "") throws -> [Double] {
      let row = try #require(block.rows.firstIndex { $0.measure == measure && $0.factor == factor })
      #expect(!block.gaps.contains { $0.row == row })
      return Array(block.values[block.range(ofRow: row)])
    }

    func factors(_ measure: Measure) -> [String] {
      block.rows.filter { $0.measure == measure }.map(\.factor)
    }

    func reason(_ measure: Measure) -> Reason? {
      block.rows.firstIndex { $0.measure == measure }
        .flatMap { row in block.gaps.first { $0.row == row } }?.reason
    }
  }

  /// 1e-9 of the notional: QuantLib's delta calculator finds strikes of wings to about 1e-10, all else is rounding.
  @Test func equalsQuantLib() throws {
    let cases = Self.golden.cases
    #expect(cases.count == 300)
    let block = try FXOptionGolden.pricer([.base], Self.sensitivities)
      .price(cases.enumerated().map { Fixtures.position(try $1.terms(), number: Int32($0)) }).results
    #expect(block.gaps.isEmpty)
    var found = [[Measure: Double]](repeating: [:], count: cases.count)
    var deltas = [[String: Double]](repeating: [:], count: cases.count)
    for (index, row) in block.rows.enumerated() {
      let value = block.values[block.range(ofRow: index).lowerBound]
      found[Int(row.positionNumber)][row.measure, default: 0] += value
      if row.measure == .fxDelta { deltas[Int(row.positionNumber)][row.factor] = value }
    }
    for (index, golden) in cases.enumerated() {
      let notional = golden.buy == golden.quote ? golden.buyAmount : golden.sellAmount
      func check(_ measure: Measure, _ expected: Double, _ scale: Double) {
        let value = found[index][measure] ?? .nan
        #expect(abs(value - expected) <= 1e-9 * scale, "\(index) \(measure): \(value), not \(expected)")
      }
      check(.presentValue, golden.value, notional)
      check(.vega, golden.vega, notional)
      check(.dv01, golden.dv01, notional)
      check(.keyRateDV01, golden.dv01, notional)
      if golden.base != .usd {
        let delta = deltas[index]["\(golden.base)"] ?? .nan
        // Of the spot delta, per unit of base currency, and so of its notional.
        let amount = golden.buy == golden.base ? golden.buyAmount : golden.sellAmount
        #expect(abs(delta - golden.delta) <= 1e-8 * amount, "\(index): \(delta), not \(golden.delta)")
      }
    }
  }

  /// The right to an exchange, less the right of the other side to it, is the exchange: every number of it, in every scenario.
  @Test(arguments: [Currency.usd, .eur])
  func boughtLessSoldIsTheForward(value: Currency) throws {
    let scenarios: [Scenario] = [
      .base, Fixtures.parallel(50), Scenario(id: "FX", shifts: [.foreignExchange(FXShift(fraction: 0.1))]),
      Scenario(
        id: "VOL", shifts: [.volatility(SurfaceShift(move: .absolute(basisPoints: 300)))]),
    ]
    let call = try Priced(Self.option(.eur, 1e6, .usd, 1.12e6, value: value), scenarios)
    let put = try Priced(Self.option(.usd, 1.12e6, .eur, 1e6, value: value), scenarios)
    let forward = try Priced(.fxForward(Self.exchange(.eur, 1e6, .usd, 1.12e6, value: value)), scenarios)
    for measure in Self.sensitivities where measure != .vega {
      #expect(call.factors(measure) == forward.factors(measure))
      for factor in forward.factors(measure) {
        let (a, b, c) = (
          try call.values(measure, factor), try put.values(measure, factor),
          try forward.values(measure, factor)
        )
        for scenario in scenarios.indices {
          #expect(abs(a[scenario] - b[scenario] - c[scenario]) <= 1e-9 * 1e6, "\(measure) \(factor)")
        }
      }
    }
    for factor in call.factors(.vega) {
      let (a, b) = (try call.values(.vega, factor), try put.values(.vega, factor))
      for scenario in scenarios.indices {
        #expect(a[scenario] > 0 && abs(a[scenario] - b[scenario]) <= 1e-9 * a[scenario])
      }
    }
    #expect(forward.reason(.vega)?.code == .notApplicable)
  }

  /// Central differences of revaluations, whose own error is of third order: 1e-6 of the notional's move.
  @Test(arguments: [
    (Currency.eur, Currency.usd, 1.12), (.usd, .eur, 0.9), (.jpy, .eur, 0.0072), (.usd, .jpy, 128),
  ])
  func sensitivitiesAreThoseOfBumpedMarkets(buy: Currency, sell: Currency, strike: Double) throws {
    let keys = PricingRequest.standardKeyRates
    let surface = try #require(Self.golden.surfaces.first { $0.quotes.isOf(buy, sell) }).quotes
    func both(_ shift: (Double) -> ScenarioShift, _ name: String) -> [Scenario] {
      [1.0, -1].map { Scenario(id: "\(name) \($0)", shifts: [shift($0)]) }
    }
    var scenarios: [Scenario] = [.base]
    scenarios += both({ .rates(RateShift(shape: .parallel(basisPoints: $0))) }, "DV01")
    for currency in [buy, sell] {
      for key in keys.indices {
        scenarios += both(
          {
            .rates(
              RateShift(
                curves: ["\(currency)"], shape: .keyRate(basisPoints: $0, keyTenors: keys, index: key)))
          }, "\(currency) \(key)")
      }
    }
    for point in surface.points {
      scenarios += both(
        {
          .volatility(
            SurfaceShift(
              surfaces: [surface.id], expiry: point.tenor, move: .absolute(basisPoints: $0)))
        }, "vega \(point.tenor)")
    }
    let foreign = [buy, sell].filter { $0 != .usd }
    for currency in foreign {
      scenarios += both(
        { .foreignExchange(FXShift(currencies: ["\(currency)"], fraction: $0 * 1e-4)) }, "FX \(currency)")
    }
    let priced = try Priced(
      Self.option(buy, 1e6, sell, 1e6 * strike, value: sell), scenarios, quantity: -2)
    let values = try priced.values(.presentValue)
    let scale = 2e6 * strike * 1e-4
    var next = 1
    func bumped() -> Double {
      defer { next += 2 }
      return (values[next] - values[next + 1]) / 2
    }
    func check(_ analytic: Double, _ difference: Double, _ name: String) {
      #expect(abs(analytic - difference) <= 1e-6 * scale, "\(name): \(analytic), not \(difference)")
    }
    check(try priced.values(.dv01)[0], bumped(), "DV01")
    for currency in [buy, sell] {
      for key in keys {
        let factor = PricingRequest.keyRateFactor(currency, key)
        check(try priced.values(.keyRateDV01, factor)[0], bumped(), factor)
      }
    }
    let buckets = priced.factors(.vega)
    #expect(!buckets.isEmpty)
    for point in surface.points {
      let factor = PricingRequest.surfaceFactor(surface.id, point.tenor)
      // A percentage point is 100 of the bumps.
      let analytic = buckets.contains(factor) ? try priced.values(.vega, factor)[0] / 100 : 0
      check(analytic, bumped(), factor)
    }
    // In the reporting currency, into which the value currency is converted at a rate that may have moved.
    let base = try Fixtures.snapshot()
    func dollars(_ currency: Currency) -> Double {
      base.fxRates["USD"]! / (currency == .eur ? 1 : base.fxRates["\(currency)"]!)
    }
    for currency in foreign {
      let fraction = currency == sell ? 1e-4 : 0
      let up = values[next] * (1 + fraction)
      let down = values[next + 1] * (1 - fraction)
      next += 2
      let analytic = try priced.values(.fxDelta, "\(currency)")[0] * dollars(currency) * 1e-4
      let difference = (up - down) / 2 * dollars(sell)
      let scale = scale * dollars(sell)
      #expect(abs(analytic - difference) <= 1e-6 * scale, "\(currency): \(analytic), not \(difference)")
    }
  }

  /// Far in the money an option is the exchange, far out of it nothing.
  @Test func limits() throws {
    let deep = try Priced(Self.option(.eur, 1e6, .usd, 1e3, value: .usd))
    let exchange = try Priced(.fxForward(Self.exchange(.eur, 1e6, .usd, 1e3, value: .usd)))
    let forward = try exchange.values(.presentValue)[0]
    #expect(abs(try deep.values(.presentValue)[0] - forward) <= 1e-9 * forward)
    #expect(try deep.values(.fxDelta, "EUR") == exchange.values(.fxDelta, "EUR"))
    #expect(abs(try deep.values(.vega, "EURUSD:1Y")[0]) < 1e-6)
    let hopeless = try Priced(Self.option(.eur, 1e6, .usd, 1e9, value: .usd))
    #expect(abs(try hopeless.values(.presentValue)[0]) < 1e-9)
  }

  /// Without any volatility left an option is worth what exercise at the forward rate brings.
  @Test func withoutVolatilityItIsIntrinsic() throws {
    let none = Scenario(id: "NONE", shifts: [.volatility(SurfaceShift(move: .relative(fraction: -1)))])
    for (amount, side) in [(1e6, 1.0), (1.3e6, 0)] {
      let option = try Priced(Self.option(.eur, 1e6, .usd, amount, value: .usd), [.base, none])
      let forward = try Priced(.fxForward(Self.exchange(.eur, 1e6, .usd, amount, value: .usd)))
      let expected = side * (try forward.values(.presentValue)[0])
      #expect(abs(try option.values(.presentValue)[1] - expected) <= 1e-9 * 1e6)
    }
  }

  /// The volatility of a strike stays where it is when rates and spot move: the scenario's value is Black's with the old one.
  @Test func volatilityStaysWithTheStrike() throws {
    let moved: [ScenarioShift] = [
      .foreignExchange(FXShift(currencies: ["EUR"], fraction: 0.08)),
      .rates(RateShift(curves: ["EUR"], shape: .parallel(basisPoints: -75))),
    ]
    // An option sold on the same strike and bought again after the move has the same vega per unit of density, and a smile that
    // moved along would change the value by this much.
    let option = try Self.option(.eur, 1e6, .usd, 1.2e6, value: .usd)
    let scenarios = [Scenario.base, Scenario(id: "MOVED", shifts: moved)]
    let stuck = try Priced(option, scenarios)
    let golden = try FXOptionGolden.load().snapshot()
    // A market whose smile is flat has one volatility for all strikes: found by bisection to give the base value, it gives the
    // moved one too.
    func flat(_ volatility: Double) throws -> [Double] {
      let quotes = FXVolatilityQuotes(
        id: "EURUSD", baseCurrency: .eur, quoteCurrency: .usd,
        points: [FXVolatilityPoint(tenor: Tenor(1, .years), delta: .spot, atTheMoney: volatility)],
        source: "test")
      let market = MarketSnapshot(
        valuationDate: golden.valuationDate, source: "test", builtAt: golden.builtAt, curves: golden.curves,
        discountCurves: golden.discountCurves, volatilities: VolatilityQuotes(fx: [quotes]),
        fxRates: golden.fxRates, fxBase: golden.fxBase)
      let pricer = BatchPricer(
        markets: try ScenarioMarkets(snapshot: market, scenarios: scenarios, reportingCurrency: .usd),
        request: PricingRequest(measures: [.presentValue], reportingCurrency: .usd))
      return pricer.price([Fixtures.position(option)]).results.values
    }
    let wanted = try stuck.values(.presentValue)
    var (low, high) = (0.01, 0.5)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if try flat(middle)[0] < wanted[0] { low = middle } else { high = middle }
    }
    #expect(abs(try flat(high)[1] - wanted[1]) <= 1e-9 * wanted[1])
  }

  /// Vega is split over the two expiries around the option's own, in proportion to time, and held by one beyond the last.
  @Test func vegaHangsOnTheExpiriesAround() throws {
    let between = try Priced(
      Self.option(.eur, 1e6, .usd, 1.1e6, value: .usd, expiry: "2024-06-28", settlement: "2024-06-28"))
    #expect(between.factors(.vega) == ["EURUSD:1Y", "EURUSD:5Y"])
    let (near, far) = (try between.values(.vega, "EURUSD:1Y")[0], try between.values(.vega, "EURUSD:5Y")[0])
    let (day, first, last) = (455.0, 366.0, 1827.0)
    #expect(abs(far / (near + far) - (day - first) / (last - first)) <= 1e-12)
    let beyond = try Priced(
      Self.option(.eur, 1e6, .usd, 1.1e6, value: .usd, expiry: "2030-03-29", settlement: "2030-03-29"))
    #expect(beyond.factors(.vega) == ["EURUSD:5Y"])
    let turned = try Priced(
      Self.option(.usd, 1.1e6, .eur, 1e6, value: .eur, expiry: "2023-04-20", settlement: "2023-04-24"))
    #expect(turned.factors(.vega) == ["EURUSD:1M"])
  }

  @Test func anExpiredOptionIsWorthNothing() throws {
    let over = try Priced(
      Self.option(.eur, 1e6, .usd, 1, value: .usd, expiry: "2023-03-31", settlement: "2023-04-04"))
    #expect(try over.values(.presentValue) == [0] && over.values(.dv01) == [0])
    #expect(over.reason(.vega) == Reason(.notApplicable, "expired on 2023-03-31"))
    let open = try Priced(
      Self.option(.eur, 1e6, .usd, 1, value: .usd, expiry: "2023-04-01", settlement: "2023-04-04"))
    #expect(try open.values(.presentValue)[0] > 1e6)
  }

  @Test func aPairWithoutVolatilitiesIsNamed() throws {
    let missing = try Priced(Self.option(.gbp, 1e6, .jpy, 1.6e8, value: .jpy))
    #expect(missing.reason(.presentValue) == Reason(.missingData, "volatilities of GBP/JPY"))
    #expect(missing.reason(.vega)?.code == .missingData)
  }

  /// What is expected to be paid is worth the value.
  @Test func flowsAreWorthTheValue() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(80)]
    let position = Fixtures.position(
      try Self.option(.eur, 1e6, .usd, 1.1e6, value: .usd), quantity: -3)
    let pricer = try FXOptionGolden.pricer(scenarios, [.presentValue])
    let values = pricer.price([position]).results.values
    for scenario in 0..<2 {
      let flows = try pricer.flowValues(position, scenario: scenario).get()
      #expect(flows.flows.count == 1 && flows.flows[0].payDate == CivilDate(iso: "2024-07-02"))
      #expect(abs(flows.flows[0].presentValue - values[scenario]) <= 1e-12 * abs(values[scenario]))
    }
    #expect(pricer.price([position]).cashFlows.payDays.isEmpty)
  }

  @Test func exchangeDoesNotComeBeforeExpiry() throws {
    let fault = #expect(throws: TermsError.self) {
      try Self.option(.eur, 1, .usd, 1, value: .usd, expiry: "2024-07-03")
    }
    #expect(fault?.field == "expiry_date")
  }
}
