import Collateral
import StructuredDeals
import Testing

/// Fabozzi, "Foundations of Global Financial Markets", chapter 30: CMO-1 and CMO-2 at 165 PSA.
@Suite struct SequentialDealTests {
  static func bonds(accrual: Bool) -> Deal {
    let names = ["A", "B", "C", "D"]
    let balances = [194.5e6, 36e6, 96.5e6, 73e6]
    var steps: [Step] = []
    if accrual {
      steps.append(Step(.payInterest(PayInterest(["A", "B", "C"], order: .proRata, from: "interest"))))
      steps.append(
        Step(
          .accrete(Accrete(["D"], from: "interest", to: "principal")),
          when: "A.balance + B.balance + C.balance > 0"))
    }
    steps += [
      Step(.payInterest(PayInterest(names, order: .proRata, from: "interest"))),
      Step(.payPrincipal(PayPrincipal(.sequential(names.map { .bond($0) }), from: "principal"))),
      Step(.release(Release(from: "interest", to: "R"))), Step(.release(Release(from: "principal", to: "R"))),
    ]
    return Deal(
      name: accrual ? "CMO-2" : "CMO-1",
      collateral: [CollateralGroup(name: "pool", interestTo: "interest", principalTo: "principal")],
      bonds: zip(names, balances).map { DealBond(name: $0, balance: $1, coupon: 0.075) } + [
        DealBond(name: "R", balance: 0)
      ],
      accounts: [DealAccount(name: "interest"), DealAccount(name: "principal")], waterfall: steps)
  }

  static func run(accrual: Bool) throws -> DealRun {
    try Waterfall(bonds(accrual: accrual)).run(DealInputs(collateral: ["pool": Pools.fabozzi(psa: 165)]))
  }

  @Test func theFixtureIsTheBooksPassThrough() {
    let flows = Pools.fabozzi(psa: 165)
    #expect(abs(flows.interest[0] - flows.servicingFee[0] - 2_500_000) < 0.5)
    #expect(abs(flows.principal(0) - 709_923.49) < 0.005)
    #expect(abs(flows.principal(80) - 2_032_196) < 1)
    #expect(abs(flows.interest[80] - flows.servicingFee[80] - 1_286_325) < 1)
  }

  @Test func sequentialBondsEndWhenTheBookSays() throws {
    let run = try SequentialDealTests.run(accrual: false)
    #expect(["A", "B", "C", "D"].map { run.bond($0)?.lastPrincipalPeriod } == [81, 100, 178, 357])
    #expect(abs(run.bonds[0].balance[79] - 311_926) < 4)
    for (bond, life) in zip(run.bonds, [3.48, 7.49, 11.19, 20.27]) {
      #expect(abs(try #require(bond.weightedAverageLife()) - life) < 0.02, "\(bond.name)")
    }
  }

  @Test func anAccrualBondSpeedsUpThoseBeforeIt() throws {
    let run = try SequentialDealTests.run(accrual: true)
    #expect(abs(run.bonds[0].principal[0] - 1_166_173) < 1)
    #expect(abs(run.bonds[3].accretion[0] - 456_250) < 0.01)
    // The book ends C in month 112; that month's accrual decides between 112 and 113.
    #expect(["A", "B"].map { run.bond($0)?.lastPrincipalPeriod } == [64, 77])
    #expect([112, 113].contains(run.bond("C")?.lastPrincipalPeriod))
    for (bond, life) in zip(run.bonds, [2.90, 5.86, 7.87]) {
      #expect(abs(try #require(bond.weightedAverageLife()) - life) < 0.02, "\(bond.name)")
    }
    #expect(run.bonds[3].accretion.reduce(0, +) > 30e6)
    #expect(run.bonds[3].balance.last.map { abs($0) < 1e-6 } == true)
  }

  @Test func everyPeriodsCashGoesSomewhere() throws {
    for accrual in [false, true] {
      let run = try SequentialDealTests.run(accrual: accrual)
      for period in 0..<run.periods { #expect(abs(run.collected(period) - run.paid(period)) < 1e-6) }
    }
  }
}
