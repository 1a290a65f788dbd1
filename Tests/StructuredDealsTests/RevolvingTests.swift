import Collateral
import Instruments
import StructuredDeals
import Testing

/// Cash that buys new collateral, loans that are late, and interest that joins balances.
@Suite struct RevolvingTests {
  static func deal(_ purchase: Purchase, while condition: Formula) -> Deal {
    SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 800, coupon: 0.06)],
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.purchase(purchase), when: condition),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "pool.principal"))),
        Step(.writeDown(WriteDown(["A"], amount: "A.balance - pool.balance"))),
      ])
  }

  /// A pool of 1000 pays back 400 and 600; what comes back in the first two periods buys the same again.
  @Test func principalBuysMoreOfTheSame() throws {
    let run = try SmallDeals.run(
      Self.deal(Purchase("pool", from: "cash", amount: "pool.principal"), while: "period <= 2"),
      SmallDeals.pool(1000, interest: [10, 6], principal: [400, 600]))
    // Bought: 400 at the end of 1, which pays 160 and 240; 600 + 160 at the end of 2, which pays 304 and 456.
    #expect(run.periods == 4)
    #expect(run.collateral[0].purchased == [400, 760, 0, 0])
    #expect(run.collateral[0].balance == [1000, 1000, 456, 0])
    for (period, principal) in [400.0, 760, 544, 456].enumerated() {
      #expect(abs(run.collateral[0].principal[period] - principal) < 1e-9)
    }
    for (period, interest) in [10.0, 10, 10, 4.56].enumerated() {
      #expect(abs(run.collateral[0].interest[period] - interest) < 1e-9)
    }
    #expect(abs(run.bonds[0].principal.reduce(0, +) - 800) < 1e-9)
  }

  /// At a discount cash buys more balance than it is; what runs off is the loans named for reinvestment.
  @Test func purchasesHaveAPriceAndTermsOfTheirOwn() throws {
    let deal = Self.deal(
      Purchase("pool", from: "cash", amount: "pool.principal", price: 0.8), while: "period == 1")
    let inputs = DealInputs(
      collateral: ["pool": SmallDeals.pool(1000, interest: [10, 6], principal: [400, 600])],
      reinvestment: [
        "pool": SmallDeals.pool(10, interest: [1, 0, 1], principal: [0, 0, 8], loss: [0, 1, 1])
      ])
    let run = try Waterfall(deal).run(inputs)
    #expect(run.periods == 4)
    #expect(run.collateral[0].purchased[0] == 500 && run.collateral[0].purchaseCost[0] == 400)
    #expect(run.collateral[0].balance == [1100, 500, 450, 0])
    #expect(run.collateral[0].interest == [10, 56, 0, 50])
    #expect(run.collateral[0].loss == [0, 0, 50, 50])
    let wrong = DealInputs(
      collateral: inputs.collateral,
      reinvestment: ["pool": SmallDeals.pool(10, interest: [1], principal: [4])])
    _ = try Waterfall(deal).run(wrong)
    var broken = wrong
    broken.reinvestment["pool"]?.balance = [1]
    let error = #expect(throws: DealRunError.self) { try Waterfall(deal).run(broken) }
    #expect(error?.message.hasPrefix("the flows for reinvestment of 'pool', month 1") == true)
  }

  /// A revolving pool of level loans, projected: cash, balances and interest add up apart from the interpreter.
  @Test func aRevolvingPoolOfLoansAddsUp() throws {
    let loans = try [
      PoolLoan(id: "1", balance: 600, noteRate: 0.09, remainingTerm: 24),
      PoolLoan(id: "2", balance: 400, noteRate: 0.12, age: 6, remainingTerm: 12),
    ]
    let projection = DealProjection(
      try Waterfall(Self.deal(Purchase("pool", from: "cash"), while: "period <= 12")), loans: ["pool": loans],
      assumptions: [
        "*": PoolAssumptions(
          prepayment: .speed(.abs(0.01)), defaults: .speed(.cdr(0.03)), severity: .curve([0.5]),
          liquidationLag: 2)
      ])
    let deal = try projection.run()
    let (run, flows) = (deal.run, try #require(deal.collateral["pool"]))
    #expect(run.periods == 12 + 24)
    let pool = run.collateral[0]
    // Vintages by hand: what was bought in a month runs off from the next as the pool did from its first.
    for period in 0..<run.periods {
      var interest = period < flows.months ? flows.interest[period] : 0
      for bought in 0..<period where period - bought - 1 < flows.months {
        interest += pool.purchased[bought] / 1000 * flows.interest[period - bought - 1]
      }
      #expect(abs(pool.interest[period] - interest) < 1e-9, "\(period)")
    }
    let spent = pool.purchaseCost.reduce(0, +)
    let collected = (0..<run.periods).reduce(0) { $0 + run.collected($1) }
    let paid = (0..<run.periods).reduce(0) { $0 + run.paid($1) }
    #expect(spent > 100 && abs(collected - paid - spent) < 1e-6)
    #expect(abs(1000 + spent - pool.principal.reduce(0, +) - pool.loss.reduce(0, +)) < 1e-6)
  }

  @Test func purchasesForEverAreStopped() throws {
    let deal = Self.deal(Purchase("pool", from: "cash", amount: "pool.principal"), while: "1")
    let error = #expect(throws: DealRunError.self) {
      try SmallDeals.run(deal, SmallDeals.pool(1000, interest: [10, 6], principal: [400, 600]))
    }
    #expect(error?.message.contains("end them by a condition") == true)
    var pool = SmallDeals.pool(1000, interest: [10], principal: [0])
    pool.openingBalance = 900
    pool.openingInDefault = 100
    let late = #expect(throws: DealRunError.self) {
      try SmallDeals.run(Self.deal(Purchase("pool", from: "cash"), while: "1"), pool)
    }
    #expect(late?.message.contains("nothing to buy") == true)
  }

  /// Roll rates say how late loans are; triggers look at it.
  @Test func lateLoansTripATrigger() throws {
    let rates = RollRates(
      current: [0.9, 0.1, 0, 0, 0], days30: [0.5, 0, 0.5, 0, 0], days60: [0.5, 0, 0, 0.5, 0],
      days90: [0, 0, 0, 0, 1])
    let model = DefaultModel(name: "ROLL", version: "1", source: "test", form: .rollRates(rates))
    let loan = try PoolLoan(
      id: "1", balance: 1000, noteRate: 0.06, remainingTerm: 12,
      repayment: LoanRepayment(interestOnlyMonths: 12))
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1000)],
      triggers: [
        Trigger(
          name: "late",
          when: "pool.delinquent_60 + pool.delinquent_90 + pool.in_default > 5% * pool.balance")
      ],
      steps: [Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "pool.principal")))])
    var projection = DealProjection(
      try Waterfall(deal), loans: ["pool": [loan]],
      assumptions: [
        "*": PoolAssumptions(defaults: .model("ROLL"), liquidationLag: 3, defaultsEndBeforeMaturity: false)
      ], models: CollateralModels(defaults: [model]))
    projection.economy = try StressTests.economy()
    let done = try projection.run()
    let flows = try #require(done.collateral["pool"])
    // Months 1 to 3 by the chain: nothing has defaulted, so parts of the balance are the chain's.
    var parts = [1.0, 0, 0, 0]
    for month in 0..<3 {
      parts = [
        0.9 * parts[0] + 0.5 * parts[1] + 0.5 * parts[2], 0.1 * parts[0], 0.5 * parts[1], 0.5 * parts[2],
      ]
      let late = [flows.delinquent30[month], flows.delinquent60[month], flows.delinquent90[month]]
      for (found, part) in zip(late, parts.dropFirst()) {
        #expect(abs(found - 1000 * part) < 1e-9, "\(month)")
      }
    }
    // In month 4 what was 90 days late defaults: 2.5% of the balance.
    #expect(abs(flows.defaults[3] - 25) < 1e-9)
    #expect(done.run.triggers[0].isTripped.prefix(3) == [false, false, true])
    for month in 0..<12 {
      let late = flows.delinquent30[month] + flows.delinquent60[month] + flows.delinquent90[month]
      #expect(late <= flows.balance[month] + 1e-9)
    }
    let current = try CollateralProjection(CollateralAssumptions(defaults: .speed(.cdr(0.1)))).flows([loan])
    #expect(current.delinquent30.allSatisfy { $0 == 0 } && current.delinquent30.count == 12)
  }

  /// Interest that joins the balance is interest of the pool: its net rate counts it, its cash does not.
  @Test func deferredInterestCountsInTheRate() throws {
    var pool = CollateralFlows(openingBalance: 1200, months: 2)
    pool.interest = [4, 6.04]
    pool.deferredInterest = [8, 0]
    pool.scheduledPrincipal = [0, 1208]
    pool.balance = [1208, 0]
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 1200, coupon: "pool.net_rate")],
      triggers: [Trigger(name: "deferring", when: "pool.deferred_interest > 0")],
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash"))),
      ])
    let run = try SmallDeals.run(deal, pool)
    #expect(abs(run.bonds[0].rate[0] - 0.12) < 1e-12 && run.triggers[0].isTripped == [true, false])
    #expect(run.bonds[0].interest[0] == 4 && abs(run.bonds[0].shortfall[0] - 8) < 1e-12)
  }
}
