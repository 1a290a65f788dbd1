import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Bonds whose coupon steps.
@Suite struct CouponStepTests {
  /// `Goldens/steps.json`, written by `Tools/goldens/steps.py`.
  struct Golden: Decodable {
    let dated: CivilDate
    let maturity: CivilDate
    let coupon: Double
    let steps: [Pair]
    let settlement: CivilDate
    let accrued: Double
    let clean: Double
    let yield: Double
    let flows: [Pair]

    struct Pair: Decodable {
      let date: CivilDate
      let number: Double

      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        date = try container.decode(CivilDate.self)
        number = try container.decode(Double.self)
      }
    }

    static func load() throws -> [Golden] {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/steps.json")
      return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: file))
    }

    func bond() throws -> FixedBond {
      try FixedBond(
        currency: .usd, datedDate: dated, maturity: maturity, coupon: coupon, frequency: .semiannual,
        convention: .usCorporate, endOfMonth: false,
        couponSteps: steps.map { CouponStep(date: $0.date, rate: $0.number) })
    }
  }

  /// Flows and accrued interest to 1e-10 of face 100: the same arithmetic.
  @Test func flowsAndAccruedInterestAreQuantLibs() throws {
    let goldens = try Golden.load()
    #expect(goldens.count == 40)
    for golden in goldens {
      var columns = CashFlowColumns()
      CashFlowGenerator.append(.fixedBond(try golden.bond()), after: golden.settlement, to: &columns)
      #expect(columns.payDays.map { CivilDate(dayNumber: $0) } == golden.flows.map(\.date))
      for (flow, expected) in golden.flows.enumerated() {
        #expect(abs(100 * columns.total(flow) - expected.number) < 1e-10)
      }
      let schedule = FixedBondSchedule(try golden.bond(), after: golden.settlement)
      #expect(abs(schedule.accruedInterest(at: golden.settlement) - golden.accrued) < 1e-10)
    }
  }

  /// To 1e-11, QuantLib's own accuracy being 1e-14 in the rate.
  @Test func yieldsAreQuantLibs() throws {
    for golden in try Golden.load() {
      let yield = try #require(BondYield(try golden.bond(), settlement: golden.settlement))
      let solved = try #require(yield.yield(dirtyPrice: golden.clean + yield.accrued))
      #expect(abs(solved - golden.yield) < 1e-11, "\(golden)")
    }
  }

  /// A step to the rate before is none.
  @Test func aStepThatChangesNothingChangesNothing() throws {
    func bond(_ steps: [CouponStep]) throws -> Instrument {
      .fixedBond(
        try FixedBond(
          currency: .usd, datedDate: CivilDate(iso: "2020-05-15")!, maturity: CivilDate(iso: "2033-05-15")!,
          coupon: 0.04, frequency: .semiannual, convention: .usCorporate, endOfMonth: false,
          couponSteps: steps))
    }
    let measures = Measure.allCases.filter { $0 != .cashFlows }
    let pricer = try Fixtures.pricer([.base, Fixtures.parallel(100)], measures)
    let plain = pricer.price([Fixtures.position(try bond([]), mark: 97)]).results
    let same = [CouponStep(date: CivilDate(iso: "2026-05-15")!, rate: 0.04)]
    let stepped = pricer.price([Fixtures.position(try bond(same), mark: 97)]).results
    #expect(plain.values == stepped.values && plain.gaps == stepped.gaps)
  }

  @Test(arguments: [
    [("2019-01-01", 0.05)], [("2033-05-15", 0.05)], [("2026-05-15", 5)],
    [("2027-05-15", 0.05), ("2026-05-15", 0.05)],
  ])
  func mistakesAreNamed(steps: [(String, Double)]) {
    let fault = #expect(throws: TermsError.self) {
      try FixedBond(
        currency: .usd, datedDate: CivilDate(iso: "2020-05-15")!, maturity: CivilDate(iso: "2033-05-15")!,
        coupon: 0.04, frequency: .semiannual, convention: .usCorporate,
        couponSteps: steps.map { CouponStep(date: CivilDate(iso: $0.0)!, rate: $0.1) })
    }
    #expect(fault?.field == "coupon_schedule")
  }
}
