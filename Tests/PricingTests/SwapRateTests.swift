import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Swaps, caps and floors on swap rates against QuantLib 1.44, identities and bumped markets.
@Suite struct SwapRateTests {
  private static let golden = try! SwapRateGolden.load()
  private static let sensitivities: [Measure] = [.presentValue, .dv01, .keyRateDV01, .fxDelta, .vega]

  /// Values by measure, factor and scenario.
  private static func priced(
    _ terms: Instrument, _ quotes: VolatilityQuotes, _ measures: [Measure] = sensitivities,
    _ scenarios: [Scenario] = [.base], quantity: Double = 1
  ) throws -> [Measure: [String: [Double]]] {
    let pricer = try FloatingMarket.pricer(measures, scenarios, snapshot: golden.snapshot(quotes))
    let block = pricer.price([Fixtures.position(terms, quantity: quantity)]).results
    var found: [Measure: [String: [Double]]] = [:]
    for (index, row) in block.rows.enumerated() where !block.gaps.contains(where: { $0.row == index }) {
      found[row.measure, default: [:]][row.factor] = Array(block.values[block.range(ofRow: index)])
    }
    return found
  }

  /// On volatilities at the money QuantLib integrates what is in closed form here; its cubes are linear between strikes that lie 10 bp apart.
  @Test(arguments: ["flat", "smile"])
  func equalsQuantLib(market: String) throws {
    #expect(Self.golden.cases.count == 320)
    let cases = Self.golden.cases.filter { $0.market == market }
    let positions = try cases.enumerated().map {
      Fixtures.position(try $1.terms(Self.golden), number: Int32($0))
    }
    let pricer = try FloatingMarket.pricer(
      [.presentValue], snapshot: Self.golden.snapshot(Self.golden.markets[market]!))
    let found = cells(pricer.price(positions).results, positions: cases.count)
    for (golden, cells) in zip(cases, found) {
      let value = try #require(cells[.presentValue]?.value, "\(golden.name): \(cells)")
      let tolerance = (market == "flat" ? 1e-9 : 1e-5) * 1e6
      #expect(abs(value - golden.value) <= tolerance, "\(golden.name): \(value) for \(golden.value)")
    }
  }

  private static let none = Scenario(
    id: "NONE", shifts: [.volatility(SurfaceShift(move: .relative(fraction: -1)))])
  private static let more = Scenario(
    id: "MORE", shifts: [.volatility(SurfaceShift(move: .relative(fraction: 0.2)))])

  /// Flat curves at 3%, one volatility of 1% a year, and what a smile adds to it.
  private static func flat(_ smile: SwaptionSmileQuotes? = nil, meanReversion: Double? = nil)
    -> MarketSnapshot
  {
    MarketSnapshot(
      valuationDate: FloatingMarket.valuationDate, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.03)], source: "test")
      ], discountCurves: ["EUR": "EUR"],
      volatilities: VolatilityQuotes(swaptions: [
        SwaptionVolatilityQuotes(
          id: "EUR", currency: .eur, type: .normal, expiries: [Tenor(5, .years)], tenors: [Tenor(10, .years)],
          atTheMoney: [[0.01]], smile: smile, source: "test")
      ]), fxBase: .eur,
      shortRateModels: meanReversion.map {
        ["EUR": ShortRateModel(meanReversion: $0, volatility: 0.01)]
      } ?? [:], indexCurves: ["EUR-ESTR": "EUR"])
  }

  /// One coupon on the ten-year rate of 3 April 2028 against nothing, paid a year later or at once.
  private static func coupon(_ rate: SwapRateCoupon, frequency: Frequency = .once) throws -> Instrument {
    func leg(_ rate: CouponLeg.Rate) throws -> CouponLeg {
      try CouponLeg(
        currency: .eur, notional: 100, rate: rate, start: CivilDate(iso: "2028-04-03")!,
        maturity: CivilDate(iso: "2029-04-03")!, frequency: frequency, dayCount: .actual360,
        calendar: .target, endOfMonth: false)
    }
    return .derivative(
      .swap(try InterestRateSwap(pay: leg(.fixed(0)), receive: leg(.swapRate(rate)), valueCurrency: .eur)))
  }

  /// Without volatility the forward swap rate is paid; with it the closed form of the adjustment, in arithmetic of its own.
  @Test(arguments: [nil, 0.05])
  func theAdjustmentIsThatOfOneVolatility(meanReversion: Double?) throws {
    let values = try FloatingMarket.pricer(
      [.presentValue], [.base, Self.none], snapshot: Self.flat(meanReversion: meanReversion), reporting: .eur
    ).price([Fixtures.position(try Self.coupon(SwapRateCoupon(index: .eurESTR, longYears: 10)))])
      .results.values
    let calendar = BusinessCalendar(.target)
    let start = CivilDate(iso: "2028-04-03")!
    let fixing = CivilDate(iso: "2028-03-30")!
    func years(_ day: CivilDate) -> Double { Double(day - FloatingMarket.valuationDate) / 365 }
    func factor(_ day: CivilDate) -> Double { exp(-0.03 * years(day)) }
    func move(_ day: CivilDate) -> Double {
      let t = Double(day - fixing) / 365
      return meanReversion.map { (1 - exp(-$0 * t)) / $0 } ?? t
    }
    let days = (0...10).map { calendar.adjust(start.adding(months: 12 * $0), .modifiedFollowing) }
    var (annuity, weighted) = (0.0, 0.0)
    for (first, last) in zip(days, days.dropFirst()) {
      let worth = Double(last - first) / 360 * factor(last)
      annuity += worth
      weighted += worth * move(last)
    }
    let rate = (factor(days[0]) - factor(days[10])) / annuity
    let paid = days[1]
    let interest = 100 * Double(paid - start) / 360 * factor(paid)
    #expect(abs(values[1] - interest * rate) <= 1e-12, "\(values[1]), \(interest * rate)")
    let tilt =
      (weighted / annuity - move(paid))
      / (factor(days[10]) / annuity * move(days[10]) + rate * weighted / annuity)
    let adjusted = rate + tilt * 1e-4 * years(fixing)
    #expect(abs(values[0] - interest * adjusted) <= 1e-12, "\(values[0]), \(interest * adjusted)")
    #expect(adjusted - rate > 0.001)
  }

  private static let smile = SwaptionSmileQuotes(
    expiries: [Tenor(5, .years)], tenors: [Tenor(10, .years)], strikeBasisPoints: [-200, -100, 100, 200],
    offsets: [[[0.0008, 0.0003, 0.0002, 0.0006]]])
  private static let sabr = SwaptionSmileQuotes(
    expiries: smile.expiries, tenors: smile.tenors, strikeBasisPoints: smile.strikeBasisPoints,
    offsets: smile.offsets, sabrBeta: 0)

  /// Wings above the money raise the rate that is paid, whichever model they have.
  @Test func aSmileRaisesTheAdjustment() throws {
    func value(_ smile: SwaptionSmileQuotes?, _ scenarios: [Scenario]) throws -> [Double] {
      try FloatingMarket.pricer([.presentValue], scenarios, snapshot: Self.flat(smile), reporting: .eur)
        .price([Fixtures.position(try Self.coupon(SwapRateCoupon(index: .eurESTR, longYears: 10)))])
        .results.values
    }
    let scenarios = [Scenario.base, Self.none, Fixtures.parallel(150), Self.more]
    let (one, offsets, sabr) = (
      try value(nil, scenarios), try value(Self.smile, scenarios), try value(Self.sabr, scenarios)
    )
    let adjustment = one[0] - one[1]
    for smiling in [offsets, sabr] {
      #expect(abs(smiling[1] - one[1]) <= 1e-12, "no volatility, no smile")
      #expect(smiling[0] - one[0] > 0.02 * adjustment && smiling[0] - one[0] < adjustment)
      #expect(smiling[3] > smiling[0])
    }
    // A scenario's cell is the same whatever stands beside it.
    #expect(try value(Self.smile, [Self.more]) == [offsets[3]])
  }

  /// What is above the strike less what is below it is the rate less the strike: every number of it, in every scenario; a coupon within bounds
  /// is the coupon less a cap with a floor.
  @Test func boughtLessSoldIsTheRate() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(80), Self.more]
    let options = Self.golden.cases.filter { $0.kind == "cap" || $0.kind == "floor" }
    for golden in options.enumerated().filter({ $0.offset % 12 == 0 }).map(\.element) {
      let leg = try golden.leg(golden.swapRates, fixing: Self.golden.fixing)
      let strike = golden.strike!
      guard case .swapRate(let rate) = leg.rate else { preconditionFailure("legs of swap rates") }
      func other(_ rate: CouponLeg.Rate) throws -> CouponLeg {
        try CouponLeg(
          currency: leg.currency, notional: leg.notional, rate: rate, start: leg.start,
          maturity: leg.maturity, frequency: leg.frequency, dayCount: leg.dayCount, calendar: leg.calendar,
          paymentLag: leg.paymentLag, endOfMonth: false)
      }
      func swap(_ pay: CouponLeg, _ receive: CouponLeg) throws -> Instrument {
        .derivative(.swap(try InterestRateSwap(pay: pay, receive: receive, valueCurrency: leg.currency)))
      }
      func found(_ terms: Instrument) throws -> [Measure: [String: [Double]]] {
        try Self.priced(terms, Self.golden.markets[golden.market]!, Self.sensitivities, scenarios)
      }
      let cap = try found(.derivative(.capFloor(try CapFloor(.cap, leg: leg, strike: strike))))
      let floor = try found(.derivative(.capFloor(try CapFloor(.floor, leg: leg, strike: strike))))
      let bare = try found(swap(other(.fixed(strike)), leg))
      let floored = try other(
        .swapRate(
          SwapRateCoupon(
            index: rate.index, longYears: rate.longYears, floor: strike, fixing: rate.fixing,
            fixingDays: rate.fixingDays, isInArrears: rate.isInArrears)))
      let bounded = try found(swap(other(.fixed(strike)), floored))
      for measure in Self.sensitivities {
        for (factor, values) in bare[measure] ?? [:] {
          for scenario in scenarios.indices {
            func number(_ found: [Measure: [String: [Double]]]) -> Double {
              found[measure]?[factor]?[scenario] ?? 0
            }
            let bought = number(cap) - number(floor)
            let name = "\(golden.name) \(measure) \(factor) \(scenario)"
            #expect(abs(bought - values[scenario]) <= 1e-5, "\(name): \(bought), \(values[scenario])")
            #expect(abs(number(bounded) - number(cap)) <= 1e-5, "\(name): the floored leg less the strike")
          }
        }
      }
      #expect(!(cap[.vega] ?? [:]).isEmpty)
    }
  }

  /// Central differences of revaluations: 1e-6 of what the value moves by, over all keys or points; of cubes, whose splines have pieces, 1e-5 and
  /// 1e-4 of vega.
  @Test(arguments: ["flat", "smile"])
  func sensitivitiesAreThoseOfBumpedMarkets(market: String) throws {
    let keys = PricingRequest.standardKeyRates
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
    let rateScenarios = scenarios
    let own = Self.golden.cases.filter { $0.market == market }
    for golden in own.enumerated().filter({ $0.offset % (market == "flat" ? 9 : 6) == 0 }).map(\.element) {
      let quotes = Self.golden.markets[market]!
      let surface = quotes.swaptions.first { $0.currency == golden.swapRates.currency }!
      scenarios = rateScenarios
      both("VEGA", surface.type == .normal ? 0.002 : 0.2) {
        .volatility(SurfaceShift(surfaces: [surface.id], move: .absolute(basisPoints: $0)))
      }
      let found = try Self.priced(
        golden.terms(Self.golden), quotes, Self.sensitivities, scenarios, quantity: -2)
      let values = try #require(found[.presentValue]?[""])
      /// Per basis point.
      func bumped(_ place: Int) -> Double { 25 * (values[1 + 2 * place] - values[2 + 2 * place]) }
      let dv01 = found[.dv01]![""]![0]
      let tolerance = market == "flat" ? 1e-6 : 1e-5
      let scale = found[.keyRateDV01]!.values.reduce(1) { $0 + abs($1[0]) }
      #expect(abs(dv01 - bumped(0)) <= tolerance * scale, "\(golden.name): \(dv01), \(bumped(0))")
      for (key, tenor) in keys.enumerated() {
        let analytic = found[.keyRateDV01]!["\(golden.swapRates.currency):\(tenor)"]![0]
        #expect(
          abs(analytic - bumped(1 + key)) <= tolerance * scale,
          "\(golden.name) \(tenor): \(analytic), \(bumped(1 + key))")
      }
      let vega = (found[.vega] ?? [:]).values.reduce(0) { $0 + $1[0] }
      // A five-hundredth of what vega is told for, up and down.
      let difference = bumped(1 + keys.count) * 10
      #expect(
        abs(vega - difference) <= (market == "flat" ? 1e-6 : 1e-4) * (abs(vega) + scale),
        "\(golden.name): \(vega), \(difference)")
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    func reason(_ rate: SwapRateCoupon, _ start: String, _ quotes: VolatilityQuotes) throws -> Reason? {
      func leg(_ rate: CouponLeg.Rate) throws -> CouponLeg {
        try CouponLeg(
          currency: .eur, rate: rate, start: CivilDate(iso: start)!, maturity: CivilDate(iso: "2026-04-03")!,
          frequency: .annual, dayCount: .actual360, calendar: .target)
      }
      let swap = try InterestRateSwap(
        pay: leg(.fixed(0.03)), receive: leg(.swapRate(rate)), valueCurrency: .eur)
      return try FloatingMarket.pricer([.presentValue], snapshot: Self.golden.snapshot(quotes))
        .price([Fixtures.position(.derivative(.swap(swap)))]).results.gaps.first?.reason
    }
    let rate = try SwapRateCoupon(index: .eurEuribor6M, longYears: 10)
    let fixed = try SwapRateCoupon(index: .eurEuribor6M, longYears: 10, fixing: 0.03)
    let quotes = Self.golden.markets["flat"]!
    #expect(
      try reason(rate, "2023-04-12", VolatilityQuotes())
        == Reason(.missingData, "volatilities of swaptions in EUR"))
    #expect(try reason(rate, "2022-10-12", quotes) == Reason(.missingData, "fixing_rate of 2022-10-10"))
    #expect(try reason(fixed, "2022-10-12", quotes) == nil)
  }

  /// The margin at which a swap of swap rates against an index is worth nothing.
  @Test func theParMarginMakesTheSwapWorthless() throws {
    let golden = try #require(
      Self.golden.cases.first {
        $0.kind == "swap" && $0.cap == nil && $0.floor == nil && $0.legs[0].rate == nil && $0.market == "flat"
      })
    let quotes = Self.golden.markets["flat"]!
    let swap = try golden.swap(Self.golden)
    let par = try Self.priced(.derivative(.swap(swap)), quotes, [.parRate])[.parRate]![""]![0]
    guard case .swapRate(let rate) = swap.receive.rate, case .floating(let floating) = swap.pay.rate else {
      preconditionFailure("an index against swap rates")
    }
    // The quoted side is that with a spread; of both, the one received.
    let receive = CouponLeg.Rate.swapRate(
      try SwapRateCoupon(
        index: rate.index, longYears: rate.longYears, margin: par, fixing: rate.fixing,
        fixingDays: rate.fixingDays, isInArrears: rate.isInArrears))
    let pay = CouponLeg.Rate.floating(try FloatingRate(index: floating.index, spread: par))
    func leg(_ leg: CouponLeg, _ rate: CouponLeg.Rate) throws -> CouponLeg {
      try CouponLeg(
        currency: leg.currency, notional: leg.notional, rate: rate, start: leg.start, maturity: leg.maturity,
        frequency: leg.frequency, dayCount: leg.dayCount, calendar: leg.calendar, paymentLag: leg.paymentLag,
        endOfMonth: false)
    }
    let ofPay = floating.spread != 0 && rate.margin == 0
    let fair = try InterestRateSwap(
      pay: ofPay ? leg(swap.pay, pay) : swap.pay, receive: ofPay ? swap.receive : leg(swap.receive, receive),
      valueCurrency: swap.valueCurrency)
    let value = try Self.priced(.derivative(.swap(fair)), quotes, [.presentValue])[.presentValue]![""]![0]
    #expect(abs(value) <= 1e-6, "\(value)")
  }
}
