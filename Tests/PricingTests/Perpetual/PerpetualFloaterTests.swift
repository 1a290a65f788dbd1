import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Floating notes without maturity against very long notes, par, differences and notes that end at their calls.
@Suite struct PerpetualFloaterTests {
  private static let day = FloatingMarket.valuationDate
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private static func perpetual(
    _ rate: FloatingRate, from: String = "2021-06-15", frequency: Frequency? = nil,
    fixedStart: FixedStart? = nil, calls: [ExercisePrice] = [],
    valuation: PerpetualBond.Valuation = .perpetuity
  ) throws -> PerpetualFloater {
    try PerpetualFloater(
      currency: RateIndex.of(rate.index).currency, datedDate: date(from), coupon: rate, frequency: frequency,
      settlementDays: 1, fixedStart: fixedStart, calls: calls, valuation: valuation)
  }

  private static func note(_ perpetual: PerpetualFloater, to end: CivilDate, _ redemption: Double = 100)
    throws -> FloatingNote
  {
    try FloatingNote(
      currency: perpetual.leg.currency, datedDate: perpetual.leg.start, maturity: end,
      coupon: perpetual.coupon, frequency: perpetual.leg.frequency, redemption: redemption,
      settlementDays: 1, fixedStart: perpetual.leg.fixedStart)
  }

  private func block(
    _ terms: [Instrument], _ measures: [Measure], _ scenarios: [Scenario] = [.base], mark: Double? = nil,
    spread: Double? = nil, spreadCurve: String? = nil, snapshot: MarketSnapshot = VariableLoanMarket.snapshot
  ) throws -> ResultBlock {
    try VariableLoanMarket.pricer(measures, scenarios, snapshot: snapshot).price(
      terms.enumerated().map {
        Fixtures.position(
          $1, number: Int32($0), quantity: 3, mark: mark, spread: spread, spreadCurve: spreadCurve)
      }
    ).results
  }

  private func expectEqual(
    _ block: ResultBlock, scenarios: Int, _ name: String = "", within tolerance: (Measure) -> Double
  ) {
    let half = block.rows.count / 2
    for row in 0..<half {
      #expect(block.rows[row].measure == block.rows[row + half].measure)
      for scenario in 0..<scenarios {
        let (one, other) = (
          cell(block, row: row, scenario: scenario), cell(block, row: row + half, scenario: scenario)
        )
        guard let a = one.value, let b = other.value else {
          #expect(one == other, "\(name) \(block.rows[row])")
          continue
        }
        #expect(
          abs(a - b) <= tolerance(block.rows[row].measure) * max(1, abs(a)),
          "\(name) \(block.rows[row]): \(a) \(b)")
      }
    }
  }

  /// In every measure it is a note of 700 years, at rates at which what comes later is worth nothing; but for the single days by which
  /// later periods differ from the last that is listed.
  @Test(arguments: [nil, 93.5] as [Double?])
  func aPerpetualFloaterIsAVeryLongNote(mark: Double?) throws {
    let notes = [
      try Self.perpetual(FloatingRate(index: .usdTermSOFR3M, spread: 0.0125)),
      try Self.perpetual(
        FloatingRate(index: .usdSOFR, spread: 0.02, gearing: 1.5),
        frequency: .semiannual),
      try Self.perpetual(
        FloatingRate(index: .usdTermSOFR3M, spread: 0.03), frequency: .quarterly,
        fixedStart: FixedStart(rate: 0.0625, floatingFrom: Self.date("2031-06-15"))),
    ]
    let scenarios = [Scenario.base, Fixtures.parallel(90), Fixtures.parallel(-60)]
    for (number, note) in notes.enumerated() {
      for curve in [nil, "USD.LOANS"] {
        let measures = Measure.allCases.filter {
          $0 != .cashFlows && $0 != .yieldToCall
            && Instrument.perpetualFloater(note).reason(without: $0) == nil
        }
        let long = try Self.note(note, to: note.leg.start.adding(months: 12 * 700))
        let found = try block(
          [.perpetualFloater(note), .floatingNote(long)], measures, scenarios, mark: mark, spread: 150,
          spreadCurve: curve)
        expectEqual(found, scenarios: 3, "note \(number)") { measure in
          switch measure {
          // Differences of numbers that are as many times larger as the note is long.
          case .keyRateDuration: 3e-4
          case .effectiveConvexity: 3e-3
          default: 1e-4
          }
        }
      }
    }
  }

  /// On the curve that discounts it a note without margin is at par when its rate is set, for ever too, and rates do not move it after
  /// that.
  @Test func withoutMarginItIsAtPar() throws {
    let full = FloatingMarket.snapshot()
    let snapshot = MarketSnapshot(
      valuationDate: Self.day, source: "one curve", builtAt: full.builtAt, curves: full.curves,
      discountCurves: full.discountCurves, fxRates: full.fxRates, fxBase: .eur,
      indexCurves: ["EUR-ESTR": "EUR"])
    let note = try PerpetualFloater(
      currency: .eur, datedDate: Self.date("2023-04-04"), coupon: FloatingRate(index: .eurESTR),
      frequency: .quarterly)
    let found = try block(
      [.perpetualFloater(note)],
      [.cleanPrice, .accrued, .effectiveDuration, .discountMargin, .presentValue],
      [.base, Fixtures.parallel(75), Fixtures.parallel(-75)], snapshot: snapshot)
    for scenario in 0..<3 {
      let value = { (measure: Measure) in
        cell(found, row: found.rows.firstIndex { $0.measure == measure }!, scenario: scenario).value!
      }
      #expect(abs(value(.cleanPrice) - 100) <= 1e-10)
      #expect(value(.accrued) == 0)
      #expect(abs(value(.effectiveDuration) - 4.0 / 365) <= 1e-11)
      #expect(abs(value(.discountMargin)) <= 1e-8)
    }
  }

  /// A margin for ever is an annuity for ever: by hand on a flat curve, 1% a year paid quarterly.
  @Test func aMarginIsAnAnnuity() throws {
    let flat = CurveQuotes(
      id: "EUR", currency: .eur, kind: .zero(.continuous), interpolation: .linearZero,
      points: [CurvePoint(tenor: Tenor(1, .years), rate: 0.04)], source: "flat")
    let snapshot = MarketSnapshot(
      valuationDate: Self.day, source: "flat", builtAt: "2023-03-31T00:00:00Z", curves: [flat],
      discountCurves: ["EUR": "EUR"], fxRates: ["USD": 1.1], fxBase: .eur, indexCurves: ["EUR-ESTR": "EUR"])
    func note(_ margin: Double) throws -> Instrument {
      .perpetualFloater(
        try PerpetualFloater(
          currency: .eur, datedDate: Self.day, coupon: FloatingRate(index: .eurESTR, spread: margin),
          frequency: .quarterly, dayCount: .actual365Fixed, calendar: .weekendsOnly))
    }
    let found = cells(
      try block([note(0.01), note(0)], [.presentValue], spread: 80, snapshot: snapshot), positions: 2)
    let margin = (found[0][.presentValue]!.value! - found[1][.presentValue]!.value!) / 3
    // Days of 365.2425 a year in place of the calendar's.
    let length = 365.2425 / 365 / 4
    let expected = 0.01 * length / expm1(0.048 * length)
    #expect(abs(margin - expected) <= 1e-4 * expected, "\(margin), not \(expected)")
  }

  /// Small moves of all rates, and DV01 before and after them; key rates add up; a spread moves discounting alone.
  @Test func sensitivitiesAreDifferences() throws {
    let measures: [Measure] = [.presentValue, .effectiveConvexity, .dv01, .cs01, .keyRateDV01]
    let note = Instrument.perpetualFloater(
      try Self.perpetual(FloatingRate(index: .usdTermSOFR3M, spread: 0.0175)))
    var found = try block(
      [note], measures, [.base, Fixtures.parallel(0.1), Fixtures.parallel(-0.1)], spread: 60)
    var rows: [Measure: [[Double]]] = [:]
    for (row, content) in found.rows.enumerated() {
      rows[content.measure, default: []].append(Array(found.values[found.range(ofRow: row)]))
    }
    let (value, dv01) = (rows[.presentValue]![0], rows[.dv01]![0])
    #expect(abs((value[1] - value[2]) / 0.2 - dv01[0]) <= 1e-7 * abs(dv01[0]))
    let convexity = rows[.effectiveConvexity]![0][0] * value[0] * 1e-8
    #expect(abs((dv01[1] - dv01[2]) / 0.2 - convexity) <= 1e-6 * abs(convexity))
    #expect(abs(rows[.keyRateDV01]!.reduce(0) { $0 + $1[0] } - dv01[0]) <= 1e-12)
    func worth(spread: Double) throws -> Double {
      try block([note], [.presentValue], spread: spread).values[0]
    }
    let difference = try (worth(spread: 60.05) - worth(spread: 59.95)) / 0.1
    #expect(abs(difference - rows[.cs01]![0][0]) <= 1e-7 * abs(difference))
    // Convexity asked for alone is the same.
    found = try block([note], [.effectiveConvexity], spread: 60)
    #expect(found.values[0] == rows[.effectiveConvexity]![0][0])
  }

  /// Marks are met; explained payments, the last of them all that come later, add up to the value.
  @Test func marksAreMetAndPaymentsAddUp() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(-150)]
    let pricer = try VariableLoanMarket.pricer([.presentValue, .cleanPrice, .zSpread, .cashFlows], scenarios)
    for curve in [nil, "USD.LOANS"] {
      let terms = Instrument.perpetualFloater(
        try Self.perpetual(FloatingRate(index: .usdTermSOFR3M, spread: 0.0175)))
      let position = Fixtures.position(terms, quantity: 5, mark: 91.5, spreadCurve: curve)
      let batch = pricer.price([position])
      let found = cells(batch.results, positions: 1)[0]
      #expect(abs(found[.cleanPrice]!.value! - 91.5) <= 1e-10)
      let again = cells(
        try block([terms], [.presentValue], spread: found[.zSpread]!.value!), positions: 1)[0]
      #expect(abs(again[.presentValue]!.value! / 3 - found[.presentValue]!.value! / 5) <= 1e-12)
      for scenario in 0...1 {
        let flows = try pricer.flowValues(position, scenario: scenario).get().flows
        let sum = flows.reduce(0) { $0 + $1.presentValue }
        #expect(abs(sum - batch.results.values[scenario]) <= 1e-11)
        #expect(flows.count == batch.cashFlows.flowCount + 1)
      }
      #expect(batch.cashFlows.flowCount == 4 * PerpetualBond.listedYears + 1)
      #expect(batch.cashFlows.principal.allSatisfy { $0 == 0 })
      let spreads = pricer.issueSpreads([position])
      #expect(try pricer.flowValues(position, scenario: 0).get().issueSpread == spreads[0])
    }
  }

  /// Valued to its first call it is the note that ends there, fixed until then or not.
  @Test func aNoteToItsFirstCallEndsThere() throws {
    let call = ExercisePrice(date: Self.date("2027-06-15"), price: 101)
    for fixed in [nil, "2025-06-15", "2027-06-15"] {
      let start = fixed.map { FixedStart(rate: 0.05, floatingFrom: Self.date($0)) }
      let rate = try FloatingRate(index: .usdTermSOFR3M, spread: 0.02, floor: 0.01)
      let note = try Self.perpetual(
        rate, fixedStart: start, calls: [ExercisePrice(date: Self.date("2022-06-15"), price: 103), call],
        valuation: .firstCall)
      let ended: FloatingNote
      if fixed == "2027-06-15" {
        ended = note.note(calledOn: call)
        // All its coupons are fixed: 5% on the days of the quarters.
        let payments = ended.payments(after: Self.day)
        #expect(
          payments.allSatisfy {
            guard case .coupon(let coupon) = $0.amount else { return true }
            if case .fixed(let amount) = coupon.interest { return amount == 0.05 * coupon.years }
            return false
          })
      } else {
        ended = try Self.note(note, to: call.date, 101)
      }
      let measures = Measure.allCases.filter { $0 != .cashFlows }
      expectEqual(
        try block(
          [.perpetualFloater(note), .floatingNote(ended)], measures, mark: 99,
          snapshot: fixed == "2027-06-15" ? VariableLoanMarket.snapshot : Self.withCaps),
        scenarios: 1
      ) { _ in 0 }
    }
  }

  /// The market with volatilities of caps.
  private static let withCaps: MarketSnapshot = {
    let full = VariableLoanMarket.snapshot
    return MarketSnapshot(
      valuationDate: full.valuationDate, source: "test", builtAt: full.builtAt, curves: full.curves,
      spreadCurves: full.spreadCurves, discountCurves: full.discountCurves,
      volatilities: VolatilityQuotes(
        caps: [
          CapVolatilityQuotes(
            id: "USD.3M", currency: .usd, period: Tenor(3, .months), type: .normal,
            maturities: [Tenor(5, .years)], strikes: [0.03], volatilities: [[0.011]], source: "test")
        ]), fxRates: full.fxRates, fxBase: full.fxBase, indexCurves: full.indexCurves, fixings: full.fixings)
  }()

  /// A floor is worth something in all coupons, those after the last that is listed like that; vega is a difference of volatilities.
  @Test func floorsCountForEver() throws {
    let free = try Self.perpetual(FloatingRate(index: .usdTermSOFR3M, spread: 0.02))
    let floored = try Self.perpetual(FloatingRate(index: .usdTermSOFR3M, spread: 0.02, floor: 0.03))
    let scenarios = [
      Scenario.base,
      Scenario(id: "UP", shifts: [.volatility(SurfaceShift(move: .absolute(basisPoints: 0.1)))]),
      Scenario(id: "DOWN", shifts: [.volatility(SurfaceShift(move: .absolute(basisPoints: -0.1)))]),
    ]
    let found = try block(
      [.perpetualFloater(floored), .perpetualFloater(free)], [.presentValue, .vega], scenarios, spread: 90,
      snapshot: Self.withCaps)
    func rows(_ position: Int32, _ measure: Measure) -> [[Double]] {
      found.rows.indices.filter {
        found.rows[$0].positionNumber == position && found.rows[$0].measure == measure
      }.map { Array(found.values[found.range(ofRow: $0)]) }
    }
    let value = rows(0, .presentValue)[0]
    #expect(value[0] > rows(1, .presentValue)[0][0] + 0.01)
    let vega = rows(0, .vega).map { $0[0] }.reduce(0, +)
    // Vega is for a basis point of normal volatility; the move was a tenth of one each way.
    let difference = (value[1] - value[2]) / 0.2
    #expect(abs(vega - difference) <= 1e-5 * abs(difference), "\(vega), not \(difference)")
  }

  /// Above the call price the issuer is expected to call, below it not.
  @Test func theYieldToWorstIsThatOfTheCallAboveItsPrice() throws {
    let call = ExercisePrice(date: Self.date("2027-06-15"), price: 100)
    let rate = try FloatingRate(index: .usdTermSOFR3M, spread: 0.03)
    let note = Instrument.perpetualFloater(try Self.perpetual(rate, calls: [call]))
    let ended = Instrument.perpetualFloater(
      try Self.perpetual(rate, calls: [call], valuation: .firstCall))
    for (mark, isCalled) in [(108.0, true), (92.0, false)] {
      let found = cells(
        try block([note, ended], [.yield, .yieldToWorst, .yieldToCall], mark: mark), positions: 2)
      let worst = found[0][.yieldToWorst]!.value!
      #expect(abs(worst - found[isCalled ? 1 : 0][.yield]!.value!) <= 1e-10)
      #expect(worst <= found[0][.yield]!.value!)
      #expect(abs(found[0][.yieldToCall]!.value! - found[1][.yield]!.value!) <= 1e-10)
    }
    let without = cells(
      try block([.perpetualFloater(Self.perpetual(rate))], [.yieldToCall], mark: 99), positions: 1)[0]
    #expect(without[.yieldToCall]?.reason?.detail == "no call after settlement")
  }

  /// Where rates stay at or below 0 for ever there is no value.
  @Test func withoutInterestThereIsNoValue() throws {
    let note = Instrument.perpetualFloater(
      try Self.perpetual(FloatingRate(index: .usdTermSOFR3M, spread: 0.02)))
    let found = cells(try block([note], [.presentValue], [Fixtures.parallel(-400)]), positions: 1)[0]
    #expect(found[.presentValue]?.reason?.code == .calculationFailed)
  }

  @Test func termsThatAreNoNoteAreRefused() throws {
    func field(_ make: () throws -> PerpetualFloater) -> String? {
      do {
        _ = try make()
        return nil
      } catch {
        return (error as? TermsError)?.field
      }
    }
    let rate = try FloatingRate(index: .usdTermSOFR3M)
    #expect(field { try Self.perpetual(rate, frequency: .once) } == "frequency")
    #expect(field { try Self.perpetual(rate, valuation: .firstCall) } == "call_schedule")
    for days in [["2027-06-15", "2026-06-15"], ["2021-06-15"]] {
      #expect(
        field {
          try Self.perpetual(
            rate, calls: days.map { ExercisePrice(date: Self.date($0), price: 100) })
        } == "call_schedule")
    }
    #expect(
      field {
        try Self.perpetual(rate, calls: [ExercisePrice(date: Self.date("2027-06-15"), price: 0)])
      } == "call_schedule")
    #expect(
      field {
        try Self.perpetual(
          rate, fixedStart: FixedStart(rate: 5, floatingFrom: Self.date("2027-06-15")))
      } == "coupon")
  }
}
