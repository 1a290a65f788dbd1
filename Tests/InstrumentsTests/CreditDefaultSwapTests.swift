import DatesAndConventions
import Instruments
import Testing

@Suite struct CreditDefaultSwapTests {
  static func swap(
    curve: String = "ACME", notional: Double = 1_000_000, coupon: Double = 0.01, dated: String? = nil,
    recovery: Double? = nil, factor: Double = 1
  ) throws(TermsError) -> CreditDefaultSwap {
    try CreditDefaultSwap(
      currency: .usd, creditCurve: curve, protection: .sold, notional: notional, coupon: coupon,
      maturity: CivilDate(iso: "2028-06-20")!, datedDate: dated.flatMap { CivilDate(iso: $0) },
      recovery: recovery, indexFactor: factor)
  }

  @Test func theHolderIsProtectedByWhatIsBought() throws {
    #expect(try Self.swap(factor: 0.9).protectedAmount == -900_000)
    #expect(try Instrument.derivative(.creditDefaultSwap(Self.swap())).productType == .derivatives)
    #expect(
      try Instrument.derivative(.creditDefaultSwap(Self.swap())).maturity == CivilDate(iso: "2028-06-20"))
  }

  @Test func termsThatCannotBeAreRefusedByName() {
    let cases: [(field: String, make: @Sendable () throws -> CreditDefaultSwap)] = [
      ("credit_curve", { try Self.swap(curve: "") }),
      ("notional", { try Self.swap(notional: -1) }),
      ("notional", { try Self.swap(notional: .infinity) }),
      ("coupon", { try Self.swap(coupon: 100) }),
      ("coupon", { try Self.swap(coupon: -0.01) }),
      ("dated_date", { try Self.swap(dated: "2028-06-20") }),
      ("recovery", { try Self.swap(recovery: 1) }),
      ("recovery", { try Self.swap(recovery: -0.1) }),
      ("index_factor", { try Self.swap(factor: 0) }),
      ("index_factor", { try Self.swap(factor: 1.01) }),
    ]
    for (field, make) in cases {
      let fault = #expect(throws: TermsError.self) { try make() }
      #expect(fault?.field == field)
    }
  }

  /// Quarters from 20 March 2023, a Monday; the last includes its last day.
  @Test func premiumsFallOnTwentieths() throws {
    let schedule = try Self.swap().schedule(after: CivilDate(iso: "2027-12-20")!)
    #expect(schedule.periods.map(\.start.description) == ["2027-12-20", "2028-03-20"])
    #expect(schedule.periods.map(\.end.description) == ["2028-03-20", "2028-06-21"])
    #expect(schedule.periods.map(\.payDate.description) == ["2028-03-20", "2028-06-20"])
    #expect(schedule.periods.map(\.days) == [91, 93])
    let late = try Self.swap(dated: "2028-01-10").schedule(after: CivilDate(iso: "2027-06-20")!)
    #expect(late.periods.map(\.start.description) == ["2028-01-10", "2028-03-20"])
  }
}
