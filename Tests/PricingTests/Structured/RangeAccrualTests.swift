import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Models
import NumericalMethods
import Pricing
import Testing

/// Notes that accrue on the days on which an index lies in a range.
@Suite struct RangeAccrualTests {
  private typealias Market = StructuredMarket

  private static func note(
    low: Double? = nil, high: Double? = nil, observation: RangeAccrual.Observation = .weekly,
    index: RateIndexID = .eurEuribor6M, from: String = "2023-04-28", to: String = "2025-04-28",
    calls: [String] = []
  ) throws -> StructuredNote {
    try StructuredNote(
      currency: .eur, datedDate: Market.date(from), maturity: Market.date(to),
      coupon: .rangeAccrual(
        RangeAccrual(index: index, rate: 0.05, low: low, high: high, observation: observation)),
      frequency: .semiannual, calls: calls.map { ExercisePrice(date: Market.date($0), price: 100) })
  }

  private static let few: [Measure] = [.presentValue, .simulationError]

  private static func values(
    _ note: StructuredNote, _ snapshot: MarketSnapshot = Market.snapshot(oneCurve: true)
  ) throws -> (value: Double, error: Double) {
    let batch = try Market.price(.structuredNote(note), snapshot: snapshot, measures: few)
    return try (Market.number(batch, .presentValue), Market.number(batch, .simulationError))
  }

  /// Each day is a digital: with the payment's bond as numeraire the state on the day is normal, seen from today.
  @Test(arguments: [(nil, 0.03), (0.02, nil), (0.025, 0.03)] as [(Double?, Double?)])
  func eachDayIsADigital(low: Double?, high: Double?) throws {
    let snapshot = Market.snapshot(oneCurve: true)
    let markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: .usd)
    let model = HullWhite(meanReversion: 0.03, volatility: 0.01)
    func years(_ day: CivilDate) -> Double { Double(day - Market.day) / 365 }
    func discount(_ day: CivilDate) -> Double {
      (try? markets.discountTable(currency: .eur, spreadCurve: nil, years: [years(day)]))?[0] ?? .nan
    }
    let note = try Self.note(low: low, high: high, to: "2026-04-28")
    var expected = 100 * discount(Market.date("2026-04-28"))
    for period in note.periods(after: Market.day) {
      guard case .range(_, let days) = period.interest else { throw CallableBondTests.Missing() }
      #expect(days.reduce(0) { $0 + $1.days } == period.coupon.end - period.coupon.start)
      var part = 0.0
      for day in days {
        let (time, start, end) = (years(day.fixingDate), years(day.start), years(day.end))
        let paid = years(period.coupon.payDate)
        let mean = -model.discountingShift(time) - model.variance(time) * model.sensitivity(paid - time)
        func chance(below rate: Double) -> Double {
          // The deposit's growth is its forward times e^(shift + slope·x).
          let shift =
            model.zeroBondShift(at: time, years: start - time)
            - model.zeroBondShift(at: time, years: end - time)
          let slope = model.sensitivity(end - time) - model.sensitivity(start - time)
          let wanted = log((1 + rate * day.years) * discount(day.end) / discount(day.start)) - shift
          return NormalDistribution.cumulative((wanted / slope - mean) / model.variance(time).squareRoot())
        }
        let inside = (high.map { chance(below: $0) } ?? 1) - (low.map { chance(below: $0) } ?? 0)
        part += inside * Double(day.days)
      }
      let all = Double(period.coupon.end - period.coupon.start)
      expected += 100 * 0.05 * period.coupon.years * part / all * discount(period.coupon.payDate)
    }
    let (value, error) = try Self.values(note)
    #expect(abs(value - expected) <= 3 * error + 1e-3, "\(value) \(expected) \(error)")
    #expect(error < 5e-3)
  }

  /// What is not paid below a rate is paid above it; a range that always holds pays a fixed rate.
  @Test(arguments: RangeAccrual.Observation.allCases)
  func rangesAddUp(observation: RangeAccrual.Observation) throws {
    let all = try Self.values(Self.note(low: -0.9, high: 0.99, observation: observation))
    let below = try Self.values(Self.note(high: 0.028, observation: observation))
    let above = try Self.values(Self.note(low: 0.028, observation: observation))
    let none = try Self.values(Self.note(low: 0.98, high: 0.99, observation: observation))
    #expect(abs(below.value + above.value - all.value - none.value) <= 1e-9)
    let fixed = try Market.price(
      .structuredNote(
        StructuredNote(
          currency: .eur, datedDate: Market.date("2023-04-28"), maturity: Market.date("2025-04-28"),
          coupon: .index(FloatingRate(index: .eurEuribor6M, cap: 0.05, floor: 0.05)))),
      snapshot: Market.snapshot(oneCurve: true), measures: Self.few)
    #expect(try abs(all.value - Market.number(fixed, .presentValue)) <= 1e-9)
    #expect(below.value > none.value + 0.1 && above.value > none.value + 0.1)
  }

  /// The analytic derivatives against ±0.1 bp on the same paths; chances are smooth.
  @Test func sensitivitiesAreThoseOfBumping() throws {
    let scenarios = [.base, Fixtures.parallel(0.1), Fixtures.parallel(-0.1)]
    let batch = try Market.price(
      .structuredNote(Self.note(low: 0.01, high: 0.03)), mark: 98, scenarios: scenarios,
      measures: [.presentValue, .dv01, .cs01, .cleanPrice])
    let up = try Market.number(batch, .presentValue, scenario: 1)
    let down = try Market.number(batch, .presentValue, scenario: 2)
    #expect(try abs((up - down) / 0.2 / Market.number(batch, .dv01) - 1) <= 1e-3)
    #expect(try abs(Market.number(batch, .cleanPrice) - 98) <= 1e-9)
  }

  /// Published days of the running period count as they were; a call costs the holder something.
  @Test func publishedDaysAndCalls() throws {
    let running = try Self.note(high: 0.9, index: .eurESTR, from: "2022-10-28", to: "2023-04-28")
    let batch = try Market.price(.structuredNote(running), snapshot: Market.snapshot())
    #expect(abs(batch.cashFlows.interest[0] - 0.05 * 182 / 360) <= 1e-12)
    let never = try Self.note(low: 0.9, high: 0.95, index: .eurESTR, from: "2022-10-28", to: "2023-04-28")
    #expect(
      try Market.price(.structuredNote(never), snapshot: Market.snapshot()).cashFlows.interest[0] <= 1e-12)
    let missing = try Market.price(.structuredNote(running), snapshot: Market.snapshot(fixings: false))
    #expect(cell(missing.results, row: 0, scenario: 0).reason?.code == .missingData)
    let straight = try Self.values(Self.note(high: 0.035, to: "2028-04-28"))
    let called = try Self.values(
      Self.note(high: 0.035, to: "2028-04-28", calls: ["2025-04-30", "2026-04-30", "2027-04-30"]))
    #expect(called.value < straight.value - 0.1)
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
    #expect(field { try Self.note() } == "range_high")
    #expect(field { try Self.note(low: 0.03, high: 0.02) } == "range_high")
    #expect(field { try Self.note(low: 3) } == "range_low")
    #expect(field { try Self.note(high: 0.03, index: .usdPrime) } == "index")
    #expect(field { try Self.note(high: 0.03, index: .usdSOFR) } == "index")
  }
}
