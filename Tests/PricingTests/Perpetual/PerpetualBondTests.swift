import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Bonds without maturity against very long bonds, textbook formulas and bonds that end at their calls.
@Suite struct PerpetualBondTests {
  private static let day = FloatingMarket.valuationDate
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private static func perpetual(
    _ convention: BondConventionID = .usCorporate, _ frequency: Frequency = .semiannual,
    coupon: Double = 0.055,
    steps: [CouponStep] = [], first: String? = nil, calls: [ExercisePrice] = [],
    valuation: PerpetualBond.Valuation = .perpetuity
  ) throws -> PerpetualBond {
    try PerpetualBond(
      currency: .usd, datedDate: date("2019-06-15"), coupon: coupon, couponSteps: steps, frequency: frequency,
      convention: convention, firstCouponDate: first.map(date), calls: calls, valuation: valuation)
  }

  /// The bond that ends after 900 years.
  private static func long(_ bond: PerpetualBond) throws -> FixedBond {
    let anchor = bond.firstCouponDate ?? bond.datedDate
    return try FixedBond(
      currency: bond.currency, datedDate: bond.datedDate, maturity: anchor.adding(months: 12 * 900),
      coupon: bond.coupon, frequency: bond.frequency, convention: bond.convention, dayCount: bond.dayCount,
      firstCouponDate: bond.firstCouponDate, endOfMonth: bond.endOfMonth, couponSteps: bond.couponSteps)
  }

  private func block(
    _ terms: [Instrument], _ measures: [Measure], _ scenarios: [Scenario] = [.base], mark: Double? = nil,
    spread: Double? = nil, spreadCurve: String? = nil
  ) throws -> ResultBlock {
    try VariableLoanMarket.pricer(measures, scenarios).price(
      terms.enumerated().map {
        Fixtures.position(
          $1, number: Int32($0), quantity: 3, mark: mark, spread: spread, spreadCurve: spreadCurve)
      }
    ).results
  }

  private func expectEqual(
    _ block: ResultBlock, scenarios: Int, within tolerance: Double, _ name: String = ""
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
        #expect(abs(a - b) <= tolerance * max(1, abs(a)), "\(name) \(block.rows[row]): \(a) \(b)")
      }
    }
  }

  /// In every measure a perpetual bond is one of 900 years, at rates at which what comes later is worth nothing; but for the days
  /// to which single payments after sixty years move, which are averaged there.
  @Test(arguments: [nil, 87.25] as [Double?])
  func aPerpetualBondIsAVeryLongBond(mark: Double?) throws {
    let bonds = [
      try Self.perpetual(), try Self.perpetual(.eurobond, .annual),
      try Self.perpetual(.ukGilt, .semiannual, coupon: 0.035),
      try Self.perpetual(.usCorporate, .quarterly, first: "2019-08-10"),
      try Self.perpetual(
        steps: [CouponStep(date: Self.date("2029-06-15"), rate: 0.07)]),
    ]
    let scenarios = [Scenario.base, Fixtures.parallel(90), Fixtures.parallel(-60)]
    for (number, bond) in bonds.enumerated() {
      for curve in [nil, "USD.LOANS"] {
        let measures = Measure.allCases.filter {
          $0 != .cashFlows && $0 != .gSpread && $0 != .yieldToCall
            && Instrument.perpetualBond(bond).reason(without: $0) == nil
        }
        let found = try block(
          [.perpetualBond(bond), .fixedBond(Self.long(bond))], measures, scenarios, mark: mark, spread: 150,
          spreadCurve: curve)
        expectEqual(found, scenarios: 3, within: 1e-4, "bond \(number)")
      }
    }
  }

  /// On a coupon date an annual perpetuity of 2½% at 50 yields 5%: price = coupon / yield, duration 1/y · …, by hand.
  @Test func yieldsAreThoseOfTheTextbook() throws {
    let bond = try PerpetualBond(
      currency: .eur, datedDate: Self.date("2003-04-04"), coupon: 0.025, frequency: .annual,
      convention: .eurobond)
    let settlement = Instrument.perpetualBond(bond).settlementDate(tradedOn: Self.day)
    #expect(settlement == Self.date("2023-04-04"))
    let found = cells(
      try block(
        [.perpetualBond(bond)], [.yield, .accrued, .modifiedDuration, .macaulayDuration, .convexity], mark: 50
      ),
      positions: 1)[0]
    #expect(found[.accrued]!.value! == 0)
    #expect(abs(found[.yield]!.value! - 0.05) <= 1e-12)
    // P = c / y: −P'/P = 1 / y, P''/P = 2 / y²; Macaulay (1 + y) / y.
    #expect(abs(found[.modifiedDuration]!.value! - 20) <= 1e-9)
    #expect(abs(found[.macaulayDuration]!.value! - 21) <= 1e-9)
    #expect(abs(found[.convexity]!.value! - 800) <= 1e-6)
  }

  /// Valued to its first call it is the bond that ends there, until the call has passed.
  @Test func aBondToItsFirstCallEndsThere() throws {
    let call = ExercisePrice(date: Self.date("2027-06-15"), price: 101)
    let between = ExercisePrice(date: Self.date("2027-09-01"), price: 100)
    for (call, penultimate) in [(call, nil), (between, "2027-06-15")] {
      let bond = try Self.perpetual(
        calls: [ExercisePrice(date: Self.date("2022-06-15"), price: 103), call], valuation: .firstCall)
      let ended = try FixedBond(
        currency: .usd, datedDate: bond.datedDate, maturity: call.date, coupon: bond.coupon,
        frequency: bond.frequency, convention: bond.convention,
        penultimateCouponDate: penultimate.map(Self.date), redemption: call.price)
      let measures = Measure.allCases.filter { $0 != .cashFlows }
      var flows = CashFlowColumns()
      CashFlowGenerator.append(.perpetualBond(bond), after: Self.day, to: &flows)
      CashFlowGenerator.append(.fixedBond(ended), after: Self.day, to: &flows)
      #expect(Array(flows.payDays[flows.flows(of: 0)]) == Array(flows.payDays[flows.flows(of: 1)]))
      expectEqual(
        try block([.perpetualBond(bond), .fixedBond(ended)], measures, mark: 99, spreadCurve: "USD.LOANS"),
        scenarios: 1, within: 0)
    }
    let past = try Self.perpetual(
      calls: [ExercisePrice(date: Self.date("2022-06-15"), price: 103)], valuation: .firstCall)
    expectEqual(
      try block([.perpetualBond(past), .perpetualBond(Self.perpetual())], [.presentValue, .dv01]),
      scenarios: 1, within: 0)
  }

  /// Above the call price the issuer is expected to call, below it not.
  @Test func theYieldToWorstIsThatOfTheCallAboveItsPrice() throws {
    let call = ExercisePrice(date: Self.date("2027-06-15"), price: 100)
    let bond = Instrument.perpetualBond(try Self.perpetual(calls: [call]))
    let ended = Instrument.perpetualBond(try Self.perpetual(calls: [call], valuation: .firstCall))
    for (mark, isCalled) in [(108.0, true), (92.0, false)] {
      let found = cells(
        try block([bond, ended], [.yield, .yieldToWorst, .yieldToCall], mark: mark), positions: 2)
      let worst = found[0][.yieldToWorst]!.value!
      #expect(abs(worst - found[isCalled ? 1 : 0][.yield]!.value!) <= 1e-10)
      #expect(worst <= found[0][.yield]!.value!)
      #expect(abs(found[0][.yieldToCall]!.value! - found[1][.yield]!.value!) <= 1e-10)
    }
  }

  /// Marks are met; explained payments, the last of them all that come later, add up to the value.
  @Test func marksAreMetAndPaymentsAddUp() throws {
    let scenarios = [Scenario.base, Fixtures.parallel(-150)]
    let pricer = try VariableLoanMarket.pricer([.presentValue, .cleanPrice, .zSpread, .cashFlows], scenarios)
    for curve in [nil, "USD.LOANS"] {
      let terms = Instrument.perpetualBond(try Self.perpetual())
      let position = Fixtures.position(terms, quantity: 5, mark: 91.5, spreadCurve: curve)
      let batch = pricer.price([position])
      let found = cells(batch.results, positions: 1)[0]
      #expect(abs(found[.cleanPrice]!.value! - 91.5) <= 1e-10)
      let again = cells(
        try block([terms], [.presentValue], spread: found[.zSpread]!.value!), positions: 1)[0]
      #expect(
        abs(again[.presentValue]!.value! / 3 - found[.presentValue]!.value! / 5) <= 1e-12)
      for scenario in 0...1 {
        let flows = try pricer.flowValues(position, scenario: scenario).get().flows
        let sum = flows.reduce(0) { $0 + $1.presentValue }
        #expect(abs(sum - batch.results.values[scenario]) <= 1e-11)
        #expect(flows.count == batch.cashFlows.flowCount + 1)
      }
      #expect(batch.cashFlows.flowCount == 2 * PerpetualBond.listedYears + 1)
      #expect(batch.cashFlows.principal.allSatisfy { $0 == 0 })
    }
  }

  /// The amount for all coupons after the listed ones is their sum at the forward rate between the last two.
  @Test func theTailIsTheSumOfItsCoupons() throws {
    let pricer = try VariableLoanMarket.pricer([.presentValue])
    let position = Fixtures.position(
      .perpetualBond(try Self.perpetual()), spread: 80, spreadCurve: "USD.LOANS")
    let flows = try pricer.flowValues(position, scenario: 0).get().flows
    let (tail, last, before) = (flows[flows.count - 1], flows[flows.count - 2], flows[flows.count - 3])
    let rate =
      log(before.discountFactor / last.discountFactor) * 365 / Double(last.payDate - before.payDate)
    let sum = (1...20_000).reduce(0) { $0 + 0.0275 * exp(-rate * Double($1) * 365.2425 / 730) }
    #expect(abs(tail.amount - sum) <= 1e-11)
    #expect(tail.payDate == last.payDate)
  }

  /// Small moves of all rates, and DV01 before and after them; key rates add up.
  @Test func sensitivitiesAreDifferences() throws {
    let measures: [Measure] = [.presentValue, .effectiveConvexity, .dv01, .cs01, .keyRateDV01]
    let found = try block(
      [.perpetualBond(Self.perpetual())], measures, [.base, Fixtures.parallel(0.1), Fixtures.parallel(-0.1)],
      spread: 60)
    var rows: [Measure: [[Double]]] = [:]
    for (row, content) in found.rows.enumerated() {
      rows[content.measure, default: []].append(Array(found.values[found.range(ofRow: row)]))
    }
    let (value, dv01) = (rows[.presentValue]![0], rows[.dv01]![0])
    #expect(abs((value[1] - value[2]) / 0.2 - dv01[0]) <= 1e-7 * abs(dv01[0]))
    let convexity = rows[.effectiveConvexity]![0][0] * value[0] * 1e-8
    #expect(abs((dv01[1] - dv01[2]) / 0.2 - convexity) <= 1e-6 * convexity)
    #expect(abs(rows[.keyRateDV01]!.reduce(0) { $0 + $1[0] } - dv01[0]) <= 1e-12)
    #expect(rows[.cs01]![0] == dv01)
  }

  /// Where rates stay at or below 0 for ever there is no value.
  @Test func withoutInterestThereIsNoValue() throws {
    let found = cells(
      try block([.perpetualBond(Self.perpetual())], [.presentValue], [Fixtures.parallel(-400)]), positions: 1)[
        0]
    #expect(found[.presentValue]?.reason?.code == .calculationFailed)
  }

  @Test func termsThatAreNoBondAreRefused() throws {
    func field(_ make: () throws -> PerpetualBond) -> String? {
      do {
        _ = try make()
        return nil
      } catch {
        return (error as? TermsError)?.field
      }
    }
    #expect(field { try Self.perpetual(.usCorporate, .once) } == "frequency")
    #expect(field { try Self.perpetual(coupon: 0) } == "coupon")
    #expect(field { try Self.perpetual(valuation: .firstCall) } == "call_schedule")
    #expect(
      field {
        try Self.perpetual(
          calls: ["2027-06-15", "2026-06-15"].map { ExercisePrice(date: Self.date($0), price: 100) })
      } == "call_schedule")
  }
}
