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

  /// Any terms that validate give consecutive periods, repay what was lent, and fit what comes after a day.
  @Test func anyTermsGiveConsecutivePeriods() throws {
    var random = SeededGenerator(state: 19)
    var built = 0
    for _ in 0..<3_000 {
      guard let bond = try? randomBond(&random) else { continue }
      built += 1
      let schedule = FixedBondSchedule(bond)
      #expect(schedule.periods.first?.accrualStart == bond.datedDate, "\(bond)")
      #expect(schedule.periods.last?.accrualEnd == bond.maturity, "\(bond)")
      for (period, next) in zip(schedule.periods, schedule.periods.dropFirst()) {
        #expect(period.accrualEnd == next.accrualStart && period.payDate <= next.payDate, "\(bond)")
      }
      #expect(
        schedule.periods.allSatisfy { $0.accrualStart < $0.accrualEnd && $0.coupon.isFinite }, "\(bond)")
      let repaid =
        schedule.periods.reduce(0) { $0 + $1.faceRepaid }
        + schedule.interimPrincipal.reduce(0) { $0 + $1.amount }
      #expect(abs(repaid - 100) < 1e-9, "\(bond)")
      let after = bond.datedDate.adding(
        days: Int.random(in: -100...(bond.maturity - bond.datedDate + 50), using: &random))
      let later = FixedBondSchedule(bond, after: after)
      #expect(
        later.periods == schedule.periods.filter { max($0.payDate, $0.accrualEnd) > after },
        "\(bond) \(after)")
      if after >= bond.datedDate {
        #expect(abs(later.outstandingFace(at: after) - schedule.outstandingFace(at: after)) < 1e-9)
        #expect(abs(later.accruedInterest(at: after) - schedule.accruedInterest(at: after)) < 1e-9)
      }
    }
    #expect(built > 1_000)
  }

  /// Dates anywhere, coupon dates on and off the roll, quarters of the face repaid now and then.
  private func randomBond(_ random: inout SeededGenerator) throws -> FixedBond {
    let dated = CivilDate(dayNumber: Int32.random(in: 5_000...30_000, using: &random))
    let length = Int.random(in: 1...12_000, using: &random)
    func inside() -> CivilDate { dated.adding(days: Int.random(in: 1...max(1, length - 1), using: &random)) }
    let inner = [inside(), inside()].sorted()
    var payments: [PrincipalPayment] = []
    if Bool.random(using: &random) {
      payments = Set([inside(), inside(), inside()]).sorted().map { PrincipalPayment(date: $0, amount: 25) }
    }
    return try FixedBond(
      currency: .usd, datedDate: dated, maturity: dated.adding(days: length), coupon: 0.05,
      frequency: Frequency.allCases.filter { $0 != .once }.randomElement(using: &random)!,
      convention: BondConventionID.allCases.randomElement(using: &random)!,
      dayCount: Bool.random(using: &random) ? nil : DayCount.allCases.randomElement(using: &random),
      firstCouponDate: Bool.random(using: &random) ? inner[0] : nil,
      penultimateCouponDate: Bool.random(using: &random) ? inner[1] : nil,
      endOfMonth: Bool.random(using: &random), principalPayments: payments)
  }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
