import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Bermudan swaptions against QuantLib 1.44, European options and bumped markets.
@Suite struct BermudanSwaptionTests {
  /// A case of the file written by `Tools/goldens/bermudans.py`.
  private struct Golden: Decodable {
    let isPayer: Bool
    let rate: Double
    let start: CivilDate
    let maturity: CivilDate
    let exerciseDates: [CivilDate]
    let value: Double
  }

  private static let golden: [Golden] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/bermudans.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try! decoder.decode([Golden].self, from: Data(contentsOf: file))
  }()

  private static func swap(
    _ golden: Golden, rate: Double? = nil, isPayer: Bool? = nil, steps: [NotionalStep] = []
  ) throws -> InterestRateSwap {
    let fixed = try CouponLeg(
      currency: .eur, notional: 1e6, rate: .fixed(rate ?? golden.rate), start: golden.start,
      maturity: golden.maturity, frequency: .annual, dayCount: .thirty360BondBasis, calendar: .target,
      endOfMonth: false, notionalSteps: steps)
    let floating = try CouponLeg(
      currency: .eur, notional: 1e6, rate: .floating(FloatingRate(index: .eurEuribor6M)),
      start: golden.start, maturity: golden.maturity, frequency: .semiannual, dayCount: .actual360,
      calendar: .target, endOfMonth: false, notionalSteps: steps)
    return isPayer ?? golden.isPayer
      ? try InterestRateSwap(pay: fixed, receive: floating, valueCurrency: .eur)
      : try InterestRateSwap(pay: floating, receive: fixed, valueCurrency: .eur)
  }

  private static func terms(_ golden: Golden, dates: [CivilDate]? = nil) throws -> Instrument {
    .derivative(.swaption(try Swaption(swap(golden), exerciseDates: dates ?? golden.exerciseDates)))
  }

  /// The usual market, the index on the discount curve where `isSingle`.
  private static func pricer(
    _ measures: [Measure], _ scenarios: [Scenario] = [.base], isSingle: Bool = true,
    volatility: Double = 0.0095
  ) throws -> BatchPricer {
    let market = FloatingMarket.usual
    let snapshot = MarketSnapshot(
      valuationDate: market.valuationDate, source: market.source, builtAt: market.builtAt,
      curves: market.curves, discountCurves: market.discountCurves, fxRates: market.fxRates,
      fxBase: market.fxBase,
      shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: volatility)],
      indexCurves: isSingle ? ["EUR-EURIBOR-6M": "EUR"] : market.indexCurves, fixings: market.fixings)
    return try FloatingMarket.pricer(measures, scenarios, snapshot: snapshot)
  }

  private static func values(_ terms: [Instrument], _ pricer: BatchPricer) -> [Double] {
    pricer.price(terms.enumerated().map { Fixtures.position($1, number: Int32($0)) }).results.values
  }

  /// Closed forms and lattices of 1,500 steps: 1e-4 of the notional, of which most is how far the steps overstate rates' moves.
  @Test func equalsQuantLib() throws {
    #expect(Self.golden.count == 60)
    let found = Self.values(try Self.golden.map { try Self.terms($0) }, try Self.pricer([.presentValue]))
    for (golden, value) in zip(Self.golden, found) {
      #expect(
        abs(value - golden.value) <= 1e-4 * 1e6, "\(golden): \(value), off by \(value - golden.value)")
    }
  }

  /// More days of exercise are worth more; all of them more than the dearest alone; none more than without volatility the best swap.
  @Test func daysOfExerciseAddValue() throws {
    for golden in Self.golden.filter({ (4...7).contains($0.exerciseDates.count) }).prefix(2) {
      let singles = try golden.exerciseDates.map { try Self.terms(golden, dates: [$0]) }
      let nested = try (1...golden.exerciseDates.count).map {
        try Self.terms(golden, dates: Array(golden.exerciseDates.prefix($0)))
      }
      for isSingle in [true, false] {
        let pricer = try Self.pricer([.presentValue], isSingle: isSingle)
        let (alone, together) = (Self.values(singles, pricer), Self.values(nested, pricer))
        // Grids differ from one option to the next.
        for (fewer, more) in zip(together, together.dropFirst()) { #expect(more >= fewer - 5) }
        #expect(together[together.count - 1] >= alone.max()! - 5)
        let none = try Self.pricer([.presentValue], isSingle: isSingle, volatility: 0)
        let sure = Self.values(
          [nested[nested.count - 1]] + [try Self.terms(golden, dates: [golden.start])], none)
        let whole = Self.values([.derivative(.swap(try Self.swap(golden)))], none)[0]
        // Without volatility an option on the whole swap is the swap, or nothing.
        #expect(abs(sure[1] - max(0, whole)) <= 1e-8 * 1e6, "\(sure[1]), \(whole)")
        #expect(sure[0] >= sure[1] - 1e-6)
      }
    }
  }

  /// Payer less receiver of one day is the swap, whatever the notional and the basis between index and discounting.
  @Test func payerLessReceiverIsTheSwap() throws {
    let pricer = try Self.pricer([.presentValue, .dv01], isSingle: false)
    for golden in Self.golden.prefix(5) {
      let steps = [NotionalStep(date: golden.start.adding(months: 12), factor: 0.6)]
      func option(_ isPayer: Bool) throws -> Instrument {
        .derivative(
          .swaption(
            try Swaption(
              Self.swap(golden, isPayer: isPayer, steps: steps), exerciseDates: [golden.start])))
      }
      let values = Self.values(
        [
          try option(true), try option(false),
          .derivative(.swap(try Self.swap(golden, isPayer: true, steps: steps))),
        ], pricer)
      #expect(abs(values[0] - values[2] - values[4]) <= 1e-9 * 1e6)
      #expect(abs(values[1] - values[3] - values[5]) <= 1e-9 * 1e6)
    }
  }

  /// Central differences of revaluations: the policy is the best, so its change adds nothing. 1e-4 of DV01, as the value has kinks
  /// where a node changes sides.
  @Test func sensitivitiesAreThoseOfBumpedMarkets() throws {
    func moved(_ size: Double, _ curves: [String]) -> Scenario {
      Scenario(
        id: "\(curves) \(size)",
        shifts: [.rates(RateShift(curves: curves, shape: .parallel(basisPoints: size)))])
    }
    let scenarios = [Scenario.base, moved(0.5, []), moved(-0.5, [])]
    let pricer = try Self.pricer([.presentValue, .dv01, .keyRateDV01], scenarios, isSingle: false)
    for golden in Self.golden.filter({ (2...7).contains($0.exerciseDates.count) }).prefix(4) {
      let block = pricer.price([Fixtures.position(try Self.terms(golden), quantity: -2)]).results
      func values(_ row: Int) -> ArraySlice<Double> { block.values[block.range(ofRow: row)] }
      let value = Array(values(0))
      let dv01 = values(1).first!
      #expect(abs(value[1] - value[2] - dv01) <= 1e-4 * abs(dv01) + 1e-3, "\(golden): \(dv01)")
      let keys = (2..<block.rows.count).reduce(0) { $0 + values($1).first! }
      #expect(abs(keys - dv01) <= 1e-9 * abs(dv01) + 1e-9)
      // Scenario by scenario the first derivative is that of the scenario's own market.
      #expect(Set(values(1)).count == 3)
    }
  }

  @Test func whatIsWrongOrMissingIsNamed() throws {
    let golden = try #require(Self.golden.first { $0.exerciseDates.count > 3 })
    func fault(_ dates: [CivilDate]) -> TermsError? {
      #expect(throws: TermsError.self) { try Swaption(Self.swap(golden), exerciseDates: dates) }
    }
    #expect(fault([])?.field == "exercise_dates")
    #expect(fault([golden.maturity.adding(days: 1)])?.field == "exercise_dates")
    #expect(fault(golden.exerciseDates.reversed())?.field == "exercise_dates")
    // Between the days on which the fixed leg's periods begin the floating leg's do alone.
    #expect(fault([golden.start.adding(months: 5)])?.field == "exercise_dates")
    let block = try FloatingMarket.pricer([.presentValue, .vega]).price([
      Fixtures.position(try Self.terms(golden))
    ]).results
    #expect(block.gaps.first?.reason == Reason(.missingData, "short-rate model for EUR"))
  }

  /// For +1 bp of the model's volatility: the slope of values under other models. With one day of exercise payer less receiver is the swap,
  /// which has none.
  @Test func vegaIsTheSlopeInTheModelsVolatility() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(40)]
    for golden in Self.golden.filter({ (2...7).contains($0.exerciseDates.count) }).prefix(3) {
      let terms = try Self.terms(golden)
      let block = try Self.pricer([.vega], scenarios).price([Fixtures.position(terms, quantity: -2)]).results
      #expect(block.rows.map(\.factor) == ["EUR.HULL_WHITE"] && block.gaps.isEmpty)
      func values(_ volatility: Double) throws -> [Double] {
        try Self.pricer([.presentValue], scenarios, volatility: volatility)
          .price([Fixtures.position(terms, quantity: -2)]).results.values
      }
      let (up, down) = (try values(0.0095 + 15e-4), try values(0.0095 - 15e-4))
      for scenario in scenarios.indices {
        let slope = (up[scenario] - down[scenario]) / 30
        let vega = block.values[scenario]
        #expect(vega < 0 && abs(vega - slope) <= 5e-3 * abs(slope), "\(golden): \(vega), not \(slope)")
      }
      func single(_ isPayer: Bool) throws -> Instrument {
        .derivative(
          .swaption(
            try Swaption(Self.swap(golden, isPayer: isPayer), exerciseDates: [golden.exerciseDates[0]])))
      }
      let sides = Self.values([try single(true), try single(false)], try Self.pricer([.vega]))
      #expect(abs(sides[0] - sides[1]) <= 1e-6 * sides[0], "\(sides)")
    }
  }
}
