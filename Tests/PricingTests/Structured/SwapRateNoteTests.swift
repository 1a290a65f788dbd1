import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Models
import Pricing
import Testing

/// Notes on swap rates and on differences of them.
@Suite struct SwapRateNoteTests {
  private typealias Market = StructuredMarket

  private static func note(
    long: Int = 10, short: Int? = nil, gearing: Double = 1, margin: Double = 0, cap: Double? = nil,
    floor: Double? = nil, from: String = "2026-04-28", to: String = "2027-04-28", fixing: Double? = nil,
    calls: [String] = []
  ) throws -> StructuredNote {
    try StructuredNote(
      currency: .eur, datedDate: Market.date(from), maturity: Market.date(to),
      coupon: .swapRate(
        SwapRateCoupon(
          index: .eurEuribor6M, longYears: long, shortYears: short, gearing: gearing, margin: margin,
          cap: cap, floor: floor, fixing: fixing)), frequency: .annual,
      calls: calls.map { ExercisePrice(date: Market.date($0), price: 100) })
  }

  private static func snapshot(volatility: Double = 0.01, _ both: TwoFactorModel? = nil) -> MarketSnapshot {
    Market.snapshot(
      model: ShortRateModel(meanReversion: 0.03, volatility: volatility, twoFactor: both), oneCurve: true)
  }

  private static let few: [Measure] = [.presentValue, .simulationError]

  private static func values(_ note: StructuredNote, _ snapshot: MarketSnapshot) throws -> (
    value: Double, error: Double
  ) {
    let batch = try Market.price(.structuredNote(note), snapshot: snapshot, measures: few)
    return try (Market.number(batch, .presentValue), Market.number(batch, .simulationError))
  }

  private struct Curve {
    let markets: ScenarioMarkets

    init(_ snapshot: MarketSnapshot) throws {
      markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [.base], reportingCurrency: .usd)
    }

    func years(_ day: CivilDate) -> Double { Double(day - StructuredMarket.day) / 365 }

    func discount(_ day: CivilDate) -> Double {
      (try? markets.discountTable(currency: .eur, spreadCurve: nil, years: [years(day)]))?[0] ?? .nan
    }
  }

  /// One coupon, set three years from now: the integral over the model's state, normal around the mean that the payment's bond as
  /// numeraire gives it.
  @Test(arguments: [nil, 5], [(nil, nil), (0.03, 0.01), (0.035, nil)] as [(Double?, Double?)])
  func aCouponIsTheIntegralOverTheState(short: Int?, bounds: (cap: Double?, floor: Double?)) throws {
    let gearing = short == nil ? 1.0 : 8
    let note = try Self.note(
      short: short, gearing: gearing, margin: 0.001, cap: bounds.cap, floor: bounds.floor)
    let snapshot = Self.snapshot()
    let curve = try Curve(snapshot)
    let model = HullWhite(meanReversion: 0.03, volatility: 0.01)
    let period = try #require(note.periods(after: Market.day).first)
    guard case .swapRates(_, let resets) = period.interest else { throw CallableBondTests.Missing() }
    let fixing = curve.years(resets[0].fixingDate)
    let known = curve.discount(resets[0].fixingDate)
    let deviation = model.variance(fixing).squareRoot()
    let delay = curve.years(period.coupon.payDate) - fixing
    let mean = -model.discountingShift(fixing) - model.variance(fixing) * model.sensitivity(delay)
    var expected = 0.0
    var weights = 0.0
    for step in -400...400 {
      let z = Double(step) / 50
      let x = mean + deviation * z
      func bond(_ day: CivilDate) -> Double {
        model.zeroBond(
          at: fixing, years: curve.years(day) - fixing, x: x, forward: curve.discount(day) / known)
      }
      let rates = resets.map { reset in
        (bond(reset.start) - bond(reset.payments.last!.date))
          / reset.payments.reduce(0) { $0 + $1.years * bond($1.date) }
      }
      let free = gearing * (rates[0] - (rates.count > 1 ? rates[1] : 0)) + 0.001
      let weight = exp(-z * z / 2)
      weights += weight
      expected += weight * min(max(free, bounds.floor ?? -1), bounds.cap ?? 1)
    }
    let coupon = expected / weights * period.coupon.years
    let (value, error) = try Self.values(note, snapshot)
    let whole =
      100 * (coupon * curve.discount(period.coupon.payDate) + curve.discount(period.coupon.principalDate))
    #expect(abs(value - whole) <= 3 * error + 1e-6, "\(value) \(whole) \(error)")
    #expect(error < 2e-3)
  }

  /// Without volatility rates come as their forwards: those of par swaps on the curve.
  @Test func withoutVolatilityRatesAreTheirForwards() throws {
    let snapshot = Self.snapshot(volatility: 0)
    let curve = try Curve(snapshot)
    let note = try Self.note(short: 2, gearing: 3, margin: 0.02, to: "2030-04-28")
    var expected = 0.0
    for period in note.periods(after: Market.day) {
      guard case .swapRates(_, let resets) = period.interest else { throw CallableBondTests.Missing() }
      let rates = resets.map { reset in
        (curve.discount(reset.start) - curve.discount(reset.payments.last!.date))
          / reset.payments.reduce(0) { $0 + $1.years * curve.discount($1.date) }
      }
      expected +=
        100 * period.coupon.years * (3 * (rates[0] - rates[1]) + 0.02) * curve.discount(period.coupon.payDate)
    }
    expected += 100 * curve.discount(Market.date("2030-04-29"))
    let (value, error) = try Self.values(note, snapshot)
    #expect(abs(value - expected) <= 1e-9)
    #expect(error <= 1e-12)
  }

  /// A second factor that is still is one factor. One that reverts fast moves short rates more than long ones, and so gives their
  /// difference a life of its own; the more the less the other one, which does the same a little, moves against it.
  @Test func theDifferenceWantsTwoFactors() throws {
    let note = try Self.note(short: 2, gearing: 4, margin: 0, floor: 0, from: "2025-04-28", to: "2028-04-28")
    func both(_ volatility: Double, _ correlation: Double) -> TwoFactorModel {
      TwoFactorModel(
        first: TwoFactorModel.Factor(meanReversion: 0.03, volatility: 0.01),
        second: TwoFactorModel.Factor(meanReversion: 0.5, volatility: volatility), correlation: correlation)
    }
    let one = try Self.values(note, Self.snapshot())
    let still = try Self.values(note, Self.snapshot(both(0, 0)))
    #expect(abs(one.value - still.value) <= 3 * (one.error + still.error))
    let apart = try Self.values(note, Self.snapshot(both(0.012, -0.9)))
    let together = try Self.values(note, Self.snapshot(both(0.012, 0.9)))
    #expect(apart.value > one.value + 0.2)
    #expect(together.value > apart.value + 0.5)
    #expect(apart.error < 0.02)
  }

  /// The analytic derivatives against ±0.01 bp on the same paths, with calls that nobody moves.
  @Test func sensitivitiesAreThoseOfBumping() throws {
    let scenarios = [.base, Fixtures.parallel(0.01), Fixtures.parallel(-0.01)]
    let note = try Self.note(short: 2, gearing: 4, margin: 0.01, cap: 0.06, floor: 0, to: "2029-04-28")
    let batch = try Market.price(
      .structuredNote(note), mark: 97, scenarios: scenarios, snapshot: Self.snapshot(),
      measures: [.presentValue, .dv01, .keyRateDV01, .cleanPrice])
    let up = try Market.number(batch, .presentValue, scenario: 1)
    let down = try Market.number(batch, .presentValue, scenario: 2)
    let dv01 = try Market.number(batch, .dv01)
    #expect(abs((up - down) / 0.02 / dv01 - 1) <= 1e-4)
    var keyRates = 0.0
    for tenor in PricingRequest.standardKeyRates {
      keyRates += try Market.number(batch, .keyRateDV01, factor: PricingRequest.keyRateFactor(.eur, tenor))
    }
    #expect(abs(keyRates - dv01) <= 1e-12 * abs(dv01) + 1e-14)
    #expect(try abs(Market.number(batch, .cleanPrice) - 97) <= 1e-9)
  }

  /// Called by the issuer: worth less; the running coupon has the rate that comes with the note.
  @Test func callsAndFixings() throws {
    let snapshot = Self.snapshot()
    let straight = try Self.values(
      Self.note(gearing: 1.2, floor: 0.02, from: "2025-04-28", to: "2030-04-28"), snapshot)
    let called = try Self.values(
      Self.note(
        gearing: 1.2, floor: 0.02, from: "2025-04-28", to: "2030-04-28", calls: ["2027-04-28", "2028-04-28"]),
      snapshot)
    #expect(called.value < straight.value - 0.02)
    let running = try Self.note(
      short: 2, gearing: 2, margin: 0.03, from: "2022-04-28", to: "2023-04-28", fixing: 0.004)
    let batch = try Market.price(.structuredNote(running), snapshot: snapshot)
    #expect(abs(batch.cashFlows.interest[0] - 0.038 * 365 / 360) <= 1e-14)
    let missing = try Self.note(short: 2, from: "2022-04-28", to: "2023-04-28")
    let reason = cell(
      try Market.price(.structuredNote(missing), snapshot: snapshot).results, row: 0, scenario: 0
    )
    .reason
    #expect(reason == Reason(.missingData, "fixing_rate of 2022-04-26"))
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
    #expect(field { try Self.note(long: 0) } == "long_tenor")
    #expect(field { try Self.note(short: 51) } == "short_tenor")
    #expect(field { try Self.note(short: 10) } == "short_tenor")
    #expect(field { try Self.note(gearing: 0) } == "gearing")
    #expect(field { try Self.note(cap: 0.01, floor: 0.02) } == "cap")
    #expect(field { try Self.note(fixing: 2) } == "fixing_rate")
  }
}
