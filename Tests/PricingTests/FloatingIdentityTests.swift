import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// What must be so of floating notes and swaps whatever the curves.
@Suite struct FloatingIdentityTests {
  private static let day = FloatingMarket.valuationDate
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  /// One curve for euros and all their indices.
  private static func oneCurve() -> MarketSnapshot {
    let full = FloatingMarket.snapshot()
    return MarketSnapshot(
      valuationDate: day, source: "one curve", builtAt: full.builtAt,
      curves: full.curves.filter { $0.id.count == 3 },
      spreadCurves: [
        SpreadQuotes(
          id: "EUR.BANK", currency: .eur,
          points: [
            SpreadPoint(tenor: Tenor("1Y")!, basisPoints: 60),
            SpreadPoint(tenor: Tenor("10Y")!, basisPoints: 140),
          ],
          source: "test")
      ],
      discountCurves: full.discountCurves, fxRates: full.fxRates, fxBase: .eur,
      indexCurves: ["EUR-EURIBOR-3M": "EUR", "EUR-ESTR": "EUR", "USD-SOFR": "USD"], fixings: full.fixings)
  }

  private static func note(
    _ index: RateIndexID = .eurESTR, from: String = "2023-04-04", to: String = "2028-04-04",
    spread: Double = 0,
    cap: Double? = nil, floor: Double? = nil, gearing: Double = 1
  ) throws -> FloatingNote {
    try FloatingNote(
      currency: .eur, datedDate: date(from), maturity: date(to),
      coupon: FloatingRate(index: index, spread: spread, gearing: gearing, cap: cap, floor: floor),
      frequency: .quarterly)
  }

  private func price(
    _ terms: [Instrument], _ measures: [Measure], snapshot: MarketSnapshot = Self.oneCurve(),
    marks: [Double?] = [], spread: Double? = nil, spreadCurve: String? = nil, scenarios: [Scenario] = [.base]
  ) throws -> [[Measure: Cell]] {
    let positions = terms.enumerated().map {
      Fixtures.position(
        $1, number: Int32($0), mark: marks.isEmpty ? nil : marks[$0], spread: spread, spreadCurve: spreadCurve
      )
    }
    return cells(
      try FloatingMarket.pricer(measures, scenarios, snapshot: snapshot).price(positions).results,
      positions: terms.count)
  }

  /// On the curve that projects it, a note that settles on a reset date is worth par, and its duration is the time to the day on
  /// which its rate is set: 0 from settlement.
  @Test func aNoteOnItsOwnCurveIsAtParOnAResetDate() throws {
    let cells = try price(
      [.floatingNote(Self.note())],
      [.presentValue, .cleanPrice, .accrued, .discountMargin, .zSpread, .effectiveDuration])[0]
    #expect(abs(cells[.cleanPrice]!.value! - 100) <= 1e-11)
    #expect(cells[.accrued]!.value! == 0)
    #expect(abs(cells[.discountMargin]!.value!) <= 1e-9)
    #expect(cells[.zSpread]!.value! == 0)
    // Four days to the first reset, at Act/365F.
    #expect(abs(cells[.effectiveDuration]!.value! - 4.0 / 365) <= 1e-12)
  }

  /// A note that pays a margin and is marked at par has that margin as its discount margin.
  @Test func theDiscountMarginAtParIsTheMargin() throws {
    for margin in [-0.002, 0.0, 0.0085, 0.04] {
      for index in [RateIndexID.eurESTR, .eurEuribor3M] {
        let cells = try price(
          [.floatingNote(Self.note(index, spread: margin))], [.discountMargin, .cleanPrice], marks: [100])[0]
        #expect(abs(cells[.cleanPrice]!.value! - 100) <= 1e-10)
        // The days of Euribor's deposits are not quite those of its coupons.
        let tolerance = index == .eurESTR ? 1e-8 : 2.0
        #expect(abs(cells[.discountMargin]!.value! - margin * 1e4) <= tolerance, "\(margin) \(index)")
      }
    }
  }

  /// A mark is met, by an issue spread that is the Z-spread; over a spread curve the Z-spread is the whole of both.
  @Test func marksAreMet() throws {
    for curve in [nil, "EUR.BANK"] {
      let note = try Self.note(.eurEuribor3M, from: "2021-06-15", to: "2029-06-15", spread: 0.006)
      let cells = try price(
        [.floatingNote(note)], [.cleanPrice, .dirtyPrice, .accrued, .zSpread, .presentValue], marks: [97.25],
        spreadCurve: curve)[0]
      #expect(abs(cells[.cleanPrice]!.value! - 97.25) <= 1e-10)
      let again = try price(
        [.floatingNote(note)], [.presentValue], spread: cells[.zSpread]!.value!)[0]
      #expect(abs(again[.presentValue]!.value! - cells[.presentValue]!.value!) <= 1e-12)
    }
  }

  /// Receiving fixed and paying floating is a fixed bond less a floating note; two notes of two indices are a basis swap.
  @Test func swapsAreDifferencesOfNotes() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(70), Fixtures.parallel(-130)]
    let start = Self.date("2022-11-15")
    let end = Self.date("2031-11-17")
    func leg(_ rate: CouponLeg.Rate, _ frequency: Frequency, _ dayCount: DayCount) throws -> CouponLeg {
      try CouponLeg(
        currency: .eur, notional: 1e6, rate: rate, start: start, maturity: end, frequency: frequency,
        dayCount: dayCount, calendar: .target)
    }
    let fixed = try leg(.fixed(0.031), .annual, .thirtyE360)
    let three = try leg(.floating(FloatingRate(index: .eurEuribor3M, spread: 0.001)), .quarterly, .actual360)
    let six = try leg(.floating(FloatingRate(index: .eurEuribor6M)), .semiannual, .actual360)
    func swap(_ pay: CouponLeg, _ receive: CouponLeg) throws -> Instrument {
      .derivative(.swap(try InterestRateSwap(pay: pay, receive: receive, valueCurrency: .eur)))
    }
    func note(_ rate: FloatingRate, _ frequency: Frequency) throws -> Instrument {
      .floatingNote(
        try FloatingNote(
          currency: .eur, datedDate: start, maturity: end, coupon: rate, frequency: frequency))
    }
    let terms = [
      try swap(three, fixed), try swap(six, fixed), try swap(six, three), try swap(fixed, three),
      try note(FloatingRate(index: .eurEuribor3M, spread: 0.001), .quarterly),
      try note(FloatingRate(index: .eurEuribor6M), .semiannual),
      Instrument.fixedBond(
        try FixedBond(
          currency: .eur, datedDate: Self.date("2022-11-17"), maturity: Self.date("2031-11-17"),
          coupon: 0.031,
          frequency: .annual, convention: .eurobond)),
    ]
    let measures: [Measure] = [.presentValue, .dv01, .keyRateDV01]
    let block = try FloatingMarket.pricer(measures, scenarios).price(
      terms.enumerated().map { Fixtures.position($1, number: Int32($0), quantity: $0 < 4 ? 1 : 1e6) }
    ).results
    let rows = block.rows.count / terms.count
    for row in 0..<rows {
      for scenario in scenarios.indices {
        func number(_ position: Int) -> Double {
          block.values[block.range(ofRow: position * rows + row).lowerBound + scenario]
        }
        #expect(abs(number(0) + number(2) - number(1)) <= 1e-8, "basis swaps add up")
        #expect(abs(number(0) + number(3)) <= 1e-8, "the other side")
        #expect(abs(number(2) - (number(4) - number(5))) <= 1e-8, "a basis swap is two notes")
      }
    }
    // The bond's first coupon accrues from two days later and moves less with holidays: a coupon's few days of 3.1%.
    let bond = block.values[block.range(ofRow: 6 * rows).lowerBound]
    let floater = block.values[block.range(ofRow: 4 * rows).lowerBound]
    #expect(abs(block.values[block.range(ofRow: 0).lowerBound] - (bond - floater)) <= 600)
  }

  /// Notional that is reset costs nothing: such a swap of overnight rates on their own curves is worth its running period alone.
  @Test func aResettingSwapOnItsOwnCurvesIsWorthNothingAtTheStart() throws {
    func leg(_ currency: Currency, _ index: RateIndexID, _ notional: Double, _ calendar: CalendarID) throws
      -> CouponLeg
    {
      try CouponLeg(
        currency: currency, notional: notional, rate: .floating(FloatingRate(index: index)),
        start: Self.date("2023-04-04"), maturity: Self.date("2033-04-04"), frequency: .quarterly,
        dayCount: .actual360, calendar: calendar)
    }
    let swap = try InterestRateSwap(
      pay: leg(.usd, .usdSOFR, 1.0875e6, .usSOFR), receive: leg(.eur, .eurESTR, 1e6, .target),
      notionalReset: .pay, valueCurrency: .eur)
    let cells = try price([.derivative(.swap(swap))], [.presentValue])[0]
    // Each leg is worth nothing on its own; 1e6 of notional in 80 payments.
    #expect(abs(cells[.presentValue]!.value!) <= 1e-7)
  }

  /// Explained payments add up to the value, in every scenario, for notes with spreads and swaps of every kind.
  @Test func flowValuesAddUpToTheValue() throws {
    let golden =
      try FloatingGolden.load("floating_notes.json").prefix(60)
      + FloatingGolden.load("swaps.json").prefix(120)
    let scenarios = [Scenario.base, Fixtures.parallel(85)]
    let pricer = try FloatingMarket.pricer([.presentValue], scenarios)
    for (number, golden) in golden.enumerated() {
      let position = Fixtures.position(try golden.terms(), quantity: 3, spread: number < 60 ? 25 : nil)
      let values = pricer.price([position]).results.values
      for scenario in 0...1 {
        let flows = try pricer.flowValues(position, scenario: scenario).get()
        let sum = flows.flows.reduce(0) { $0 + $1.presentValue }
        let size = flows.flows.reduce(0) { $0 + abs($1.presentValue) }
        #expect(abs(sum - values[scenario]) <= 1e-12 * max(1, size), "\(golden.name)")
      }
    }
  }

  /// The flows that are stored are those projected on the base market.
  @Test func storedFlowsAreThoseOfTheBaseMarket() throws {
    let golden = try FloatingGolden.load("swaps.json").prefix(40)
    let pricer = try FloatingMarket.pricer([.presentValue, .cashFlows])
    let positions = try golden.enumerated().map { Fixtures.position(try $1.terms(), number: Int32($0)) }
    let columns = pricer.price(positions).cashFlows
    #expect(columns.contractCount == golden.count)
    for (place, position) in positions.enumerated() {
      let flows = try pricer.flowValues(position, scenario: 0).get().flows
      #expect(columns.flows(of: place).count == flows.count)
      for (flow, explained) in zip(columns.flows(of: place), flows) {
        #expect(columns.total(flow) == explained.amount)
        #expect(columns.payDays[flow] == explained.payDate.dayNumber)
      }
      // Terms alone know the same days.
      var dated = CashFlowColumns()
      CashFlowGenerator.append(position.instrument.terms, after: Self.day, to: &dated)
      #expect(dated.payDays.sorted() == Array(columns.payDays[columns.flows(of: place)]))
    }
  }

  /// A cell does not depend on its neighbours in the batch, nor on the size of blocks.
  @Test func cellsDoNotDependOnTheBatch() throws {
    let golden = try FloatingGolden.load("swaps.json") + FloatingGolden.load("floating_notes.json").prefix(40)
    let pricer = try FloatingMarket.pricer([.presentValue, .dv01], [.base, Fixtures.parallel(33)])
    let positions = try golden.enumerated().map { Fixtures.position(try $1.terms(), number: Int32($0)) }
    let together = pricer.price(positions).results
    for number in stride(from: 0, to: positions.count, by: 37) {
      let alone = pricer.price([positions[number]]).results
      let first = together.rows.firstIndex { $0.positionNumber == Int32(number) }!
      for row in alone.rows.indices {
        #expect(
          Array(alone.values[alone.range(ofRow: row)])
            == Array(together.values[together.range(ofRow: first + row)]))
      }
    }
  }

  /// Fixed and then floating is a fixed annuity, floating coupons that begin later, and face at the end.
  @Test func aNoteThatFloatsLaterIsTheSumOfItsParts() throws {
    let (start, turn, end) = (Self.date("2022-06-15"), Self.date("2025-06-15"), Self.date("2029-06-15"))
    let rate = try FloatingRate(index: .eurESTR, spread: 0.004)
    func received(_ rate: CouponLeg.Rate, _ start: CivilDate, _ end: CivilDate) throws -> Instrument {
      func leg(_ rate: CouponLeg.Rate) throws -> CouponLeg {
        try CouponLeg(
          currency: .eur, rate: rate, start: start, maturity: end, frequency: .quarterly,
          dayCount: .actual360,
          calendar: .target)
      }
      return .derivative(
        .swap(try InterestRateSwap(pay: leg(.fixed(0)), receive: leg(rate), valueCurrency: .eur)))
    }
    let note = try FloatingNote(
      currency: .eur, datedDate: start, maturity: end, coupon: rate, frequency: .quarterly,
      fixedStart: FixedStart(rate: 0.035, floatingFrom: turn))
    let face = try FixedBond(
      currency: .eur, datedDate: Self.day, maturity: end, coupon: 0, frequency: .once, convention: .eurobond)
    let found = try price(
      [
        .floatingNote(note), received(.fixed(0.035), start, turn), received(.floating(rate), turn, end),
        .fixedBond(face),
      ], [.presentValue, .discountMargin])
    let values = found.map { $0[.presentValue]!.value! }
    #expect(abs(values[0] - (values[1] + values[2] + values[3])) <= 1e-13)
    #expect(found[0][.discountMargin]?.value != nil)
  }

  // MARK: What is missing

  @Test func whatTheMarketLacksIsNamed() throws {
    let running = try Self.note(.eurEuribor3M, from: "2021-06-15", to: "2029-06-15")
    func reason(_ terms: Instrument, _ snapshot: MarketSnapshot) throws -> Reason? {
      try price([terms], [.presentValue], snapshot: snapshot)[0][.presentValue]?.reason
    }
    #expect(
      try reason(.floatingNote(running), FloatingMarket.snapshot(fixings: false))
        == Reason(.missingData, "fixing of EUR-EURIBOR-3M on 2023-03-13"))
    #expect(
      try reason(.floatingNote(running), FloatingMarket.snapshot(without: .eurEuribor3M))?.code
        == .missingData)
    #expect(
      try reason(.floatingNote(Self.note(.eurEuribor6M)), FloatingMarket.snapshot(without: .eurEuribor6M))
        == Reason(.missingData, "index curve for EUR-EURIBOR-6M"))
    let capped = try reason(.floatingNote(Self.note(cap: 0.05)), FloatingMarket.snapshot())
    #expect(capped == Reason(.missingData, "volatilities of caps in EUR"))
  }

  /// With its last rate set a cap is a number: 2.76% and 10 bp are above 2.5%.
  @Test func aCapOnARateThatIsSetIsIntrinsic() throws {
    func value(cap: Double?, floor: Double?) throws -> Double {
      try price(
        [
          .floatingNote(
            Self.note(
              .eurEuribor3M, from: "2023-03-15", to: "2023-06-15", spread: 0.001, cap: cap, floor: floor))
        ], [.presentValue])[0][.presentValue]!.value!
    }
    let free = try value(cap: nil, floor: nil)
    let years = 92.0 / 360
    let discount = try price(
      [
        .fixedBond(
          FixedBond(
            currency: .eur, datedDate: Self.day, maturity: Self.date("2023-06-15"), coupon: 0,
            frequency: .once,
            convention: .eurobond))
      ], [.presentValue])[0][.presentValue]!.value!
    #expect(abs(try value(cap: 0.025, floor: nil) - discount * (1 + 0.025 * years)) <= 1e-14)
    #expect(abs(try value(cap: nil, floor: 0.04) - discount * (1 + 0.04 * years)) <= 1e-14)
    #expect(abs(try value(cap: 0.06, floor: 0) - free) <= 1e-14)
  }

  /// Once its last payment is made a note or swap is worth nothing.
  @Test func whatIsPaidIsWorthNothing() throws {
    let note = try Self.note(.eurESTR, from: "2020-03-31", to: "2023-03-31")
    let swap = try InterestRateSwap(
      pay: CouponLeg(
        currency: .eur, notional: 1, rate: .fixed(0.01), start: Self.date("2020-03-31"),
        maturity: Self.date("2023-03-31"), frequency: .annual, dayCount: .actual360, calendar: .target),
      receive: note.leg, valueCurrency: .eur)
    let found = try price(
      [.floatingNote(note), .derivative(.swap(swap))], [.presentValue, .dv01, .yield, .accrued])
    for cells in found {
      #expect(cells[.presentValue] == .value(0) && cells[.dv01] == .value(0))
      #expect(
        cells[.yield]?.reason?.code == .notApplicable && cells[.accrued]?.reason?.code == .notApplicable)
    }
  }

  // MARK: Published values and closed forms

  private static func flat(
    _ valuation: String, _ rate: Double, _ index: RateIndexID, fixings: [IndexFixing] = []
  )
    -> MarketSnapshot
  {
    MarketSnapshot(
      valuationDate: date(valuation), source: "flat", builtAt: "\(valuation)T00:00:00Z",
      curves: [
        CurveQuotes(
          id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: rate)], source: "flat")
      ],
      discountCurves: ["EUR": "EUR"], fxBase: .eur, indexCurves: [index.rawValue: "EUR"],
      fixings: [index.rawValue: fixings])
  }

  /// QuantLib 1.44, test-suite/swap.cpp, testCachedValue with indexed coupons: pays 6% annually, 30/360, and receives Euribor 6M
  /// and 10 bp for ten years from 19 June 2002, flat 5%. Its first rate is not yet published there: it is given here.
  @Test func aSwapHasQuantLibsCachedValue() throws {
    let start = Self.date("2002-06-19")
    let end = Self.date("2012-06-19")
    let first = (exp(0.05 * 183 / 365) - 1) / (183.0 / 360)
    let snapshot = Self.flat(
      "2002-06-19", 0.05, .eurEuribor6M, fixings: [IndexFixing(date: Self.date("2002-06-17"), rate: first)])
    let swap = try InterestRateSwap(
      pay: CouponLeg(
        currency: .eur, notional: 100, rate: .fixed(0.06), start: start, maturity: end, frequency: .annual,
        dayCount: .thirty360BondBasis, calendar: .target, accrualConvention: .unadjusted),
      receive: CouponLeg(
        currency: .eur, notional: 100, rate: .floating(FloatingRate(index: .eurEuribor6M, spread: 0.001)),
        start: start, maturity: end, frequency: .semiannual, dayCount: .actual360, calendar: .target),
      valueCurrency: .eur)
    let value = try price([.derivative(.swap(swap))], [.presentValue], snapshot: snapshot)[0]
    #expect(abs(value[.presentValue]!.value! + 5.872342992212) <= 1e-11)
  }

  /// QuantLib 1.44, test-suite/overnightindexedswap.cpp, testCachedValue: one year from 9 February 2009, flat 5% continuous on
  /// Act/360.
  @Test func anOvernightSwapHasQuantLibsCachedValue() throws {
    let start = Self.date("2009-02-09")
    let end = Self.date("2010-02-09")
    func leg(_ rate: CouponLeg.Rate) throws -> CouponLeg {
      try CouponLeg(
        currency: .eur, notional: 100, rate: rate, start: start, maturity: end, frequency: .annual,
        dayCount: .actual360, calendar: .target)
    }
    let swap = try InterestRateSwap(
      pay: leg(.fixed(exp(0.05) - 1)), receive: leg(.floating(FloatingRate(index: .eurESTR))),
      valueCurrency: .eur)
    let value = try price(
      [.derivative(.swap(swap))], [.presentValue],
      snapshot: Self.flat("2009-02-09", 0.05 * 365 / 360, .eurESTR))[0]
    #expect(abs(value[.presentValue]!.value! - 0.001730450147) <= 1e-11)
  }

  /// Receiving 6% against an overnight rate on the curve that discounts: an annuity less what notional loses.
  @Test func aSwapOnOneCurveIsItsClosedForm() throws {
    let snapshot = Self.oneCurve()
    let start = Self.date("2023-04-04")
    let end = Self.date("2033-04-04")
    let fixed = try CouponLeg(
      currency: .eur, notional: 100, rate: .fixed(0.06), start: start, maturity: end, frequency: .annual,
      dayCount: .thirtyE360, calendar: .target)
    let floating = try CouponLeg(
      currency: .eur, notional: 100, rate: .floating(FloatingRate(index: .eurESTR)), start: start,
      maturity: end,
      frequency: .semiannual, dayCount: .actual360, calendar: .target)
    let swap = try InterestRateSwap(pay: floating, receive: fixed, valueCurrency: .eur)
    let value = try price([.derivative(.swap(swap))], [.presentValue])[0][.presentValue]!.value!
    let markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: .eur)
    let calendar = BusinessCalendar(.target)
    let days = (0...10).map { calendar.adjust(start.adding(months: 12 * $0), .modifiedFollowing) }
    let table = try markets.discountTable(
      currency: .eur, spreadCurve: nil, years: days.map { Double($0 - Self.day) / 365 })
    func discount(_ place: Int) -> Double { table[place * markets.rowStride] }
    var expected = -(discount(0) - discount(10)) * 100
    for place in 1...10 {
      expected +=
        6 * DayCount.thirtyE360.yearFraction(from: days[place - 1], to: days[place]) * discount(place)
    }
    #expect(abs(value - expected) <= 1e-11)
  }
}
