import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct CallableBondTests {
  static let model = ShortRateModel(meanReversion: 0.03, volatility: 0.01)

  static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  /// 5% to 2033, callable each May from 2026 on.
  static func bond(
    coupon: Double = 0.05, callPrice: Double = 100, putPrice: Double? = nil, style: ExerciseStyle = .bermudan,
    noticeDays: Int = 0, calls: ClosedRange<Int>? = 2026...2032
  ) throws -> CallableBond {
    guard case .fixedBond(let straight) = try Fixtures.bond(coupon: coupon) else { throw Missing() }
    return try CallableBond(
      bond: straight,
      calls: (calls.map(Array.init) ?? []).map { ExercisePrice(date: date("\($0)-05-15"), price: callPrice) },
      puts: putPrice.map { [ExercisePrice(date: date("2027-05-15"), price: $0)] } ?? [], exerciseStyle: style,
      noticeDays: noticeDays)
  }

  struct Missing: Error {}

  /// The base scenario's cells of one position.
  static func cells(
    _ terms: Instrument, rate: Double = 0.045, model: ShortRateModel = model, mark: Double? = nil,
    spread: Double? = nil, quantity: Double = 100, scenarios: [Scenario] = [.base]
  ) throws -> PricedBatch {
    try Callables.pricer(
      Fixtures.valuationDate, rate: rate, model: model, scenarios: scenarios, measures: Measure.allCases
    ).price([Fixtures.position(terms, quantity: quantity, mark: mark, spread: spread)])
  }

  static func number(
    _ batch: PricedBatch, _ measure: Measure, scenario: Int = 0, factor: String? = nil
  ) throws -> Double {
    for (index, row) in batch.results.rows.enumerated()
    where row.measure == measure && (factor == nil || row.factor == factor) {
      guard let value = cell(batch.results, row: index, scenario: scenario).value else { break }
      return value
    }
    throw Missing()
  }

  @Test func rightsArePaidForByWhoGivesThem() throws {
    let straight = try Self.number(Self.cells(.fixedBond(try Self.bond().bond)), .presentValue)
    let called = try Self.number(Self.cells(.callableBond(try Self.bond())), .presentValue)
    let put = try Self.number(
      Self.cells(.callableBond(try Self.bond(putPrice: 100, calls: nil))), .presentValue)
    let american = try Self.number(
      Self.cells(.callableBond(try Self.bond(style: .american))), .presentValue)
    let noticed = try Self.number(
      Self.cells(.callableBond(try Self.bond(noticeDays: 60))), .presentValue)
    #expect(called < straight - 0.5)
    #expect(put > straight + 0.1)
    #expect(american < called)
    #expect(noticed > called)
  }

  /// What is expected to be paid, discounted, is the value; and no more than the bond pays without options.
  @Test func expectedPaymentsAddUpToTheValue() throws {
    let position = Fixtures.position(.callableBond(try Self.bond(putPrice: 97)), quantity: 100, mark: 99)
    let pricer = try Callables.pricer(
      Fixtures.valuationDate, rate: 0.045, model: Self.model, measures: [.presentValue])
    let flows = try pricer.flowValues(position, scenario: 0).get()
    let value = try Self.number(pricer.price([position]), .presentValue)
    let sum = flows.flows.reduce(0) { $0 + $1.amount * $1.discountFactor }
    #expect(abs(sum - value) <= 1e-10)
    // Coupons until the first right are certain.
    #expect(flows.flows.prefix(6).allSatisfy { abs($0.amount - 2.5) <= 1e-12 })
    #expect(flows.flows.dropFirst(7).contains { $0.amount > 5 && $0.amount < 100 })
  }

  /// A position short is one long with the other sign.
  @Test func shortIsTheOtherSide() throws {
    let long = try Self.cells(.callableBond(try Self.bond()))
    let short = try Self.cells(.callableBond(try Self.bond()), quantity: -100)
    for measure in [Measure.presentValue, .dv01, .cs01] {
      #expect(try Self.number(long, measure) == -Self.number(short, measure))
    }
    #expect(try Self.number(long, .effectiveDuration) == Self.number(short, .effectiveDuration))
  }

  /// Without volatility the issuer knows when it is cheapest: the least of the values that end on a day.
  @Test(arguments: [0.02, 0.045, 0.0499, 0.051, 0.08], [0, 45])
  func withoutVolatilityTheCheapestDayIsKnown(rate: Double, noticeDays: Int) throws {
    let bond = try Self.bond(noticeDays: noticeDays)
    let value = try Self.number(
      Self.cells(
        .callableBond(bond), rate: rate, model: ShortRateModel(meanReversion: 0.03, volatility: 0)),
      .presentValue)
    func years(_ day: CivilDate) -> Double { Double(day - Fixtures.valuationDate) / 365 }
    let calendar = BusinessCalendar(.usGovernmentBond)
    var coupons = 0.0
    var cheapest = Double.infinity
    var date = Self.date("2023-05-15")
    while date <= bond.bond.maturity {
      let discount = exp(-rate * years(calendar.adjust(date, .following)))
      coupons += 2.5 * discount
      let isCallable = date.month == 5 && date.year >= 2026
      if isCallable { cheapest = min(cheapest, coupons + 100 * discount) }
      date = date.adding(months: 6)
    }
    #expect(abs(value - cheapest) <= 1e-10)
  }

  /// Analytic sensitivities against ±0.01 bp, 1e-6 relative.
  @Test(arguments: [nil, 97.0, 104.0])
  func sensitivitiesAreThoseOfBumping(mark: Double?) throws {
    let scenarios = [.base, Fixtures.parallel(0.01), Fixtures.parallel(-0.01)]
    let batch = try Self.cells(
      .callableBond(try Self.bond(putPrice: 95, noticeDays: 30)), mark: mark, scenarios: scenarios)
    let up = try Self.number(batch, .presentValue, scenario: 1)
    let down = try Self.number(batch, .presentValue, scenario: 2)
    let dv01 = try Self.number(batch, .dv01)
    #expect(abs((up - down) / 0.02 / dv01 - 1) <= 1e-6)
    let value = try Self.number(batch, .presentValue)
    let duration = try Self.number(batch, .effectiveDuration)
    #expect(abs(duration + dv01 * 10_000 / value) <= 1e-12 * duration)
    // The policy's changes are no part of the first derivative, so spread and curve move it alike.
    #expect(try Self.number(batch, .cs01) == dv01)
    var keyRates = 0.0
    for tenor in PricingRequest.standardKeyRates {
      keyRates += try Self.number(
        batch, .keyRateDV01, factor: PricingRequest.keyRateFactor(.usd, tenor))
    }
    #expect(abs(keyRates - dv01) <= 1e-12 * abs(dv01))
  }

  /// Called early when rates fall, late when they rise: duration grows with rates, convexity is negative near the call price.
  @Test func convexityIsNegativeNearTheCallPrice() throws {
    let called = try Self.cells(.callableBond(try Self.bond()))
    let straight = try Self.cells(.fixedBond(try Self.bond().bond))
    #expect(try Self.number(called, .effectiveConvexity) < 0)
    let convexity = try Self.number(straight, .effectiveConvexity)
    #expect(convexity > 60 && convexity < 100)
    #expect(
      try Self.number(called, .effectiveDuration) < Self.number(straight, .effectiveDuration) - 1)
  }

  /// The analytic convexity of fixed flows against ±1 bp.
  @Test func convexityOfFixedFlowsIsThatOfBumping() throws {
    let batch = try Self.cells(
      .fixedBond(try Self.bond().bond), scenarios: [.base, Fixtures.parallel(1), Fixtures.parallel(-1)])
    let value = try Self.number(batch, .presentValue)
    let bumped =
      try
      (Self.number(batch, .presentValue, scenario: 1) + Self.number(batch, .presentValue, scenario: 2)
      - 2 * value) / 1e-8 / value
    #expect(try abs(Self.number(batch, .effectiveConvexity) / bumped - 1) <= 1e-5)
  }

  /// A mark becomes a spread that gives the mark again, and is less than the Z-spread by what the calls are worth.
  @Test(arguments: [70.0, 93, 100, 101.5])
  func theSpreadGivesTheMark(mark: Double) throws {
    let bond = Instrument.callableBond(try Self.bond())
    let batch = try Self.cells(bond, mark: mark)
    #expect(try abs(Self.number(batch, .cleanPrice) - mark) <= 1e-10)
    let spread = try Self.number(batch, .optionAdjustedSpread)
    #expect(try spread < Self.number(batch, .zSpread))
    let again = try Self.cells(bond, spread: spread)
    #expect(try abs(Self.number(again, .cleanPrice) - mark) <= 1e-10)
  }

  /// Whatever else is asked for.
  @Test func theMarkCountsWhenOnlyTheValueIsAsked() throws {
    let position = Fixtures.position(.callableBond(try Self.bond()), quantity: 100, mark: 93)
    for measure in [Measure.presentValue, .optionAdjustedSpread, .dv01] {
      let alone = try Callables.pricer(
        Fixtures.valuationDate, rate: 0.045, model: Self.model, measures: [measure])
      let expected = try Self.number(Self.cells(.callableBond(try Self.bond()), mark: 93), measure)
      #expect(try Self.number(alone.price([position]), measure) == expected)
      #expect(try Self.number(Self.cells(.callableBond(try Self.bond())), measure) != expected)
    }
  }

  /// A call far out of the money is worth nothing, and both spreads are one; 1e-6 bp.
  @Test func aCallThatIsNeverUsedChangesNothing() throws {
    let bond = try Self.bond(coupon: 0.01, callPrice: 150)
    let called = try Self.cells(.callableBond(bond), mark: 75)
    let straight = try Self.cells(.fixedBond(bond.bond), mark: 75)
    for measure in [Measure.presentValue, .zSpread, .optionAdjustedSpread, .yieldToWorst, .dv01, .yield] {
      #expect(try abs(Self.number(called, measure) - Self.number(straight, measure)) <= 1e-6)
    }
  }

  /// A price that no spread gives: the issuer calls at par on the next day.
  @Test func aMarkBeyondReachHasAReason() throws {
    let batch = try Self.cells(.callableBond(try Self.bond(coupon: 0.0)), mark: 1_000)
    #expect(firstReason(batch)?.code == .didNotConverge)
  }

  @Test func withoutAModelThereIsAReason() throws {
    let bond = Instrument.callableBond(try Self.bond())
    let snapshot = try Fixtures.snapshot()
    #expect(snapshot.shortRateModels.isEmpty)
    let batch = try Fixtures.pricer([.base], [.presentValue]).price([Fixtures.position(bond)])
    #expect(firstReason(batch) == Reason(.missingData, "short-rate model for USD"))
  }

  /// Bloomberg's OAS1 prices of Bank of America 4.65% 15 September 2012 on 16 October 2007, as printed in QuantLib's
  /// Examples/CallableBonds/CallableBonds.cpp: curve 5.5% semiannual, mean reversion 3%. Within 0.06: settlement is a day
  /// here and three there, and Bloomberg's lattice is not published.
  @Test(arguments: [(0.0, 96.50), (0.01, 95.68)])
  func bloombergPrices(volatility: Double, price: Double) throws {
    var date = Self.date("2006-09-15")
    var calls: [ExercisePrice] = []
    while date < Self.date("2012-09-15") {
      calls.append(ExercisePrice(date: date, price: 100))
      date = date.adding(months: 3)
    }
    #expect(calls.count == 24)
    let bond = try CallableBond(
      bond: FixedBond(
        currency: .usd, datedDate: Self.date("2004-09-16"), maturity: Self.date("2012-09-15"), coupon: 0.0465,
        frequency: .quarterly, convention: .usCorporate, endOfMonth: false),
      calls: calls)
    let pricer = try Callables.pricer(
      Self.date("2007-10-16"), rate: 0.055, compounding: .semiannual,
      model: ShortRateModel(meanReversion: 0.03, volatility: volatility), measures: [.cleanPrice])
    let clean = try Self.number(
      pricer.price([Fixtures.position(.callableBond(bond), quantity: 100)]), .cleanPrice)
    #expect(abs(clean - price) <= 0.06)
  }

  /// On a coupon date: the price is that of the yield, at the call that is worst.
  @Test func yieldToWorstIsToTheWorstCall() throws {
    let batch = try Self.cells(.callableBond(try Self.bond(coupon: 0.06, callPrice: 101)), mark: 108)
    let worst = try Self.number(batch, .yieldToWorst)
    #expect(try worst < Self.number(batch, .yield))
    // Settlement 3 April 2023, 42 of 180 days before the next of seven half-yearly coupons until the first call.
    let dirty = try Self.number(batch, .dirtyPrice)
    var price = 0.0
    for coupon in 0..<7 {
      price += (coupon == 6 ? 104.0 : 3) / pow(1 + worst / 2, 42.0 / 180 + Double(coupon))
    }
    #expect(abs(price - dirty) <= 1e-9)
  }

  @Test func termsAreChecked() throws {
    #expect(throws: TermsError.self) { try Self.bond(calls: nil) }
    #expect(throws: TermsError.self) { try Self.bond(callPrice: 0) }
    #expect(throws: TermsError.self) { try Self.bond(noticeDays: 181) }
    #expect(throws: TermsError.self) { try Self.bond(calls: 2030...2033) }
    #expect(throws: TermsError.self) { try Self.bond(putPrice: 101) }
  }
}

/// The reason in the first cell.
private func firstReason(_ batch: PricedBatch) -> Reason? {
  cell(batch.results, row: 0, scenario: 0).reason
}
