import CashFlows
import DatesAndConventions
import Instruments
import Testing

@Suite struct FixedBondScheduleTests {
  /// The fast path and the general schedule agree on every period.
  @Test func periodsEqualThoseOfASchedule() throws {
    for golden in try FlowGoldens.load().bonds where golden.frequency != .once {
      let bond = try golden.bond()
      let schedule = try Schedule(
        ScheduleTerms(
          start: bond.datedDate, end: bond.maturity, frequency: bond.frequency,
          firstDate: bond.firstCouponDate,
          penultimateDate: bond.penultimateCouponDate, endOfMonth: bond.endOfMonth))
      let periods = FixedBondSchedule(bond).periods
      #expect(periods.map(\.accrualStart) == schedule.periods.map(\.accrualStart), "\(golden)")
      #expect(periods.map(\.accrualEnd) == schedule.periods.map(\.accrualEnd), "\(golden)")
      #expect(periods.map(\.isRegular) == schedule.periods.map(\.isRegular), "\(golden)")
      #expect(periods.map(\.referenceStart) == schedule.periods.map(\.referenceStart), "\(golden)")
      #expect(periods.map(\.referenceEnd) == schedule.periods.map(\.referenceEnd), "\(golden)")
    }
  }

  @Test func monthEndBondsStayAtMonthEnds() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2023-02-28"), maturity: date("2025-02-28"), coupon: 0.05,
      frequency: .semiannual, convention: .usTreasury)
    #expect(
      FixedBondSchedule(bond).periods.map(\.accrualEnd.description)
        == ["2023-08-31", "2024-02-29", "2024-08-31", "2025-02-28"])
  }

  @Test func aSingleLongPeriodIsNotCutAtRollDates() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2023-01-02"), maturity: date("2024-11-15"), coupon: 0.05,
      frequency: .semiannual, convention: .usStreet, firstCouponDate: date("2024-11-15"))
    let periods = FixedBondSchedule(bond).periods
    #expect(periods.map(\.accrualEnd) == [date("2024-11-15")])
    // 15 November 2022 to 15 May 2023 has 181 days, of which 133 accrue; three half-years follow.
    #expect(abs(periods[0].coupon - 2.5 * (3 + 133.0 / 181)) < 1e-12)
  }

  @Test func accruedInterestFollowsRepayments() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2023-01-15"), maturity: date("2024-01-15"), coupon: 0.06,
      frequency: .semiannual, convention: .usCorporate,
      principalPayments: [PrincipalPayment(date: date("2023-04-15"), amount: 40)])
    let schedule = FixedBondSchedule(bond)
    #expect(schedule.outstandingFace(at: date("2023-04-14")) == 100)
    #expect(schedule.outstandingFace(at: date("2023-04-15")) == 60)
    #expect(schedule.outstandingFace(at: date("2024-01-15")) == 0)
    #expect(abs(schedule.accruedInterest(at: date("2023-04-14")) - 100 * 0.06 * 89 / 360) < 1e-13)
    #expect(
      abs(schedule.accruedInterest(at: date("2023-05-15")) - (40 * 0.06 * 90 + 60 * 0.06 * 120) / 360) < 1e-13
    )
    #expect(schedule.accruedInterest(at: date("2023-07-15")) == 0)
    #expect(schedule.accruedInterest(at: date("2023-01-10")) == 0)
  }
}
