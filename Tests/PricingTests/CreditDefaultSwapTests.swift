import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct CreditDefaultSwapTests {
  static let measures: [Measure] = [
    .presentValue, .accrued, .dv01, .cs01, .keyRateDV01, .fxDelta, .jumpToDefault, .expectedLoss,
  ]
  static let keyTenors = PricingRequest.standardKeyRates
  static let day = CivilDate(iso: "2023-03-31")!

  static func market(on day: CivilDate = day, recovery: Double = 0.4) -> MarketSnapshot {
    func points(_ values: [(String, Double)]) -> [CreditPoint] {
      values.map { CreditPoint(tenor: Tenor($0.0)!, quote: $0.1) }
    }
    return MarketSnapshot(
      valuationDate: day, source: "test", builtAt: "2023-03-31T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [
            CurvePoint(tenor: Tenor(1, .months), rate: 0.048),
            CurvePoint(tenor: Tenor(2, .years), rate: 0.041),
            CurvePoint(tenor: Tenor(10, .years), rate: 0.035),
          ], source: "test"),
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .monotoneCubicDiscount,
          points: [
            CurvePoint(tenor: Tenor(1, .years), rate: 0.028),
            CurvePoint(tenor: Tenor(5, .years), rate: 0.024),
          ], source: "test"),
      ],
      discountCurves: ["USD": "USD", "EUR": "EUR"], fxRates: ["USD": 1.09], fxBase: .eur,
      creditCurves: [
        CreditQuotes(
          id: "ACME", currency: .usd, recovery: recovery, kind: .parSpread,
          points: points([("6M", 0.006), ("1Y", 0.008), ("3Y", 0.012), ("5Y", 0.016), ("10Y", 0.021)]),
          source: "test"),
        CreditQuotes(
          id: "INDEX", currency: .eur, recovery: recovery, kind: .upfront, coupon: 0.05,
          points: points([("3Y", -0.03), ("5Y", -0.02)]), source: "test"),
      ])
  }

  static func swap(
    _ protection: CreditDefaultSwap.Protection = .bought, curve: String = "ACME", currency: Currency = .usd,
    notional: Double = 10_000_000, coupon: Double = 0.01, maturity: String = "2028-06-20",
    dated: String? = nil, recovery: Double? = nil, factor: Double = 1
  ) throws -> CreditDefaultSwap {
    try CreditDefaultSwap(
      currency: currency, creditCurve: curve, protection: protection, notional: notional, coupon: coupon,
      maturity: CivilDate(iso: maturity)!, datedDate: dated.map { CivilDate(iso: $0)! }, recovery: recovery,
      indexFactor: factor)
  }

  static func price(
    _ swaps: [CreditDefaultSwap], _ scenarios: [Scenario] = [.base], market: MarketSnapshot = market(),
    measures: [Measure] = measures, baseOnly: [Measure] = [], quantity: Double = 1
  ) throws -> PricedBatch {
    BatchPricer(
      markets: try ScenarioMarkets(snapshot: market, scenarios: scenarios, reportingCurrency: .usd),
      request: PricingRequest(
        measures: measures, baseOnlyMeasures: baseOnly, reportingCurrency: .usd, keyRateTenors: keyTenors)
    ).price(
      swaps.enumerated().map {
        Fixtures.position(.derivative(.creditDefaultSwap($1)), number: Int32($0), quantity: quantity)
      })
  }

  /// The number of a measure under a scenario; of the factor named, where there are several.
  static func number(
    _ batch: PricedBatch, _ measure: Measure, position: Int = 0, scenario: Int = 0, factor: String? = nil
  ) throws -> Double {
    let row = try #require(
      batch.results.rows.firstIndex {
        Int($0.positionNumber) == position && $0.measure == measure && (factor == nil || $0.factor == factor)
      })
    return try #require(cell(batch.results, row: row, scenario: scenario).value)
  }

  static let swaps: [CreditDefaultSwap] = {
    let made = try? [
      swap(), swap(.sold, coupon: 0.05, maturity: "2033-03-20"), swap(maturity: "2023-06-20"),
      swap(.sold, curve: "INDEX", currency: .eur, coupon: 0.05, factor: 0.96), swap(coupon: 0),
      swap(maturity: "2026-12-20", dated: "2023-09-20", recovery: 0.25),
    ]
    return made ?? []
  }()

  static func rates(_ name: String, _ basisPoints: Double, key: Int? = nil) -> Scenario {
    let shape: RateShift.Shape =
      key.map { .keyRate(basisPoints: basisPoints, keyTenors: keyTenors, index: $0) }
      ?? .parallel(basisPoints: basisPoints)
    return Scenario(id: name, shifts: [.rates(RateShift(shape: shape))])
  }

  static func spreads(_ name: String, _ basisPoints: Double) -> Scenario {
    Scenario(id: name, shifts: [.spread(SpreadShift(move: .absolute(basisPoints: basisPoints)))])
  }

  /// Analytic sensitivities against central differences of scenarios, 1e-6 relative. Of the truncation of a difference of ±0.05 bp
  /// and of rounding, a millionth of the notional's value for a basis point is left.
  @Test func sensitivitiesAreWhatScenariosShow() throws {
    #expect(Self.swaps.count == 6)
    let bump = 0.05
    var scenarios: [Scenario] = [.base, Self.rates("UP", bump), Self.rates("DOWN", -bump)]
    scenarios += [Self.spreads("WIDER", bump), Self.spreads("TIGHTER", -bump)]
    for key in Self.keyTenors.indices {
      scenarios += [Self.rates("KEY\(key)UP", bump, key: key), Self.rates("KEY\(key)DOWN", -bump, key: key)]
    }
    let batch = try Self.price(Self.swaps, scenarios)
    for (position, swap) in Self.swaps.enumerated() {
      func difference(_ up: Int) throws -> Double {
        (try Self.number(batch, .presentValue, position: position, scenario: up)
          - Self.number(batch, .presentValue, position: position, scenario: up + 1)) / (2 * bump)
      }
      func expect(_ analytic: Double, _ difference: Double) {
        #expect(abs(analytic - difference) <= 1e-6 * abs(difference) + 1e-5, "position \(position)")
      }
      let dv01 = try Self.number(batch, .dv01, position: position)
      let cs01 = try Self.number(batch, .cs01, position: position)
      expect(dv01, try difference(1))
      expect(cs01, try difference(3))
      #expect((cs01 > 0) == (swap.protection == .bought))
      var sum = 0.0
      for key in Self.keyTenors.indices {
        let bucket = try Self.number(
          batch, .keyRateDV01, position: position,
          factor: PricingRequest.keyRateFactor(swap.currency, Self.keyTenors[key]))
        expect(bucket, try difference(5 + 2 * key))
        sum += bucket
      }
      #expect(abs(sum - dv01) <= 1e-9 * max(1, abs(dv01)))
    }
  }

  /// The same under a scenario: slopes are those of its own market.
  @Test func sensitivitiesUnderAScenarioAreItsOwn() throws {
    let bump = 0.05
    let scenarios = [100, 100 + bump, 100 - bump].map { Self.spreads("S\($0)", $0) }
    let batch = try Self.price([try Self.swap()], [.base] + scenarios)
    let difference =
      (try Self.number(batch, .presentValue, scenario: 2) - Self.number(batch, .presentValue, scenario: 3))
      / (2 * bump)
    let own = try Self.number(batch, .cs01, scenario: 1)
    #expect(abs(own - difference) <= 1e-6 * abs(difference) + 1e-5)
    #expect(abs(own - (try Self.number(batch, .cs01))) > 1)
  }

  /// The value at the par spread is what premium accrued before today is worth.
  @Test func atItsParSpreadASwapIsWorthItsAccruedPremium() throws {
    let batch = try Self.price([try Self.swap(coupon: 0.016)])
    let settlement = CreditSwapSchedule.cashSettlement(tradedOn: Self.day)
    let rate = 0.048
    let discount = exp(-rate * Double(settlement - Self.day) / 365)
    let accrued = try Self.number(batch, .accrued) / 100 * 10_000_000
    #expect(abs(accrued + 0.016 * 12 / 360 * 10_000_000) <= 1e-9)
    #expect(abs(try Self.number(batch, .presentValue) - accrued * discount) <= 1e-5)
  }

  @Test func bothSidesAreOppositeAndNotionalsScale() throws {
    let swaps = [
      try Self.swap(), try Self.swap(.sold), try Self.swap(notional: 5_000_000),
      try Self.swap(notional: 20_000_000, factor: 0.5),
    ]
    let batch = try Self.price(swaps)
    for measure in [Measure.presentValue, .dv01, .cs01, .jumpToDefault, .expectedLoss] {
      let bought = try Self.number(batch, measure)
      #expect(try Self.number(batch, measure, position: 1) == -bought)
      #expect(abs(try Self.number(batch, measure, position: 2) - bought / 2) <= 1e-12 * abs(bought))
      #expect(abs(try Self.number(batch, measure, position: 3) - bought) <= 1e-12 * abs(bought))
    }
    let opposite = try Self.price([try Self.swap()], quantity: -1)
    #expect(try Self.number(opposite, .presentValue) == -Self.number(batch, .presentValue))
  }

  /// A default now pays what is lost, less premium accrued and the value of the swap: worked out by hand.
  @Test func jumpToDefault() throws {
    let batch = try Self.price([
      try Self.swap(), try Self.swap(recovery: 0.1), try Self.swap(dated: "2023-09-20"),
      try Self.swap(maturity: "2023-03-31"),
    ])
    func jump(_ position: Int) throws -> Double {
      try Self.number(batch, .jumpToDefault, position: position)
        + Self.number(batch, .presentValue, position: position)
    }
    let accrued = 0.01 * 12 / 360 * 10_000_000
    #expect(abs(try jump(0) - (6_000_000 - accrued)) <= 1e-6)
    #expect(abs(try jump(1) - (9_000_000 - accrued)) <= 1e-6)
    #expect(try jump(2) == 0, "protection that has not begun falls away")
    let over = cells(batch.results, positions: 4)[3]
    #expect(over[.presentValue] == .value(0) && over[.jumpToDefault] == .value(0))
    #expect(over[.accrued]?.reason?.code == .notApplicable)
  }

  /// What is paid between valuation and maturity on a weekend and the Monday after is still owed.
  @Test func aPremiumDueAfterMaturityIsOwed() throws {
    let day = CivilDate(iso: "2027-06-20")!
    #expect(day.weekday == .sunday)
    let batch = try Self.price(
      [try Self.swap(coupon: 0.0364, maturity: "2027-06-20")], market: Self.market(on: day))
    // 22 March, a Monday, to 20 June, both included.
    let premium = 0.0364 * 91 / 360 * 10_000_000
    #expect(abs(try Self.number(batch, .presentValue) + premium * exp(-0.048 / 365)) <= 1e-6)
    #expect(try Self.number(batch, .jumpToDefault) == 0)
    #expect(try Self.number(batch, .expectedLoss) == 0)
    #expect(batch.cashFlows.payDays == [CivilDate(iso: "2027-06-21")!.dayNumber])
  }

  /// A premium that is due tomorrow has not been paid.
  @Test func aPremiumDueTomorrowIsOwed() throws {
    let swap = try Self.swap(maturity: "2024-06-20")
    func value(_ day: String) throws -> Double {
      try Self.number(
        Self.price([swap], market: Self.market(on: CivilDate(iso: day)!)), .presentValue)
    }
    let premium = 0.01 * 92 / 360 * 10_000_000
    let (eve, paid) = (try value("2023-06-19"), try value("2023-06-20"))
    #expect(abs(paid - eve - premium) <= 1_500, "a day's carry beside")
  }

  @Test func expectedPaymentsAddUpToTheValue() throws {
    let scenarios: [Scenario] = [.base, Self.rates("UP", 100), Self.spreads("WIDER", 150)]
    let markets = try ScenarioMarkets(
      snapshot: Self.market(), scenarios: scenarios, reportingCurrency: .usd)
    let pricer = BatchPricer(
      markets: markets, request: PricingRequest(measures: Self.measures, reportingCurrency: .usd))
    let batch = try Self.price(Self.swaps, scenarios)
    for (index, swap) in Self.swaps.enumerated() {
      let position = Fixtures.position(.derivative(.creditDefaultSwap(swap)), number: Int32(index))
      for scenario in scenarios.indices {
        let flows = try pricer.flowValues(position, scenario: scenario).get().flows
        let sum = flows.reduce(0) { $0 + $1.amount * $1.discountFactor * $1.fxRate }
        let value = try Self.number(batch, .presentValue, position: index, scenario: scenario)
        #expect(abs(sum - value) <= 1e-6, "position \(index), scenario \(scenario)")
      }
    }
  }

  /// Bits do not depend on what is priced beside, nor on which scenarios or measures are asked for.
  @Test func aResultDependsOnNothingBesideIt() throws {
    let scenarios: [Scenario] = [.base, Self.rates("UP", 100), Self.spreads("WIDER", 150)]
    let together = try Self.price(Self.swaps, scenarios)
    let baseOnly = try Self.price(Self.swaps, scenarios, baseOnly: [.dv01, .cs01, .keyRateDV01])
    for (index, swap) in Self.swaps.enumerated() {
      let alone = try Self.price([swap], [.base, scenarios[2]])
      for measure in [Measure.presentValue, .dv01, .cs01, .jumpToDefault] {
        #expect(
          try Self.number(alone, measure) == Self.number(together, measure, position: index), "\(measure)")
        #expect(
          try Self.number(alone, measure) == Self.number(baseOnly, measure, position: index), "\(measure)")
        #expect(
          try Self.number(alone, measure, scenario: 1)
            == Self.number(together, measure, position: index, scenario: 2), "\(measure)")
      }
    }
  }

  /// Swaps on days of their own, more than integrals are kept of.
  @Test func manySwapsWithNothingInCommon() throws {
    let scenarios = [Scenario.base] + (1..<100).map { Self.rates("R\($0)", Double($0) / 10) }
    let swaps = try (0..<130).map { number in
      let maturity = CivilDate(iso: "2033-06-20")!.adding(days: 2 * number)
      return try Self.swap(maturity: "\(maturity)")
    }
    let together = try Self.price(swaps, scenarios, measures: [.presentValue])
    for number in [0, 64, 129] {
      let alone = try Self.price([swaps[number]], scenarios, measures: [.presentValue])
      for scenario in [0, 1, 99] {
        #expect(
          try Self.number(alone, .presentValue, scenario: scenario)
            == Self.number(together, .presentValue, position: number, scenario: scenario))
      }
    }
  }

  @Test func foreignSwapsHaveAnExposure() throws {
    let batch = try Self.price([Self.swaps[3], Self.swaps[0]])
    #expect(
      try Self.number(batch, .fxDelta, factor: "EUR") == Self.number(batch, .presentValue))
    let own = cells(batch.results, positions: 2)[1][.fxDelta]
    #expect(own == .reason(Reason(.notApplicable, "held in the reporting currency USD")))
  }

  @Test func whatIsMissingIsNamed() throws {
    let batch = try Self.price([
      try Self.swap(curve: "OTHER"), try Self.swap(currency: .eur), try Self.swap(),
    ])
    let rows = cells(batch.results, positions: 3)
    #expect(rows[0][.cs01] == .reason(Reason(.missingData, "credit curve OTHER")))
    #expect(rows[1][.presentValue] == .reason(Reason(.missingData, "credit curve ACME in EUR: it is in USD")))
    #expect(rows[2][.presentValue]?.value != nil)
    #expect(batch.cashFlows.contractCount == 3)
  }

  @Test func measuresOfBondsAreNotOfSwaps() throws {
    let row = cells(try Self.price([Self.swaps[0]], measures: Measure.allCases).results, positions: 1)[0]
    let others: [Measure] = [
      .cleanPrice, .dirtyPrice, .yield, .yieldToWorst, .yieldToCall, .zSpread, .optionAdjustedSpread,
      .gSpread,
      .iSpread, .assetSwapSpread, .discountMargin, .inflationDV01, .modifiedDuration, .macaulayDuration,
      .effectiveDuration, .effectiveConvexity, .convexity, .spreadDuration, .vega, .weightedAverageLife,
    ]
    for measure in others {
      #expect(row[measure]?.reason == Reason(.notApplicable, "a default swap has no \(measure.rawValue)"))
    }
  }
}
