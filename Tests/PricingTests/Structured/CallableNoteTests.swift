import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Structured notes that the issuer may call.
@Suite struct CallableNoteTests {
  private typealias Market = StructuredMarket

  /// Callable notes of one fixed rate on the lattice of callable bonds.
  private static func pair(noticeDays: Int = 0) throws -> (simulated: Instrument, lattice: Instrument) {
    let calls = (2025...2032).map { ExercisePrice(date: Market.date("\($0)-04-28"), price: 100) }
    let note = try StructuredNote(
      currency: .eur, datedDate: Market.date("2022-04-28"), maturity: Market.date("2033-04-28"),
      coupon: .index(FloatingRate(index: .eurEuribor12M, cap: 0.035, floor: 0.035)), frequency: .annual,
      dayCount: .thirtyE360, accrualConvention: .unadjusted, paymentConvention: .following, calls: calls,
      noticeDays: noticeDays)
    let bond = try FixedBond(
      currency: .eur, datedDate: note.leg.start, maturity: note.leg.maturity, coupon: 0.035,
      frequency: .annual, convention: .eurobond, dayCount: .thirtyE360, endOfMonth: false)
    return (
      .structuredNote(note),
      .callableBond(try CallableBond(bond: bond, calls: calls, noticeDays: noticeDays))
    )
  }

  private static func snapshot() -> MarketSnapshot {
    let full = Market.snapshot()
    return MarketSnapshot(
      valuationDate: full.valuationDate, source: "test", builtAt: full.builtAt, curves: full.curves,
      spreadCurves: full.spreadCurves, discountCurves: full.discountCurves, fxRates: full.fxRates,
      fxBase: .eur, shortRateModels: full.shortRateModels,
      indexCurves: full.indexCurves.merging(["EUR-EURIBOR-12M": "EUR"]) { $1 },
      fixings: ["EUR-EURIBOR-12M": [IndexFixing(date: Market.date("2022-04-26"), rate: 0.01)]])
  }

  /// With a fixed rate it is the callable bond on its lattice: the value within three standard errors and what both methods leave
  /// (the lattice's steps 1e-3, the regression below), never less but for chance; the spread within 1 bp.
  @Test(arguments: [0, 30], [nil, 96.0, 101.0])
  func aFixedNoteIsTheCallableBond(noticeDays: Int, mark: Double?) throws {
    let (simulated, lattice) = try Self.pair(noticeDays: noticeDays)
    let scenarios = [.base, Fixtures.parallel(100), Fixtures.parallel(-100)]
    let note = try Market.price(simulated, mark: mark, scenarios: scenarios, snapshot: Self.snapshot())
    let bond = try Market.price(lattice, mark: mark, scenarios: scenarios, snapshot: Self.snapshot())
    for scenario in scenarios.indices {
      let value = try Market.number(note, .presentValue, scenario: scenario)
      let expected = try Market.number(bond, .presentValue, scenario: scenario)
      let error = try Market.number(note, .simulationError, scenario: scenario)
      #expect(error < 0.02)
      #expect(abs(value - expected) <= 3 * error + 0.01, "\(scenario) \(value) \(expected) \(error)")
    }
    for (measure, tolerance) in [
      (.optionAdjustedSpread, 1), (.dv01, 1.5e-3), (.effectiveDuration, 0.15), (.effectiveConvexity, 20),
      (.accrued, 1e-12),
    ] as [(Measure, Double)] {
      let (value, expected) = try (Market.number(note, measure), Market.number(bond, measure))
      #expect(abs(value - expected) <= tolerance, "\(measure) \(value) \(expected)")
    }
  }

  @Test func aCallIsPaidForByTheIssuer() throws {
    let straight = try Market.price(.structuredNote(Market.note(gearing: -2, margin: 0.09, floor: 0.01)))
    let called = try Market.price(
      .structuredNote(Market.note(gearing: -2, margin: 0.09, floor: 0.01, calls: 2025...2032)))
    let value = try Market.number(called, .presentValue)
    #expect(try value < Market.number(straight, .presentValue) - 0.1)
    #expect(try Market.number(called, .weightedAverageLife) < Market.number(straight, .weightedAverageLife))
    #expect(try Market.number(called, .effectiveConvexity) < 0)
  }

  /// A call far above what the note is ever worth changes nothing; one far below ends it on the first day.
  @Test func callsThatAreClearCut() throws {
    let straight = try Market.price(.structuredNote(Market.note(floor: 0.01)))
    let never = try Market.price(
      .structuredNote(Market.note(floor: 0.01, calls: 2025...2032, callPrice: 900)))
    let errors = try Market.number(straight, .simulationError) + Market.number(never, .simulationError)
    let difference = try Market.number(straight, .presentValue) - Market.number(never, .presentValue)
    #expect(abs(difference) <= 3 * errors)
    #expect(
      try Market.number(straight, .weightedAverageLife) == Market.number(never, .weightedAverageLife))
    let atOnce = try Market.price(
      .structuredNote(Market.note(floor: 0.04, calls: 2025...2032, callPrice: 20)))
    let flows = atOnce.cashFlows
    let principal = flows.principal.indices.filter { flows.principal[$0] != 0 }
    #expect(principal.map { flows.payDays[$0] } == [Market.date("2025-04-28").dayNumber])
    #expect(abs(flows.principal[principal[0]] - 0.2) <= 1e-12)
  }

  @Test(arguments: [85.0, 95, 99.5])
  func theSpreadGivesTheMark(mark: Double) throws {
    let note = Instrument.structuredNote(
      try Market.note(gearing: -2, margin: 0.09, floor: 0, calls: 2025...2032))
    let batch = try Market.price(note, mark: mark, spreadCurve: "EUR.BANK")
    #expect(try abs(Market.number(batch, .cleanPrice) - mark) <= 1e-9)
    let alone = try Market.price(note, mark: mark)
    #expect(try abs(Market.number(alone, .cleanPrice) - mark) <= 1e-9)
    // Its spread again gives the mark again, but for paths on which the calls are nearly worth the same.
    let spread = try Market.number(alone, .optionAdjustedSpread)
    #expect(try abs(Market.number(Market.price(note, spread: spread), .cleanPrice) - mark) <= 1e-3)
  }

  @Test func expectedPaymentsAddUpToTheValue() throws {
    let position = Fixtures.position(
      .structuredNote(try Market.note(gearing: -2, margin: 0.09, floor: 0, calls: 2025...2032)),
      quantity: 1_000, mark: 95, spreadCurve: "EUR.BANK")
    let pricer = try Market.pricer([.presentValue], [.base, Fixtures.parallel(50)])
    let values = pricer.price([position]).results.values
    for scenario in 0...1 {
      let flows = try pricer.flowValues(position, scenario: scenario).get()
      let sum = flows.flows.reduce(0) { $0 + $1.presentValue }
      #expect(abs(sum - values[scenario]) <= 1e-9)
    }
    let spreads = pricer.issueSpreads([position])
    #expect(try spreads[0] == pricer.flowValues(position, scenario: 0).get().issueSpread)
  }

  /// Short is the other side.
  @Test func signsFollowTheQuantity() throws {
    let note = Instrument.structuredNote(try Market.note(floor: 0, calls: 2025...2032))
    let measures: [Measure] = [.presentValue, .dv01, .cs01, .simulationError, .effectiveDuration]
    let long = try Market.price(note, measures: measures)
    let short = try Market.price(note, quantity: -100, measures: measures)
    for measure in [Measure.presentValue, .dv01, .cs01] {
      #expect(try Market.number(long, measure) == -Market.number(short, measure))
    }
    for measure in [Measure.simulationError, .effectiveDuration] {
      #expect(try Market.number(long, measure) == Market.number(short, measure))
    }
  }

  /// The same bits whatever else is priced, in whichever order, and under whichever other scenarios.
  @Test func neighboursChangeNoBit() throws {
    let notes = try [
      Market.note(floor: 0, calls: 2025...2032), Market.note(gearing: -2, margin: 0.1, cap: 0.07),
      Market.note(gearing: -2, margin: 0.09, floor: 0, to: "2030-04-28", calls: 2026...2029, noticeDays: 15),
    ]
    let scenarios = [.base, Fixtures.parallel(50), Fixtures.parallel(-50)]
    func positions(_ order: [Int]) -> [PositionToPrice] {
      order.enumerated().map {
        Fixtures.position(.structuredNote(notes[$1]), number: Int32($0), quantity: 10, mark: 95 + Double($1))
      }
    }
    func row(_ block: ResultBlock, _ position: Int, _ scenario: Int) -> [Double] {
      block.rows.indices.filter { block.rows[$0].positionNumber == position }.map {
        block.values[block.range(ofRow: $0)][block.range(ofRow: $0).lowerBound + scenario]
      }
    }
    let measures: [Measure] = [.presentValue, .optionAdjustedSpread, .dv01, .simulationError]
    let pricer = try Market.pricer(measures, scenarios)
    let together = pricer.price(positions([0, 1, 2, 0])).results
    let otherwise = pricer.price(positions([2, 1, 0])).results
    let alone = pricer.price(positions([2])).results
    let downAlone = try Market.pricer(measures, [.base, scenarios[2]]).price(positions([2])).results
    #expect(row(together, 0, 1) == row(together, 3, 1))
    #expect(row(together, 0, 1) == row(otherwise, 2, 1))
    #expect(row(together, 2, 2) == row(otherwise, 0, 2))
    #expect(row(together, 2, 2) == row(alone, 0, 2))
    #expect(row(alone, 0, 2) == row(downAlone, 0, 1))
  }
}
