import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Swaps, caps and floors on differences of swap rates against QuantLib 1.44, parity, limits of correlation and bumped markets.
@Suite struct SwapRateDifferenceTests {
  private static let golden = try! SwapRateGolden.load("swap_rate_differences")
  private static let sensitivities: [Measure] = [.presentValue, .dv01, .keyRateDV01, .vega]

  private static func priced(
    _ terms: Instrument, _ snapshot: MarketSnapshot, _ measures: [Measure] = [.presentValue],
    _ scenarios: [Scenario] = [.base]
  ) throws -> [Measure: [String: [Double]]] {
    let pricer = try FloatingMarket.pricer(measures, scenarios, snapshot: snapshot)
    let block = pricer.price([Fixtures.position(terms)]).results
    #expect(block.gaps.isEmpty, "\(block.gaps)")
    var found: [Measure: [String: [Double]]] = [:]
    for (index, row) in block.rows.enumerated() {
      found[row.measure, default: [:]][row.factor] = Array(block.values[block.range(ofRow: index)])
    }
    return found
  }

  /// QuantLib integrates the means of the rates, which are in closed form here.
  @Test func equalsQuantLib() throws {
    let cases = Self.golden.cases
    #expect(cases.count == 80)
    let positions = try cases.enumerated().map {
      Fixtures.position(try $1.terms(Self.golden), number: Int32($0))
    }
    let pricer = try FloatingMarket.pricer(
      [.presentValue], snapshot: Self.golden.snapshot(Self.golden.markets["flat"]!))
    let found = cells(pricer.price(positions).results, positions: cases.count)
    for (golden, cells) in zip(cases, found) {
      let value = try #require(cells[.presentValue]?.value, "\(golden.name): \(cells)")
      #expect(abs(value - golden.value) <= 1e-9 * 1e6, "\(golden.name): \(value) for \(golden.value)")
    }
  }

  /// A flat curve and one volatility, of each tenor its own.
  private static func flat(
    _ type: QuotedVolatilityType = .normal, _ volatilities: [Double] = [0.012, 0.009]
  ) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: FloatingMarket.valuationDate, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: [
            CurvePoint(tenor: Tenor(1, .years), rate: 0.025),
            CurvePoint(tenor: Tenor(30, .years), rate: 0.04),
          ], source: "test")
      ], discountCurves: ["EUR": "EUR"],
      volatilities: VolatilityQuotes(swaptions: [
        SwaptionVolatilityQuotes(
          id: "EUR", currency: .eur, type: type, expiries: [Tenor(5, .years)],
          tenors: [Tenor(2, .years), Tenor(10, .years)], atTheMoney: [volatilities], source: "test")
      ]), fxBase: .eur, indexCurves: ["EUR-ESTR": "EUR"])
  }

  private static func leg(_ rate: CouponLeg.Rate) throws -> CouponLeg {
    try CouponLeg(
      currency: .eur, notional: 100, rate: rate, start: CivilDate(iso: "2028-04-03")!,
      maturity: CivilDate(iso: "2029-04-03")!, frequency: .once, dayCount: .actual360, calendar: .target,
      endOfMonth: false)
  }

  private static func rate(
    _ long: Int = 10, _ short: Int? = 2, cap: Double? = nil, floor: Double? = nil, correlation: Double?
  ) throws -> SwapRateCoupon {
    try SwapRateCoupon(
      index: .eurESTR, longYears: long, shortYears: short, cap: cap, floor: floor, correlation: correlation)
  }

  private static func option(_ kind: CapFloor.Kind, strike: Double, correlation: Double) throws -> Instrument
  {
    .derivative(
      .capFloor(
        try CapFloor(kind, leg: leg(.swapRate(rate(correlation: correlation))), strike: strike)))
  }

  private static func swap(_ rate: SwapRateCoupon, against fixed: Double = 0) throws -> Instrument {
    .derivative(
      .swap(
        try InterestRateSwap(pay: leg(.fixed(fixed)), receive: leg(.swapRate(rate)), valueCurrency: .eur)))
  }

  private static func value(_ terms: Instrument, _ snapshot: MarketSnapshot) throws -> Double {
    try priced(terms, snapshot)[.presentValue]![""]![0]
  }

  /// A coupon on the difference is that on the long rate less that on the short one, adjustments included.
  @Test func theDifferenceIsOneLessTheOther() throws {
    let snapshot = Self.flat()
    let difference = try Self.value(Self.swap(Self.rate(correlation: nil)), snapshot)
    let long = try Self.value(Self.swap(Self.rate(10, nil, correlation: nil)), snapshot)
    let short = try Self.value(Self.swap(Self.rate(2, nil, correlation: nil)), snapshot)
    #expect(abs(difference - (long - short)) <= 1e-13)
    #expect(difference > 0.1)
  }

  /// Bachelier by hand, of the means that coupons have: at both limits of correlation and between them, of normal and of lognormal volatilities.
  @Test(arguments: [
    (QuotedVolatilityType.normal, [0.009, 0.012]), (.lognormal(shift: 0.02), [0.2, 0.25]),
    (.normal, [0.011, 0.011]),
  ])
  func anOptionIsBacheliers(type: QuotedVolatilityType, volatilities: [Double]) throws {
    let snapshot = Self.flat(type, volatilities)
    let none = Self.flat(.normal, [1e-12, 1e-12])
    // What a coupon of 1 is worth: interest of 100% on 100.
    let unit =
      try -Self.value(Self.swap(Self.rate(correlation: nil), against: 1), snapshot)
      + Self.value(Self.swap(Self.rate(correlation: nil)), snapshot)
    let mean = try Self.value(Self.swap(Self.rate(correlation: nil)), snapshot) / unit
    let years = Double(CivilDate(iso: "2028-03-30")! - FloatingMarket.valuationDate) / 365
    let deviations = try zip([2, 10], volatilities).map { tenor, volatility in
      let forward = try Self.value(Self.swap(Self.rate(tenor, nil, correlation: nil)), none) / unit
      switch type {
      case .normal: return volatility * years.squareRoot()
      case .lognormal(let shift):
        let half = volatility * years.squareRoot() / 2
        return (2 * Double.pi).squareRoot() * (forward + shift) * (erfc(-half / 2.0.squareRoot()) - 1)
      }
    }
    for correlation in [-1, -0.4, 0, 0.8, 1] {
      let (a, b) = (deviations[0], deviations[1])
      let v = max(0, a * a + b * b - 2 * correlation * a * b).squareRoot()
      for strike in [-0.004, 0.003, 0.01] {
        let d = (mean - strike) / v
        let expected =
          v < 1e-9
          ? max(0, mean - strike)
          : (mean - strike) * 0.5 * erfc(-d / 2.0.squareRoot())
            + v * exp(-d * d / 2) / (2 * Double.pi).squareRoot()
        let found = try Self.value(Self.option(.cap, strike: strike, correlation: correlation), snapshot)
        #expect(
          abs(found - unit * expected) <= 1e-9, "\(correlation) \(strike): \(found), \(unit * expected)")
      }
    }
  }

  /// A cap less a floor is the difference less the strike: every number of it, in every scenario; a coupon within bounds is the coupon less a cap
  /// with a floor.
  @Test func boughtLessSoldIsTheDifference() throws {
    let more = Scenario(id: "MORE", shifts: [.volatility(SurfaceShift(move: .relative(fraction: 0.2)))])
    let scenarios = [Scenario.base, Fixtures.parallel(80), more]
    func found(_ terms: Instrument) throws -> [Measure: [String: [Double]]] {
      try Self.priced(terms, Self.flat(), Self.sensitivities, scenarios)
    }
    let strike = 0.004
    let cap = try found(Self.option(.cap, strike: strike, correlation: 0.7))
    let floor = try found(Self.option(.floor, strike: strike, correlation: 0.7))
    let bare = try found(Self.swap(Self.rate(correlation: nil), against: strike))
    let bounded = try found(
      Self.swap(Self.rate(cap: strike, floor: strike, correlation: 0.7), against: strike))
    for measure in Self.sensitivities {
      for (factor, values) in bare[measure]! {
        for scenario in values.indices {
          let bought = cap[measure]![factor]![scenario] - floor[measure]![factor]![scenario]
          #expect(abs(bought - values[scenario]) <= 1e-11, "\(measure) \(factor): \(bought) \(values)")
          #expect(abs(bounded[measure]![factor]![scenario]) <= 1e-11, "\(measure) \(factor)")
        }
      }
    }
    #expect(cap[.vega]!.count == 2 && cap[.presentValue]![""]![2] > cap[.presentValue]![""]![0])
  }

  /// Central differences of revaluations: of all rates, of each key and of each tenor's volatility.
  @Test(arguments: [QuotedVolatilityType.normal, .lognormal(shift: 0.02)])
  func sensitivitiesAreThoseOfBumpedMarkets(type: QuotedVolatilityType) throws {
    let isNormal = type == .normal
    let quoted = isNormal ? [0.012, 0.009] : [0.25, 0.2]
    let keys = PricingRequest.standardKeyRates
    for terms in [
      try Self.option(.cap, strike: 0.005, correlation: 0.7),
      try Self.swap(Self.rate(floor: 0.002, correlation: -0.3), against: 0.01),
    ] {
      func both(_ shift: (Double) -> ScenarioShift) -> [Scenario] {
        [0.02, -0.02].map { Scenario(id: "\($0)", shifts: [shift($0)]) }
      }
      func difference(_ shift: (Double) -> ScenarioShift) throws -> Double {
        let values = try Self.priced(terms, Self.flat(type, quoted), [.presentValue], both(shift))
        let row = values[.presentValue]![""]!
        return (row[0] - row[1]) / 0.04
      }
      let found = try Self.priced(terms, Self.flat(type, quoted), Self.sensitivities)
      let dv01 = found[.dv01]![""]![0]
      let scale = found[.keyRateDV01]!.values.reduce(0) { $0 + abs($1[0]) }
      // Under scenarios Bachelier's deviations stay, of whichever volatilities they were made.
      let bumped = try difference { .rates(RateShift(shape: .parallel(basisPoints: $0))) }
      #expect(abs(bumped - dv01) <= 1e-6 * scale, "\(dv01), \(bumped)")
      for key in keys.indices {
        let bumped = try difference {
          .rates(RateShift(shape: .keyRate(basisPoints: $0, keyTenors: keys, index: key)))
        }
        let own = found[.keyRateDV01]!["EUR:\(keys[key])"]![0]
        #expect(abs(bumped - own) <= 1e-6 * scale, "\(keys[key]): \(own), \(bumped)")
      }
      let move = isNormal ? 1e-6 : 1e-4
      for (place, tenor) in ["2Y", "10Y"].enumerated() {
        func worth(_ move: Double) throws -> Double {
          var moved = quoted
          moved[place] += move
          return try Self.value(terms, Self.flat(type, moved))
        }
        let factor = try #require(found[.vega]!.keys.first { $0.hasSuffix(tenor) }, "\(found[.vega]!.keys)")
        let expected = try (worth(move) - worth(-move)) / (2 * move) * (isNormal ? 1e-4 : 0.01)
        let vega = found[.vega]![factor]![0]
        #expect(abs(vega - expected) <= 1e-6 * abs(expected) + 1e-10, "\(tenor): \(vega), \(expected)")
      }
    }
  }

  /// Options need a correlation, rates alone do not; a correlation is of two rates.
  @Test func termsThatSayTooLittleAreRefused() throws {
    func field(_ make: () throws -> Void) -> String? {
      do {
        try make()
        return nil
      } catch {
        return (error as? TermsError)?.field
      }
    }
    #expect(field { _ = try Self.rate(10, nil, correlation: 0.5) } == "correlation")
    #expect(field { _ = try Self.rate(correlation: 1.2) } == "correlation")
    #expect(field { _ = try Self.swap(Self.rate(cap: 0.01, correlation: nil)) } == "correlation")
    #expect(field { _ = try Self.swap(Self.rate(correlation: nil)) } == nil)
    #expect(
      field {
        _ = try CapFloor(.cap, leg: Self.leg(.swapRate(Self.rate(correlation: nil))), strike: 0.01)
      } == "correlation")
    #expect(
      field {
        _ = try InterestRateSwap(
          pay: Self.leg(.swapRate(Self.rate(correlation: 0.5))),
          receive: Self.leg(.swapRate(Self.rate(30, 10, correlation: 0.6))), valueCurrency: .eur)
      } == "correlation")
  }
}
