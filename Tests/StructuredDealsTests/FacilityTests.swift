import Collateral
import StructuredDeals
import Testing

/// Liquidity facilities, policies, interest on accounts, and calls that price loans in default apart, by hand.
@Suite struct FacilityTests {
  static func deal(limit: Formula, rate: Formula = 0.12) -> Deal {
    let plain = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1200, coupon: 0.10)],
      steps: [
        Step(.repay(Repay("liquidity", from: "cash"))),
        Step(.draw(Draw("liquidity", to: "cash", amount: "A.interest_due - cash.balance"))),
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
      ])
    return Deal(
      name: plain.name, collateral: plain.collateral, bonds: plain.bonds, accounts: plain.accounts,
      facilities: [DealFacility(name: "liquidity", limit: limit, rate: rate)], waterfall: plain.waterfall)
  }

  /// 10 falls due each month; 1% a month accrues on what was drawn.
  @Test func aFacilityIsDrawnAccruesAndIsRepaid() throws {
    let run = try SmallDeals.run(
      Self.deal(limit: 9.0), SmallDeals.pool(1200, interest: [4, 10, 30, 20], principal: [0, 0, 0, 0]),
      isExplained: true)
    let facility = run.facilities[0]
    // 6 short; then 0.06 and 6 are repaid out of 10 and 6.06 drawn again; then 6.1206 are repaid.
    #expect(facility.drawn[0] == 6 && facility.balance[0] == 6)
    #expect(abs(facility.interestPaid[1] - 0.06) < 1e-12 && facility.repaid[1] == 6)
    #expect(abs(facility.drawn[1] - 6.06) < 1e-12)
    #expect(abs(facility.interestPaid[2] - 0.0606) < 1e-12 && abs(facility.repaid[2] - 6.06) < 1e-12)
    #expect(facility.balance[3] == 0 && facility.interestDue[3] == 0)
    #expect(run.bonds[0].interest == [10, 10, 10, 10])
    #expect(abs(run.bonds[1].residual[2] - (30 - 6.1206 - 10)) < 1e-9)
    let names = run.explanations[1].steps.flatMap { $0.entries.map(\.to) }
    #expect(
      names.contains("liquidity interest") && names.contains("liquidity repaid")
        && names.contains("liquidity drawn"))
  }

  @Test func theLimitHolds() throws {
    let run = try SmallDeals.run(
      Self.deal(limit: "0.5% * A.balance"), SmallDeals.pool(1200, interest: [1, 0, 0], principal: [0, 0, 0]))
    #expect(run.facilities[0].drawn == [6, 0, 0] && run.facilities[0].balance == [6, 6, 6])
    #expect(abs(run.facilities[0].interestDue[2] - 0.12) < 1e-12)
    #expect(run.bonds[0].shortfall[0] == 3)
  }

  /// A policy pays a quarter of each loss until its cover is used up, and nobody pays it back.
  @Test func aPolicyPaysClaims() throws {
    let deal = Deal(
      name: "insured",
      collateral: [CollateralGroup(name: "pool", interestTo: "cash", principalTo: "cash")],
      bonds: [DealBond(name: "A", balance: 1000), DealBond(name: "R", balance: 0)],
      accounts: [DealAccount(name: "cash")], facilities: [DealFacility(name: "policy", limit: 30.0)],
      waterfall: [
        Step(.draw(Draw("policy", to: "cash", amount: "25% * pool.loss"))),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
        Step(.writeDown(WriteDown(["A"], amount: "bonds.balance - pool.balance"))),
        Step(.release(Release(from: "cash", to: "R"))),
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1000, interest: [0, 0], principal: [100, 100], loss: [80, 100]))
    #expect(run.facilities[0].drawn == [20, 10])
    #expect(run.bonds[0].principal == [120, 110])
    // The pool falls by 180 and 200, the bond by what it is paid; the rest is written down.
    #expect(run.bonds[0].writtenDown == [60, 90])
  }

  @Test func accountsEarnInterest() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1200, coupon: 0.10)],
      accounts: [
        DealAccount(
          name: "reserve", balance: 100, keepsCash: true, interest: "series.RATE - 1%", interestTo: "cash"),
        DealAccount(name: "spare", balance: 50, keepsCash: true, interest: 0.24),
      ],
      steps: [Step(.payInterest(PayInterest(["A"], from: "cash")))])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1200, interest: [9, 12], principal: [0, 0]), series: ["RATE": [0.07, 0.13]])
    // 0.5% and 1% on 100 go to where interest is paid; 2% a month on 50 stays.
    #expect(run.accounts[1].interest == [0.5, 1] && run.accounts[1].balance == [100, 100])
    #expect(abs(run.accounts[2].balance[1] - 50 * 1.02 * 1.02) < 1e-12)
    #expect(run.bonds[0].interest[0] == 9.5)
    #expect(abs(run.bonds[1].residual[1] - (13 - 10 - 0.5 * (1 + 0.1 / 12))) < 1e-12)
    let negative = #expect(throws: DealRunError.self) {
      try SmallDeals.run(
        deal, SmallDeals.pool(1200, interest: [9], principal: [0]), series: ["RATE": [0]])
    }
    #expect(negative?.message.contains("'reserve' would earn -0.01") == true)
  }

  @Test func loansInDefaultAreSoldAtTheirOwnPrice() throws {
    var pool = SmallDeals.pool(1000, interest: [0, 0, 0], principal: [0, 0, 0])
    pool.balance = [900, 900, 900]
    pool.inDefault = [100, 100, 100]
    pool.defaults = [100, 0, 0]
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1000)],
      steps: [
        Step(
          .call(CallCollateral(["pool"], price: 1.0, defaultedPrice: 0.4, to: "cash")), when: "period == 2"),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
      ])
    let run = try SmallDeals.run(deal, pool)
    #expect(run.bonds[0].principal == [0, 940, 0])
    #expect(run.collateral[0].loss == [0, 60, 0] && run.collateral[0].balance == [1000, 0, 0])
  }

  @Test func mistakesAreTold() throws {
    let plain = Self.deal(limit: 9.0)
    let wrong = Deal(
      name: "wrong", collateral: plain.collateral, bonds: plain.bonds,
      accounts: plain.accounts + [DealAccount(name: "idle", interestTo: "cash")],
      facilities: [DealFacility(name: "line", limit: "pool.balanse", dayCount: .actual360)],
      waterfall: [
        Step(.draw(Draw("lines", to: "cash", amount: 1.0))), Step(.repay(Repay("line", from: "cash"))),
      ])
    let problems =
      #expect(throws: DealProblems.self) { try Waterfall(wrong) }?.problems.map(\.description) ?? []
    for expected in [
      "facilities[0].limit: 'pool' has no 'balanse'", "facilities[0].day_count: ACT/360 needs",
      "accounts[1].interest_to: is of interest",
      "waterfall[0].facility: 'lines' is not a facility; there are line",
      "waterfall[0].to: cash in 'cash' may be left",
    ] {
      #expect(problems.contains { $0.hasPrefix(expected) }, "\(expected)")
    }
  }
}
