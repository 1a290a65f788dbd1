import CashFlows
import DatesAndConventions
import Instruments
import Testing

@Suite struct FixedBondFlowTests {
  /// Pay dates exactly; amounts within 1e-10 per 100 of face, rounding of sums of a few dozen terms.
  @Test func flowsEqualQuantLib() throws {
    let goldens = try FlowGoldens.load()
    #expect(goldens.bonds.count >= 300)
    for golden in goldens.bonds {
      let flows = flows(of: .fixedBond(try golden.bond()), after: golden.dated.adding(days: -60))
      // Redemption apart from an ex-coupon goes into the row of its day.
      var rows: [(day: Int32, interest: Double, principal: Double)] = []
      for flow in 0..<flows.flowCount {
        if rows.last?.day != flows.payDays[flow] { rows.append((flows.payDays[flow], 0, 0)) }
        rows[rows.count - 1].interest += flows.interest[flow] * 100
        rows[rows.count - 1].principal += flows.principal[flow] * 100
      }
      #expect(rows.map(\.day) == golden.flows.map(\.date.dayNumber), "\(golden)")
      for (row, flow) in zip(rows, golden.flows) {
        #expect(abs(row.interest - flow.interest) <= 1e-10, "\(golden) \(flow.date)")
        #expect(abs(row.principal - flow.principal) <= 1e-10, "\(golden) \(flow.date)")
      }
    }
  }

  /// The flows after a day are the tail of all flows, to the bit.
  @Test func laterFlowsAreTheTailOfAllFlows() throws {
    for golden in try FlowGoldens.load().bonds {
      let bond = Instrument.fixedBond(try golden.bond())
      let all = flows(of: bond, after: golden.dated.adding(days: -60))
      for step in 0..<6 {
        let after = golden.dated.adding(days: step * (golden.maturity - golden.dated) / 5)
        let later = flows(of: bond, after: after)
        let tail = all.payDays.drop { $0 <= after.dayNumber }
        #expect(later.payDays == Array(tail), "\(golden) after \(after)")
        #expect(later.interest == Array(all.interest[tail.indices]), "\(golden) after \(after)")
        // The face left after many repayments is a sum, taken from the start either way.
        #expect(later.balances == Array(all.balances[tail.indices]), "\(golden) after \(after)")
      }
    }
  }

  @Test func couponOfAGiltGoesExBeforeItsRedemption() throws {
    let gilt = try FixedBond(
      currency: .gbp, datedDate: date("2013-06-07"), maturity: date("2021-06-07"), coupon: 0.08,
      frequency: .semiannual, convention: .ukGilt)
    let flows = flows(of: .fixedBond(gilt), after: date("2021-05-01"))
    #expect(flows.payDays == [date("2021-06-07").dayNumber, date("2021-06-07").dayNumber])
    // Six business days before Monday 7 June, with the bank holiday of 31 May between.
    #expect(flows.exDays == [date("2021-05-27").dayNumber, date("2021-06-07").dayNumber])
    #expect(flows.interest == [0.04, 0])
    #expect(flows.principal == [0, 1])
    #expect(flows.balances == [1, 0])
  }

  @Test func principalBetweenCouponDatesStopsEarningThen() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2023-01-15"), maturity: date("2024-01-15"), coupon: 0.06,
      frequency: .semiannual, convention: .usCorporate,
      principalPayments: [PrincipalPayment(date: date("2023-04-15"), amount: 40)])
    let flows = flows(of: .fixedBond(bond), after: date("2023-01-15"))
    // Saturday 15 April 2023 and Saturday 15 July pay on Mondays; Monday 15 January 2024 is a holiday.
    #expect(
      flows.payDays.map(CivilDate.init(dayNumber:)).map(\.description) == [
        "2023-04-17", "2023-07-17", "2024-01-16",
      ])
    #expect(flows.principal == [0.4, 0, 0.6])
    // 40 for three months and 60 for six, then 60 for six.
    #expect(abs(flows.interest[1] - (0.4 * 0.06 / 4 + 0.6 * 0.06 / 2)) < 1e-15)
    #expect(abs(flows.interest[2] - 0.6 * 0.06 / 2) < 1e-15)
    #expect(flows.balances.map { ($0 * 10).rounded() / 10 } == [0.6, 0.6, 0])
  }

  @Test func regularPeriodsPayEqualCouponsAtMonthEnds() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2023-08-31"), maturity: date("2026-08-31"), coupon: 0.05,
      frequency: .semiannual, convention: .usMunicipal)
    // From 28 February to 31 August 30/360 counts 183 days, from 31 August to 28 February 178.
    #expect(
      flows(of: .fixedBond(bond), after: bond.datedDate).interest == [Double](repeating: 0.025, count: 6))
    let counted = try FixedBond(
      currency: .usd, datedDate: date("2023-08-31"), maturity: date("2026-08-31"), coupon: 0.05,
      frequency: .semiannual, convention: .usCorporate, dayCount: .actual360)
    #expect(abs(flows(of: .fixedBond(counted), after: bond.datedDate).interest[0] - 0.05 * 182 / 360) < 1e-15)
  }

  @Test func maturedAndUnsupportedContractsHaveNoFlows() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("2020-01-15"), maturity: date("2023-01-15"), coupon: 0.05,
      frequency: .semiannual, convention: .usCorporate)
    // 15 January 2023 was a Sunday, Monday a holiday: paid on the 17th.
    #expect(flows(of: .fixedBond(bond), after: date("2023-01-16")).payDays == [date("2023-01-17").dayNumber])
    #expect(flows(of: .fixedBond(bond), after: date("2023-01-17")).payDays.isEmpty)
    let other = UnsupportedInstrument(productType: .derivatives, description: "swap", currency: .usd)
    #expect(flows(of: .unsupported(other), after: date("2023-01-17")).payDays.isEmpty)
  }
}

func date(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }

func flows(of instrument: Instrument, after: CivilDate) -> CashFlowColumns {
  var columns = CashFlowColumns()
  CashFlowGenerator.append(instrument, after: after, to: &columns)
  return columns
}
