import Collateral
import DatesAndConventions
import StructuredDeals
import Testing

/// Reserves, overcollateralisation, shortfalls, triggers, calls, swaps and shifting interest, by hand.
@Suite struct EnhancementTests {
  @Test func aShortfallIsCarriedWithInterestOnIt() throws {
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A", balance: 1200, coupon: 0.10), DealBond(name: "B", balance: 1200, coupon: 0.10),
      ],
      steps: [Step(.payInterest(PayInterest(["A", "B"], from: "cash")))])
    let run = try SmallDeals.run(deal, SmallDeals.pool(2400, interest: [14, 22, 30], principal: [0, 0, 0]))
    #expect(run.bonds[1].interest[0] == 4 && run.bonds[1].shortfall[0] == 6)
    // 10 for the month, 6 carried, and 0.05 on those 6.
    #expect(abs(run.bonds[1].interestDue[1] - 16.05) < 1e-12)
    #expect(abs(run.bonds[1].shortfall[1] - 4.05) < 1e-12)
    #expect(abs(run.bonds[1].interest[2] - (10 + 4.05 * (1 + 0.1 / 12))) < 1e-12)
    #expect(abs(run.bonds[2].residual[2] - (20 - run.bonds[1].interest[2])) < 1e-12)
  }

  @Test func cashThatIsShortIsSharedByWhatIsDue() throws {
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A", balance: 1200, coupon: 0.10), DealBond(name: "B", balance: 600, coupon: 0.10),
      ],
      steps: [Step(.payInterest(PayInterest(["A", "B"], order: .proRata, from: "cash")))])
    let run = try SmallDeals.run(deal, SmallDeals.pool(1800, interest: [9], principal: [0]))
    #expect(abs(run.bonds[0].interest[0] - 6) < 1e-12 && abs(run.bonds[1].interest[0] - 3) < 1e-12)
  }

  @Test func aReserveIsDrawnAndToppedUp() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1200, coupon: 0.10)],
      accounts: [
        DealAccount(name: "reserve", balance: 8, keepsCash: true, target: "1% * A.original_balance")
      ],
      steps: [
        Step(
          .transfer(Transfer(from: "reserve", to: "cash", amount: "A.interest_due - cash.balance")),
          name: "draw"),
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(
          .transfer(Transfer(from: "cash", to: "reserve", amount: "reserve.target - reserve.balance")),
          name: "top up"),
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1200, interest: [5, 12, 20, 20], principal: [0, 0, 0, 0]))
    #expect(run.bonds[0].interest == [10, 10, 10, 10])
    #expect(run.accounts[1].balance == [3, 5, 12, 12])
    #expect(run.bonds[1].residual == [0, 0, 3, 10])
  }

  /// Excess spread pays principal until collateral exceeds the bond by 5% of the original balance; then it is released.
  @Test func overcollateralisationIsBuiltByTurbo() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1000, coupon: 0.06)],
      definitions: [
        Definition(name: "oc", formula: "pool.balance - A.balance"),
        Definition(name: "target", formula: "50"),
      ],
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.downTo("pool.balance - target", .bond("A")), from: "cash"))),
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1000, interest: [35, 30, 30], principal: [100, 100, 100], loss: [0, 0, 0]))
    // 5 of interest due, 30 over: overcollateralisation of 30, then of 50.
    #expect(run.bonds[0].balance == [870, 750, 650])
    #expect(abs(run.bonds[1].residual[1] - (30 - 870 * 0.005 - 20)) < 1e-9)
    #expect(abs(run.bonds[1].residual[2] - (30 - 750 * 0.005)) < 1e-9)
  }

  @Test func aLatchedTriggerStaysAndAnotherIsCured() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 100), DealBond(name: "B", balance: 100)],
      triggers: [
        Trigger(name: "latched", when: "pool.loss > 4", isLatched: true),
        Trigger(name: "curable", when: "pool.loss > 4"),
        Trigger(name: "patient", when: "pool.loss > 4", breaches: 2),
        Trigger(name: "cumulative", when: "pool.cumulative_loss / pool.original_balance > 7%"),
      ],
      steps: [Step(.writeDown(WriteDown(["B", "A"], amount: "pool.loss")))])
    let run = try SmallDeals.run(
      deal,
      SmallDeals.pool(
        200, interest: [0, 0, 0, 0, 0], principal: [0, 0, 0, 0, 0], loss: [0, 5, 5, 5, 0]))
    #expect(run.triggers[0].isTripped == [false, true, true, true, true])
    #expect(run.triggers[1].isTripped == [false, true, true, true, false])
    #expect(run.triggers[2].isTripped == [false, false, true, true, false])
    #expect(run.triggers[3].isTripped == [false, false, false, true, true])
  }

  @Test func aTriggerIsTestedWhereItsStepStands() throws {
    // After interest is paid, 2 of 10 is unpaid: seniors then take principal alone.
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 600), DealBond(name: "B", balance: 1200, coupon: 0.10)],
      triggers: [Trigger(name: "short", when: "B.interest_unpaid > 0")],
      steps: [
        Step(.payInterest(PayInterest(["B"], from: "cash"))), Step(.test(TestTriggers(["short"]))),
        Step(
          .payPrincipal(PayPrincipal(.sequential([.bond("A"), .bond("B")]), from: "cash")), when: "short"),
        Step(
          .payPrincipal(PayPrincipal(.proRata([.bond("A"), .bond("B")]), from: "cash")), when: "not short"),
      ])
    let pool = SmallDeals.pool(1800, interest: [8, 22], principal: [0, 90])
    let run = try SmallDeals.run(deal, pool)
    #expect(run.triggers[0].isTripped == [true, false])
    #expect(run.bonds[0].principal[1] > 0 && run.bonds[1].principal[1] > 0)
    #expect(abs(run.bonds[1].principal[1] - 2 * run.bonds[0].principal[1]) < 1e-9)
  }

  @Test func aCleanUpCallPaysEverybodyAndEndsTheCollateral() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1000)],
      steps: [
        Step(
          .call(CallCollateral(["pool"], price: 1.0, to: "cash")), name: "clean-up", when: "pool.factor < 10%"
        ),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1000, interest: [0, 0, 0, 0], principal: [500, 420, 40, 40]))
    #expect(run.bonds[0].principal == [500, 500, 0, 0])
    #expect(run.collateral[0].balance == [500, 0, 0, 0])
    #expect(run.collateral[0].principal == [500, 500, 0, 0])
  }

  @Test func aCallBelowParIsALoss() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 60), DealBond(name: "B", balance: 40)],
      steps: [
        Step(.call(CallCollateral(["pool"], price: 0.9, to: "cash")), when: "date >= 2027-03-15"),
        Step(.payPrincipal(PayPrincipal(.sequential([.bond("A"), .bond("B")]), from: "cash"))),
        Step(.writeDown(WriteDown(["B", "A"], amount: "bonds.balance - pool.balance"))),
      ])
    let dated = Deal(
      name: deal.name, firstPayment: .init(iso: "2027-02-15"), collateral: deal.collateral, bonds: deal.bonds,
      accounts: deal.accounts, waterfall: deal.waterfall)
    let run = try SmallDeals.run(dated, SmallDeals.pool(100, interest: [0, 0, 0], principal: [20, 30, 50]))
    #expect(run.bonds[0].principal == [20, 40, 0])
    #expect(run.bonds[1].principal == [0, 35, 0])
    #expect(run.bonds[1].writtenDown == [0, 5, 0])
    #expect(run.dates.map(\.description) == ["2027-02-15", "2027-03-15", "2027-04-15"])
  }

  @Test func aSwapIsSettledNetAndWhatIsUnpaidStaysDue() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1200, coupon: "series.SOFR")],
      swaps: [DealSwap(name: "hedge", notional: "A.balance", receive: "series.SOFR", pay: "5%")],
      steps: [
        Step(.settle(Settle("hedge", account: "cash"))), Step(.payInterest(PayInterest(["A"], from: "cash"))),
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1200, interest: [5, 5, 1, 9], principal: [0, 0, 0, 0]),
      series: ["SOFR": [0.06, 0.04, 0.03, 0.05]])
    #expect(zip(run.swaps[0].net, [1.0, -1, -2, -1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(run.swaps[0].settled, [1.0, -1, -1, -1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(run.bonds[0].interest, [6.0, 4, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
    for period in 0..<4 {
      let out = run.bonds[0].cash(period) + run.bonds[1].cash(period)
      #expect(abs(run.collected(period) + run.swaps[0].settled[period] - out) < 1e-9)
    }
  }

  /// Prepayments go to seniors alone for two periods, then 70% of the subordinated share of them.
  @Test func prepaymentsShiftFromJuniorsToSeniors() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 900), DealBond(name: "B", balance: 100)],
      definitions: [
        Definition(name: "senior_share", formula: "A.opening_balance / bonds.opening_balance"),
        Definition(name: "shift", formula: "if(period <= 2, 100%, 70%)"),
        Definition(
          name: "to_seniors",
          formula:
            "senior_share * pool.scheduled + (senior_share + (1 - senior_share) * shift) * pool.prepayment"),
      ],
      steps: [
        Step(
          .payPrincipal(
            PayPrincipal(
              .split([.init("to_seniors / pool.principal", .bond("A")), .init(nil, .bond("B"))]), from: "cash"
            )),
          when: "pool.principal > 0")
      ])
    var pool = SmallDeals.pool(1000, interest: [0, 0, 0], principal: [10, 10, 10])
    for month in 0..<3 {
      pool.prepayment[month] = 40
      for later in month..<3 { pool.balance[later] -= 40 }
    }
    let run = try SmallDeals.run(deal, pool)
    #expect(abs(run.bonds[0].principal[0] - (9 + 40)) < 1e-12)
    let share =
      run.bonds[0].openingBalance[2] / (run.bonds[0].openingBalance[2] + run.bonds[1].openingBalance[2])
    #expect(abs(run.bonds[0].principal[2] - (share * 10 + (share + (1 - share) * 0.7) * 40)) < 1e-12)
  }

  @Test func feesAreCarriedWhereCashIsShort() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 100)],
      fees: [DealFee(name: "trustee", amount: 3.0), DealFee(name: "extra", amount: 4.0, carries: false)],
      steps: [Step(.payFees(PayFees(["trustee", "extra"], from: "cash")))])
    let run = try SmallDeals.run(deal, SmallDeals.pool(100, interest: [2, 5, 20], principal: [0, 0, 0]))
    #expect(run.fees[0].due == [3, 4, 3] && run.fees[0].paid == [2, 4, 3])
    #expect(run.fees[1].due == [4, 4, 4] && run.fees[1].paid == [0, 1, 4])
    #expect(run.bonds[1].residual == [0, 0, 13])
  }

  @Test func aQuarterlyDealTakesThreeMonthsAtATime() throws {
    let months = SmallDeals.pool(
      1200, interest: [10, 10, 10, 10, 10, 10, 10], principal: [100, 100, 100, 200, 200, 200, 300])
    let small = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1200, coupon: 0.06)],
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "pool.principal"))),
      ])
    let deal = Deal(
      name: "quarterly", monthsPerPeriod: 3, collateral: small.collateral, bonds: small.bonds,
      accounts: small.accounts, waterfall: small.waterfall)
    let run = try SmallDeals.run(deal, months)
    #expect(run.periods == 3)
    #expect(run.bonds[0].principal == [300, 600, 300])
    #expect(run.bonds[0].interest == [18, 13.5, 4.5])
  }

  @Test func nonAcceleratedSeniorsWaitForTheirShare() throws {
    // A NAS bond gets a tenth of its share of principal in the first two periods, then all of it.
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 800), DealBond(name: "N", balance: 200)],
      steps: [
        Step(
          .payPrincipal(
            PayPrincipal(
              .split([
                .init("N.balance / (A.balance + N.balance) * if(period <= 2, 10%, 100%)", .bond("N")),
                .init(nil, .bond("A")),
              ]), from: "cash")))
      ])
    let run = try SmallDeals.run(
      deal, SmallDeals.pool(1000, interest: [0, 0, 0], principal: [100, 100, 100]))
    #expect(abs(run.bonds[1].principal[0] - 2) < 1e-12 && abs(run.bonds[0].principal[0] - 98) < 1e-12)
    #expect(abs(run.bonds[1].principal[2] - 100 * run.bonds[1].openingBalance[2] / 800) < 1e-9)
  }

  @Test func interestThatJoinsThePoolsBalanceIsNoLoss() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1000)],
      steps: [
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "pool.principal"))),
        Step(.writeDown(WriteDown(["A"], amount: "bonds.balance - pool.balance"))),
      ])
    var pool = SmallDeals.pool(1000, interest: [0, 5], principal: [0, 300])
    pool.deferredInterest[0] = 20
    pool.balance = [1020, 720]
    let run = try SmallDeals.run(deal, pool)
    #expect(run.collateral[0].balance == [1020, 720])
    #expect(run.bonds[0].balance == [1000, 700] && run.bonds[0].writtenDown == [0, 0])
  }
}
