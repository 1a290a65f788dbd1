import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Caps, floors, swaptions and notes with caps and floors against QuantLib 1.44, swaps and bumped markets.
@Suite struct RateOptionTests {
  private static let golden = try! RateOptionGolden.load()
  private static let sensitivities: [Measure] = [.presentValue, .dv01, .keyRateDV01, .fxDelta, .vega]

  private static func pricer(
    _ market: String, _ measures: [Measure] = sensitivities, _ scenarios: [Scenario] = [.base]
  ) throws -> BatchPricer {
    try FloatingMarket.pricer(
      measures, scenarios, snapshot: RateOptionGolden.snapshot(golden.markets[market]!))
  }

  /// Values by measure, factor and scenario.
  private static func priced(
    _ terms: Instrument, _ market: String = "constant", _ measures: [Measure] = sensitivities,
    _ scenarios: [Scenario] = [.base], quantity: Double = 1
  ) throws -> [Measure: [String: [Double]]] {
    let block = try pricer(market, measures, scenarios).price([
      Fixtures.position(terms, quantity: quantity)
    ]).results
    var found: [Measure: [String: [Double]]] = [:]
    for (index, row) in block.rows.enumerated() where !block.gaps.contains(where: { $0.row == index }) {
      found[row.measure, default: [:]][row.factor] = Array(block.values[block.range(ofRow: index)])
    }
    return found
  }

  /// Formulas and discount factors are the same: 1e-12 of the notional. A cap of the quoted market is worth what its own volatility
  /// says, to what taking the caps apart leaves.
  @Test(arguments: ["constant", "quoted"])
  func equalsQuantLib(market: String) throws {
    #expect(Self.golden.cases.count == 440)
    let cases = Self.golden.cases.filter { $0.market == market }
    let positions = try cases.enumerated().map { Fixtures.position(try $1.terms(), number: Int32($0)) }
    let found = cells(
      try Self.pricer(market, [.presentValue]).price(positions).results, positions: cases.count)
    for (golden, cells) in zip(cases, found) {
      let value = try #require(cells[.presentValue]?.value, "\(golden.name): \(cells)")
      let notional = golden.kind == "note" ? 1 : 1e6
      let tolerance = (market == "quoted" ? 1e-10 : 2e-12) * notional
      #expect(abs(value - golden.value) <= tolerance, "\(golden.name): \(value) for \(golden.value)")
    }
  }

  /// QuantLib's own test of a swaption (5 years into 10 at 6%, curve and volatility flat at 5% and 20%): .036421429684, two days later.
  @Test func equalsQuantLibsCachedValue() throws {
    let today = CivilDate(iso: "2002-03-13")!
    let market = MarketSnapshot(
      valuationDate: today, source: "test", builtAt: "2002-03-13T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.05)], source: "test")
      ], discountCurves: ["EUR": "EUR"],
      volatilities: VolatilityQuotes(swaptions: [
        SwaptionVolatilityQuotes(
          id: "EUR", currency: .eur, type: .lognormal(shift: 0), expiries: [Tenor(5, .years)],
          tenors: [Tenor(10, .years)], atTheMoney: [[0.2]], source: "test")
      ]), fxBase: .eur, indexCurves: ["EUR-EURIBOR-6M": "EUR"])
    let start = CivilDate(iso: "2007-03-19")!
    func leg(_ rate: CouponLeg.Rate, _ frequency: Frequency, _ dayCount: DayCount) throws -> CouponLeg {
      try CouponLeg(
        currency: .eur, rate: rate, start: start, maturity: start.adding(months: 120), frequency: frequency,
        dayCount: dayCount, calendar: .target)
    }
    let option = try Swaption(
      InterestRateSwap(
        pay: leg(.fixed(0.06), .annual, .thirty360BondBasis),
        receive: leg(.floating(FloatingRate(index: .eurEuribor6M)), .semiannual, .actual360),
        valueCurrency: .eur), expiry: CivilDate(iso: "2007-03-15")!)
    let value = try FloatingMarket.pricer([.presentValue], snapshot: market)
      .price([Fixtures.position(.derivative(.swaption(option)))]).results.values[0]
    let settled = value * exp(0.05 * 2 / 365)
    #expect(abs(settled - 0.036421429684) <= 1e-12, "\(settled)")
  }

  /// What is above the strike less what is below it is a swap: every number of it, in every scenario.
  @Test func boughtLessSoldIsTheSwap() throws {
    let scenarios: [Scenario] = [
      .base, Fixtures.parallel(80),
      Scenario(id: "VOL", shifts: [.volatility(SurfaceShift(move: .relative(fraction: 0.2)))]),
    ]
    let options = Self.golden.cases.filter { $0.kind != "note" && $0.market == "constant" }
    for golden in options.enumerated().filter({ $0.offset % 7 == 0 }).map(\.element) {
      let call: Instrument
      let put: Instrument
      var swap = try golden.swap()
      switch try golden.terms() {
      case .derivative(.capFloor(let option)):
        call = .derivative(.capFloor(try CapFloor(.cap, leg: option.leg, strike: option.strike)))
        put = .derivative(.capFloor(try CapFloor(.floor, leg: option.leg, strike: option.strike)))
      case .derivative(.swaption(let option)):
        let turned = try InterestRateSwap(
          pay: option.swap.receive, receive: option.swap.pay, valueCurrency: option.swap.valueCurrency)
        let other = Instrument.derivative(.swaption(try Swaption(turned, expiry: option.expiry)))
        (call, put) =
          option.isPayer
          ? (.derivative(.swaption(option)), other) : (other, .derivative(.swaption(option)))
        if !option.isPayer { swap = turned }
      default: preconditionFailure("only options")
      }
      let (a, b, c) = (
        try Self.priced(call, "constant", Self.sensitivities, scenarios),
        try Self.priced(put, "constant", Self.sensitivities, scenarios),
        try Self.priced(.derivative(.swap(swap)), "constant", Self.sensitivities, scenarios)
      )
      for measure in Self.sensitivities where measure != .vega {
        for (factor, values) in c[measure] ?? [:] {
          for scenario in scenarios.indices {
            let difference = a[measure]![factor]![scenario] - b[measure]![factor]![scenario]
            #expect(
              abs(difference - values[scenario]) <= 1e-11 * 1e6,
              "\(golden.name) \(measure) \(factor): \(difference), not \(values[scenario])")
          }
        }
      }
      #expect(a[.vega]!.keys == b[.vega]!.keys && !a[.vega]!.isEmpty && c[.vega] == nil)
      for (factor, values) in a[.vega]! {
        for scenario in scenarios.indices {
          #expect(abs(values[scenario] - b[.vega]![factor]![scenario]) <= 1e-9 * abs(values[scenario]) + 1e-9)
        }
      }
    }
  }

  /// A bounded note is the note with a floor bought and a cap sold on its index.
  @Test func aBoundedNoteIsTheNoteWithOptions() throws {
    func note(cap: Double?, floor: Double?) throws -> Instrument {
      .floatingNote(
        try FloatingNote(
          currency: .eur, datedDate: CivilDate(iso: "2023-04-12")!, maturity: CivilDate(iso: "2029-04-12")!,
          coupon: FloatingRate(index: .eurEuribor6M, spread: 0.004, cap: cap, floor: floor)))
    }
    let leg = try CouponLeg(
      currency: .eur, rate: .floating(FloatingRate(index: .eurEuribor6M)),
      start: CivilDate(iso: "2023-04-12")!, maturity: CivilDate(iso: "2029-04-12")!, frequency: .semiannual,
      dayCount: .actual360, calendar: .target)
    let cap = Instrument.derivative(.capFloor(try CapFloor(.cap, leg: leg, strike: 0.036)))
    let floor = Instrument.derivative(.capFloor(try CapFloor(.floor, leg: leg, strike: 0.016)))
    let bounded = try Self.priced(note(cap: 0.04, floor: 0.02))
    let (plain, sold, bought) = (
      try Self.priced(note(cap: nil, floor: nil)), try Self.priced(cap), try Self.priced(floor)
    )
    for measure in Self.sensitivities where measure != .vega {
      for (factor, values) in bounded[measure]! {
        let sum = plain[measure]![factor]![0] - sold[measure]![factor]![0] + bought[measure]![factor]![0]
        #expect(abs(values[0] - sum) <= 1e-13, "\(measure) \(factor)")
      }
    }
    let vega = bounded[.vega]!.values.reduce(0) { $0 + $1[0] }
    let parts = bought[.vega]!.values.reduce(0) { $0 + $1[0] } - sold[.vega]!.values.reduce(0) { $0 + $1[0] }
    #expect(abs(vega - parts) <= 1e-15 && plain[.vega] == nil)
  }

  /// Central differences of revaluations: 1e-6 of what the value moves by, over all keys or points.
  @Test func sensitivitiesAreThoseOfBumpedMarkets() throws {
    let keys = PricingRequest.standardKeyRates
    let book = Self.golden.cases.enumerated().filter { $0.offset % 8 == 0 }.map(\.element)
    #expect(Set(book.map(\.kind)).count == 4)
    for market in ["constant", "quoted"] {
      var scenarios: [Scenario] = [.base]
      func both(_ name: String, _ size: Double, _ shift: (Double) -> ScenarioShift) {
        for side in [size, -size] { scenarios.append(Scenario(id: "\(name) \(side)", shifts: [shift(side)])) }
      }
      both("DV01", 0.02) { .rates(RateShift(shape: .parallel(basisPoints: $0))) }
      for key in keys.indices {
        both("K\(key)", 0.02) {
          .rates(RateShift(shape: .keyRate(basisPoints: $0, keyTenors: keys, index: key)))
        }
      }
      let quotes = Self.golden.markets[market]!
      var surfaces: [(id: String, expiry: Tenor, isNormal: Bool)] = []
      for one in quotes.caps { surfaces += one.maturities.map { (one.id, $0, one.type == .normal) } }
      for one in quotes.swaptions { surfaces += one.expiries.map { (one.id, $0, one.type == .normal) } }
      for surface in surfaces {
        both("\(surface.id) \(surface.expiry)", surface.isNormal ? 0.002 : 0.2) {
          .volatility(
            SurfaceShift(
              surfaces: [surface.id], expiry: surface.expiry, move: .absolute(basisPoints: $0)))
        }
      }
      let own = book.filter { $0.market == market }
      for golden in own {
        let found = try Self.priced(golden.terms(), market, Self.sensitivities, scenarios, quantity: -2)
        let values = try #require(found[.presentValue]?[""])
        /// Per basis point.
        func bumped(_ place: Int) -> Double { 25 * (values[1 + 2 * place] - values[2 + 2 * place]) }
        let dv01 = found[.dv01]![""]![0]
        let scale = found[.keyRateDV01]!.values.reduce(golden.kind == "note" ? 1e-6 : 1) { $0 + abs($1[0]) }
        let vega = (found[.vega] ?? [:]).values.reduce(scale) { $0 + abs($1[0]) }
        #expect(abs(dv01 - bumped(0)) <= 1e-6 * scale, "\(golden.name): \(dv01), \(bumped(0))")
        for (key, tenor) in keys.enumerated() {
          let factor = "\(golden.legs[0].currency!):\(tenor)"
          let analytic = found[.keyRateDV01]![factor]![0]
          #expect(
            abs(analytic - bumped(1 + key)) <= 1e-6 * scale,
            "\(golden.name) \(factor): \(analytic), \(bumped(1 + key))")
        }
        for (place, surface) in surfaces.enumerated() {
          let name = "\(surface.id):\(surface.expiry)"
          let analytic = (found[.vega] ?? [:]).reduce(0.0) {
            $1.key == name || $1.key.hasPrefix("\(name):") ? $0 + $1.value[0] : $0
          }
          // A five-hundredth of what vega is told for, up and down.
          let difference = bumped(1 + keys.count + place) * 10
          #expect(
            abs(analytic - difference) <= 1e-6 * vega, "\(golden.name) \(name): \(analytic), \(difference)")
        }
      }
    }
  }

  /// Second differences of notes whose coupons are bounded.
  @Test func convexityIsTheSecondDifference() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(4), Fixtures.parallel(-4)]
    let measures: [Measure] = [.presentValue, .effectiveDuration, .effectiveConvexity]
    for golden in Self.golden.cases.filter({ $0.kind == "note" }).prefix(30) {
      let found = try Self.priced(golden.terms(), "constant", measures, scenarios)
      let values = found[.presentValue]![""]!
      let second = (values[1] + values[2] - 2 * values[0]) / (4e-4 * 4e-4) / values[0]
      let convexity = found[.effectiveConvexity]![""]![0]
      let tolerance = 1e-3 * max(1, abs(second))
      #expect(abs(convexity - second) <= tolerance, "\(golden.name): \(convexity), \(second)")
    }
  }

  /// A smile that rises to both sides makes options away from the money dearer, whichever model it has.
  @Test func aSwaptionHasTheVolatilityOfItsStrike() throws {
    let golden = try #require(
      Self.golden.cases.first {
        $0.kind == "swaption" && $0.legs[0].currency == .usd && ($0.legs[0].rate ?? $0.legs[1].rate) == 0.05
      })
    let terms = try golden.terms()
    func value(_ smile: SwaptionSmileQuotes?) throws -> [Double] {
      let quotes = SwaptionVolatilityQuotes(
        id: "USD", currency: .usd, type: .normal, expiries: [Tenor(5, .years)], tenors: [Tenor(5, .years)],
        atTheMoney: [[0.01]], smile: smile, source: "test")
      return try FloatingMarket.pricer(
        [.presentValue], [.base, Fixtures.parallel(20)],
        snapshot: RateOptionGolden.snapshot(VolatilityQuotes(swaptions: [quotes]))
      ).price([Fixtures.position(terms)]).results.values
    }
    func smile(_ beta: Double?) -> SwaptionSmileQuotes {
      SwaptionSmileQuotes(
        expiries: [Tenor(5, .years)], tenors: [Tenor(5, .years)], strikeBasisPoints: [-100, -50, 50, 100],
        offsets: [[[0.001, 0.0004, 0.0004, 0.001]]], sabrBeta: beta)
    }
    let (flat, offsets, sabr) = (try value(nil), try value(smile(nil)), try value(smile(0.25)))
    for scenario in 0..<2 {
      #expect(offsets[scenario] > 1.02 * flat[scenario])
      #expect(sabr[scenario] > 1.02 * flat[scenario])
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    func reason(_ terms: Instrument, _ volatilities: VolatilityQuotes) throws -> Reason? {
      let block = try FloatingMarket.pricer(
        [.presentValue], snapshot: RateOptionGolden.snapshot(volatilities)
      )
      .price([Fixtures.position(terms)]).results
      return block.gaps.first?.reason
    }
    let cap = try #require(Self.golden.cases.first { $0.kind == "cap" && $0.legs[0].currency == .usd })
    let swaption = try #require(
      Self.golden.cases.first { $0.kind == "swaption" && $0.legs[0].currency == .eur })
    #expect(
      try reason(cap.terms(), VolatilityQuotes()) == Reason(.missingData, "volatilities of caps in USD"))
    #expect(
      try reason(swaption.terms(), VolatilityQuotes())
        == Reason(.missingData, "volatilities of swaptions in EUR"))
    // A longer cap that is worth less than the shorter one.
    let falling = CapVolatilityQuotes(
      id: "USD.FALLING", currency: .usd, period: Tenor(3, .months), type: .normal,
      maturities: [Tenor(2, .years), Tenor(3, .years)], strikes: [0.03], volatilities: [[0.02], [0.001]],
      source: "test")
    let found = try reason(cap.terms(), VolatilityQuotes(caps: [falling]))
    #expect(found?.code == .missingData && found?.detail.contains("cap of 11 periods") == true, "\(found!)")
  }

  @Test func anExpiredSwaptionIsWorthNothing() throws {
    let leg = try CouponLeg(
      currency: .eur, notional: 1e6, rate: .floating(FloatingRate(index: .eurEuribor6M)),
      start: CivilDate(iso: "2023-04-04")!, maturity: CivilDate(iso: "2028-04-04")!, frequency: .semiannual,
      dayCount: .actual360, calendar: .target)
    let fixed = try CouponLeg(
      currency: .eur, notional: 1e6, rate: .fixed(0.01), start: CivilDate(iso: "2023-04-04")!,
      maturity: CivilDate(iso: "2028-04-04")!, frequency: .annual, dayCount: .thirtyE360, calendar: .target)
    let swap = try InterestRateSwap(pay: fixed, receive: leg, valueCurrency: .eur)
    let over = Instrument.derivative(.swaption(try Swaption(swap, expiry: CivilDate(iso: "2023-03-31")!)))
    let found = try Self.priced(over)
    #expect(found[.presentValue]![""] == [0] && found[.dv01]![""] == [0] && found[.vega] == nil)
    let open = Instrument.derivative(.swaption(try Swaption(swap, expiry: CivilDate(iso: "2023-04-03")!)))
    // Far in the money it is the swap.
    let value = try Self.priced(open)[.presentValue]![""]![0]
    let whole = try Self.priced(.derivative(.swap(swap)))[.presentValue]![""]![0]
    #expect(abs(value - whole) <= 1e-8 * whole)
    let fault = #expect(throws: TermsError.self) {
      try Swaption(swap, expiry: CivilDate(iso: "2023-04-05")!)
    }
    #expect(fault?.field == "expiry_date")
  }

  /// What is expected to be paid is worth the value.
  @Test func flowsAreWorthTheValue() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(80)]
    let pricer = try Self.pricer("constant", [.presentValue, .cashFlows], scenarios)
    for golden in Self.golden.cases where golden.market == "constant" && golden.name.contains("5:") {
      let position = Fixtures.position(try golden.terms(), quantity: -3)
      let batch = pricer.price([position])
      for scenario in 0..<2 {
        let flows = try pricer.flowValues(position, scenario: scenario).get()
        let sum = flows.flows.reduce(0) { $0 + $1.presentValue }
        #expect(
          abs(sum - batch.results.values[scenario]) <= 1e-12 * 3e6, "\(golden.name): \(sum)")
      }
      #expect(batch.cashFlows.payDays.isEmpty == (golden.kind == "swaption"))
    }
  }
}
