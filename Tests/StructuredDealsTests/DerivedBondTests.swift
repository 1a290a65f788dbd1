import Collateral
import StructuredDeals
import Testing

/// Bonds cut out of others: floaters and inverse floaters, IOs and POs, notional bonds, exchangeable classes, bonds of bonds.
@Suite struct DerivedBondTests {
  let pool = Pools.level(
    balance: 100e6, wac: 0.07, term: 120, smm: { Pools.psaSMM(200, month: $0) }, mdr: { _ in 0.0005 },
    severity: 0.4)

  @Test func aFloaterAndItsInverseAreTheirParent() throws {
    // 75 of floater at SOFR + 0.5% up to 8%, 25 of inverse: 6% on both together.
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "F", balance: 75e6, coupon: "min(series.SOFR + 0.5%, 8%)"),
        DealBond(name: "I", balance: 25e6, coupon: "24% - 3 * min(series.SOFR + 0.5%, 8%)"),
      ],
      steps: [
        Step(.payInterest(PayInterest(["F", "I"], order: .proRata, from: "cash"))),
        Step(
          .payPrincipal(
            PayPrincipal(.proRata([.bond("F"), .bond("I")]), from: "cash", amount: "pool.principal"))),
      ])
    let whole = Pools.level(balance: 100e6, wac: 0.07, term: 120, smm: { Pools.psaSMM(200, month: $0) })
    let rates = (0..<120).map { 0.001 + 0.001 * Double($0) }
    let run = try SmallDeals.run(deal, whole, series: ["SOFR": rates])
    for period in 0..<120 {
      let fixed = (run.bonds[0].openingBalance[period] + run.bonds[1].openingBalance[period]) * 0.06 / 12
      #expect(abs(run.bonds[0].interest[period] + run.bonds[1].interest[period] - fixed) < 1e-6)
      #expect(abs(run.bonds[0].principal[period] - 3 * run.bonds[1].principal[period]) < 1e-6)
    }
    #expect(abs(run.bonds[0].rate[3] - 0.009) < 1e-15 && abs(run.bonds[1].rate[119]) < 1e-12)
  }

  @Test func interestOnlyAndPrincipalOnlyAreTheCollateral() throws {
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "IO", balance: 0, coupon: "pool.net_rate", notional: "pool.opening_balance"),
        DealBond(name: "PO", balance: 100e6),
      ],
      steps: [
        Step(.payInterest(PayInterest(["IO"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("PO"), from: "cash"))),
        Step(.writeDown(WriteDown(["PO"], amount: "pool.loss"))),
      ])
    let run = try SmallDeals.run(deal, pool)
    for month in 0..<120 {
      #expect(abs(run.bonds[0].cash(month) - pool.interest[month]) < 1e-6)
      #expect(abs(run.bonds[1].cash(month) - pool.principal(month)) < 1e-6)
      #expect(abs(run.bonds[1].balance[month] - pool.balance[month]) < 1e-6)
      #expect(abs(run.bonds[2].cash(month)) < 1e-6)
    }
  }

  @Test func aStepUpAndAWeightedCouponFollowTheirFormulas() throws {
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A", balance: 50e6, coupon: "if(period > 2, 6%, 5%)"),
        DealBond(name: "X", balance: 0, coupon: "if(A.opening_balance > 0, 1%, 0)", notional: "A.balance"),
      ],
      steps: [Step(.payInterest(PayInterest(["A", "X"], from: "cash")))])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(50e6, interest: [1e6, 1e6, 1e6], principal: [0, 0, 0]))
    #expect(run.bonds[0].rate == [0.05, 0.05, 0.06])
    #expect(run.bonds[1].interest.allSatisfy { abs($0 - 50e6 * 0.01 / 12) < 1e-9 })
  }

  @Test func anExchangeableClassIsItsShares() throws {
    let exchangeable = ExchangeableClass(
      name: "AB", parts: [.init(bond: "A", share: 1), .init(bond: "B", share: 0.5)])
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A", balance: 60e6, coupon: 0.05), DealBond(name: "B", balance: 40e6, coupon: 0.06),
      ],
      steps: [
        Step(.payInterest(PayInterest(["A", "B"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.sequential([.bond("A"), .bond("B")]), from: "cash"))),
        Step(.writeDown(WriteDown(["B", "A"], amount: "bonds.balance - pool.balance"))),
      ], exchangeable: [exchangeable])
    let run = try SmallDeals.run(deal, pool)
    let flows = run.flows(of: exchangeable)
    for month in 0..<120 {
      #expect(abs(flows.cash(month) - run.bonds[0].cash(month) - 0.5 * run.bonds[1].cash(month)) < 1e-9)
      #expect(
        abs(flows.balance[month] - run.bonds[0].balance[month] - 0.5 * run.bonds[1].balance[month]) < 1e-6)
    }
  }

  /// A Re-REMIC: half of each of two subordinated bonds, cut into a senior and a junior.
  @Test func aDealOfBondsPassesOnWhatTheyPay() throws {
    let lower = SmallDeals.deal(
      bonds: ["A", "M", "B"].enumerated().map {
        DealBond(name: $1, balance: [80e6, 12e6, 8e6][$0], coupon: 0.05)
      },
      steps: [
        Step(.payInterest(PayInterest(["A", "M", "B"], from: "cash"))),
        Step(
          .payPrincipal(
            PayPrincipal(
              .sequential([.bond("A"), .bond("M"), .bond("B")]), from: "cash", amount: "pool.principal"))),
        Step(.writeDown(WriteDown(["B", "M", "A"], amount: "bonds.balance - pool.balance"))),
      ])
    let deal = Deal(
      name: "resecuritised",
      collateral: [
        CollateralGroup(
          name: "bonds_held", interestTo: "cash", principalTo: "cash",
          bonds: [
            HeldBond(deal: "small", bond: "M", share: 0.5), HeldBond(deal: "small", bond: "B", share: 0.5),
          ])
      ],
      bonds: [
        DealBond(name: "S", balance: 7e6, coupon: 0.05), DealBond(name: "J", balance: 3e6, coupon: 0.05),
        DealBond(name: "R2", balance: 0),
      ],
      accounts: [DealAccount(name: "cash")],
      waterfall: [
        Step(.payInterest(PayInterest(["S", "J"], from: "cash"))),
        Step(
          .payPrincipal(
            PayPrincipal(.sequential([.bond("S"), .bond("J")]), from: "cash", amount: "bonds_held.principal"))
        ),
        Step(.writeDown(WriteDown(["J", "S"], amount: "bonds.balance - bonds_held.balance"))),
        Step(.release(Release(from: "cash", to: "R2"))),
      ], underlying: [lower])
    let run = try Waterfall(deal).run(DealInputs(collateral: ["small.pool": pool]))
    let below = try #require(run.underlying["small"])
    for month in 0..<run.periods {
      let held = 0.5 * (below.bonds[1].cash(month) + below.bonds[2].cash(month))
      #expect(abs(run.paid(month) - held) < 1e-6)
      let balance = 0.5 * (below.bonds[1].balance[month] + below.bonds[2].balance[month])
      #expect(abs(run.bonds[0].balance[month] + run.bonds[1].balance[month] - balance) < 1e-6)
    }
    #expect(run.bonds[1].writtenDown.reduce(0, +) > 0.1e6)
  }

  /// Bonds of a deal of one month, which leaves 10 unpaid, and of one of three.
  @Test func dealsUnderneathMayEndAtDifferentTimes() throws {
    func lower(_ name: String) -> Deal {
      Deal(
        name: name, collateral: [CollateralGroup(name: "pool", interestTo: "cash", principalTo: "cash")],
        bonds: [DealBond(name: "A", balance: 100)], accounts: [DealAccount(name: "cash", keepsCash: true)],
        waterfall: [Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash")))])
    }
    let held = ["short", "long"].map { HeldBond(deal: $0, bond: "A", share: 0.5) }
    let deal = Deal(
      name: "upper",
      collateral: [CollateralGroup(name: "held", interestTo: "cash", principalTo: "cash", bonds: held)],
      bonds: [DealBond(name: "R", balance: 0)], accounts: [DealAccount(name: "cash")],
      waterfall: [Step(.release(Release(from: "cash", to: "R")))],
      underlying: [lower("short"), lower("long")])
    let run = try Waterfall(deal).run(
      DealInputs(collateral: [
        "short.pool": SmallDeals.pool(100, interest: [0], principal: [90], loss: [10]),
        "long.pool": SmallDeals.pool(100, interest: [0, 0, 0], principal: [40, 30, 30]),
      ]))
    #expect(run.bonds[0].residual == [65, 15, 15])
    #expect(run.collateral[0].balance == [35, 20, 5])
  }
}
