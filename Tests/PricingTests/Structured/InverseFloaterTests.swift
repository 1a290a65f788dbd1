import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Models
import Pricing
import Testing

/// Notes on a rate with a gearing, a cap and a floor, without calls.
@Suite struct InverseFloaterTests {
  private typealias Market = StructuredMarket

  /// Without cap and floor it is the floating note of the same terms, which is valued without a model. To a relative 2e-4: that one
  /// knows nothing of the few days between a payment and the end of its deposit, nor of differences over 25 bp.
  @Test(arguments: [-1.0, -2.5, 0.7])
  func withoutBoundsItIsTheFloatingNote(gearing: Double) throws {
    let note = try Market.note(gearing: gearing, margin: 0.06, from: "2022-10-28")
    let floater = try FloatingNote(
      currency: .eur, datedDate: note.leg.start, maturity: note.leg.maturity,
      coupon: FloatingRate(index: .eurEuribor6M, spread: 0.06, gearing: gearing))
    let measures: [Measure] = [
      .presentValue, .cleanPrice, .dirtyPrice, .accrued, .optionAdjustedSpread, .effectiveDuration,
      .spreadDuration, .effectiveConvexity, .weightedAverageLife, .dv01, .cs01, .fxDelta,
    ]
    for (mark, spreadCurve) in [(nil, nil), (97.0, "EUR.BANK")] as [(Double?, String?)] {
      let simulated = try Market.price(
        .structuredNote(note), mark: mark, spreadCurve: spreadCurve,
        measures: measures + [.keyRateDV01, .simulationError])
      let known = try Market.price(.floatingNote(floater), mark: mark, spreadCurve: spreadCurve)
      for measure in measures {
        let (value, expected) = try (Market.number(simulated, measure), Market.number(known, measure))
        #expect(abs(value - expected) <= 2e-4 * max(1, abs(expected)), "\(measure) \(mark ?? 0)")
      }
      for tenor in PricingRequest.standardKeyRates {
        let factor = PricingRequest.keyRateFactor(.eur, tenor)
        let value = try Market.number(simulated, .keyRateDV01, factor: factor)
        let expected = try Market.number(known, .keyRateDV01, factor: factor)
        #expect(abs(value - expected) <= 1e-5)
      }
      // Nothing of its value is left to chance but that.
      #expect(try Market.number(simulated, .simulationError) <= 1e-5)
    }
  }

  /// A floor is a strip of options on the deposits, which the model values in closed form: within three standard errors, and these
  /// below 5e-3 per 100.
  @Test(arguments: [0.01, 0.03, 0.05], [0.005, 0.012])
  func aFloorIsAStripOfCaplets(floor: Double, volatility: Double) throws {
    let snapshot = Market.snapshot(
      model: ShortRateModel(meanReversion: 0.03, volatility: volatility), oneCurve: true)
    let note = try Market.note(margin: 0.06, floor: floor)
    let linear = try Market.note(margin: 0.06)
    let markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: .usd)
    let model = HullWhite(meanReversion: 0.03, volatility: volatility)
    func years(_ day: CivilDate) -> Double { Double(day - Market.day) / 365 }
    func discount(_ years: Double) -> Double {
      (try? markets.discountTable(currency: .eur, spreadCurve: nil, years: [years]))?[0] ?? .nan
    }
    // max(floor, 6% − L) = 6% − L + max(0, L − (6% − floor)).
    var options = 0.0
    for period in note.periods(after: Market.day) {
      guard case .index(_, let reset) = period.interest else { throw CallableBondTests.Missing() }
      let growth = 1 + (0.06 - floor) * reset.depositYears
      let option = BondOption(
        .put, expiry: years(reset.fixingDate), strike: 1, settlement: years(reset.start),
        payments: [BondOption.Payment(years: years(reset.end), amount: growth)])
      options +=
        100 * period.coupon.years / reset.depositYears * model.value(option, discountFactor: discount)
    }
    let floored = try Market.price(
      .structuredNote(note), snapshot: snapshot, measures: [.presentValue, .simulationError])
    let value = try Market.number(floored, .presentValue)
    let error = try Market.number(floored, .simulationError)
    let expected =
      try options + Market.number(Market.price(.structuredNote(linear), snapshot: snapshot), .presentValue)
    #expect(abs(value - expected) <= 3 * error + 1e-5, "\(value) \(expected) \(error)")
    #expect(error <= 5e-3)
    #expect(options > 0.01)
  }

  /// Where cap and floor leave one rate it is a fixed note, whatever the model.
  @Test func betweenEqualBoundsItIsFixed() throws {
    let note = try Market.note(cap: 0.04, floor: 0.04)
    let batch = try Market.price(.structuredNote(note), mark: 99)
    #expect(try abs(Market.number(batch, .cleanPrice) - 99) <= 1e-10)
    #expect(try Market.number(batch, .simulationError) <= 1e-12)
    let (rates, spreads) = try (Market.number(batch, .dv01), Market.number(batch, .cs01))
    #expect(abs(rates - spreads) <= 1e-12)
  }

  /// The analytic derivatives against ±0.01 bp on the same paths, to 1e-4: a path crosses its bound here and there.
  @Test func sensitivitiesAreThoseOfBumping() throws {
    let scenarios = [.base, Fixtures.parallel(0.01), Fixtures.parallel(-0.01)]
    let batch = try Market.price(
      .structuredNote(Market.note(gearing: -2, margin: 0.09, cap: 0.05, floor: 0.01)), mark: 96,
      scenarios: scenarios)
    let up = try Market.number(batch, .presentValue, scenario: 1)
    let down = try Market.number(batch, .presentValue, scenario: 2)
    let dv01 = try Market.number(batch, .dv01)
    #expect(abs((up - down) / 0.02 / dv01 - 1) <= 1e-4)
    var keyRates = 0.0
    for tenor in PricingRequest.standardKeyRates {
      keyRates += try Market.number(batch, .keyRateDV01, factor: PricingRequest.keyRateFactor(.eur, tenor))
    }
    #expect(abs(keyRates - dv01) <= 1e-12 * abs(dv01))
    let value = try Market.number(batch, .presentValue)
    #expect(try abs(Market.number(batch, .effectiveDuration) + dv01 * 1e4 / value) <= 1e-10)
    // It loses more than a fixed note when rates rise.
    #expect(try dv01 < 1.3 * Market.number(batch, .cs01))
  }

  /// Other numbers, another value within four standard errors of both.
  @Test func otherSeedsGiveValuesWithinTheirErrors() throws {
    let note = Instrument.structuredNote(try Market.note(gearing: -2, margin: 0.09, cap: 0.05, floor: 0.01))
    let few: [Measure] = [.presentValue, .simulationError]
    let first = try Market.price(note, measures: few)
    let error = try Market.number(first, .simulationError)
    #expect(error > 0 && error < 1e-2)
    for seed in [UInt64(1_000), 2_000, 3_000] {
      let other = try Market.price(note, measures: few, seed: seed)
      let difference = try Market.number(other, .presentValue) - Market.number(first, .presentValue)
      #expect(difference != 0)
      #expect(try abs(difference) <= 4 * (error + Market.number(other, .simulationError)))
    }
  }

  /// A coupon whose rate was published is known; one that is missing has a reason.
  @Test func publishedRatesAreUsed() throws {
    let note = Instrument.structuredNote(try Market.note(floor: 0, from: "2022-10-28", to: "2023-04-28"))
    let batch = try Market.price(note)
    let fixing = try #require(
      Market.snapshot().fixings["EUR-EURIBOR-6M"]?.first { $0.date == Market.date("2022-10-26") })
    // 182 of 360 days, and the accrued part of it to settlement on 4 April.
    let flows = batch.cashFlows
    #expect(abs(flows.interest[0] - (0.06 - fixing.rate) * 182 / 360) <= 1e-14)
    #expect(
      try abs(Market.number(batch, .accrued) - 100 * (0.06 - fixing.rate) * 158 / 360) <= 1e-12)
    #expect(try Market.number(batch, .simulationError) <= 1e-13)
    let without = try Market.price(note, snapshot: Market.snapshot(fixings: false))
    #expect(
      cell(without.results, row: 0, scenario: 0).reason
        == Reason(.missingData, "fixing of EUR-EURIBOR-6M on 2022-10-26"))
  }

  @Test func whatTheMarketLacksIsTold() throws {
    let note = Instrument.structuredNote(try Market.note())
    let batch = try Market.price(note, snapshot: FloatingMarket.usual)
    for row in batch.results.rows.indices {
      #expect(
        cell(batch.results, row: row, scenario: 0).reason
          == Reason(.missingData, "short-rate model for EUR"))
    }
  }

  @Test func afterItsEndItIsWorthNothing() throws {
    let batch = try Market.price(.structuredNote(Market.note(from: "2020-03-30", to: "2023-03-30")))
    #expect(try Market.number(batch, .presentValue) == 0)
    #expect(batch.cashFlows.payDays.isEmpty)
  }

  @Test func termsAreChecked() throws {
    func field(_ make: () throws -> StructuredNote) -> String? {
      do {
        _ = try make()
        return nil
      } catch {
        return (error as? TermsError)?.field
      }
    }
    #expect(field { try Market.note(cap: 0.01, floor: 0.02) } == "cap")
    #expect(field { try Market.note(gearing: 0) } == "gearing")
    #expect(field { try Market.note(index: .eurESTR) } == "index")
    #expect(field { try Market.note(index: .usdTermSOFR6M) } == "index")
    #expect(field { try Market.note(noticeDays: 5) } == "notice_days")
    #expect(field { try Market.note(calls: 2026...2026, noticeDays: 181) } == "notice_days")
    #expect(field { try Market.note(calls: 2030...2034) } == "call_schedule")
    #expect(field { try Market.note(calls: 2030...2031, callPrice: 0) } == "call_schedule")
    #expect(
      field {
        try StructuredNote(
          currency: .eur, datedDate: Market.date("2023-04-28"), maturity: Market.date("2033-04-28"),
          coupon: .index(FloatingRate(index: .eurEuribor6M)),
          calls: [ExercisePrice(date: Market.date("2030-05-28"), price: 100)])
      } == "call_schedule")
    #expect(
      field {
        try StructuredNote(
          currency: .eur, datedDate: Market.date("2023-04-28"), maturity: Market.date("2033-04-28"),
          coupon: .index(FloatingRate(index: .eurEuribor3M)), frequency: .semiannual)
      } == "frequency")
  }
}
