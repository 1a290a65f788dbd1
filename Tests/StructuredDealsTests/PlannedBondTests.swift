import Collateral
import StructuredDeals
import Testing

/// A PAC and its support: Fabozzi's CMO-4 on the same pass-through, protected from 90 to 300 PSA.
@Suite struct PlannedBondTests {
  static let plan = BalanceSchedule.planned(
    name: "plan", band: [Pools.fabozzi(psa: 90), Pools.fabozzi(psa: 300)])

  static func run(psa: Double) throws -> DealRun {
    let deal = Deal(
      name: "CMO-4",
      collateral: [CollateralGroup(name: "pool", interestTo: "interest", principalTo: "principal")],
      bonds: [
        DealBond(name: "P", balance: plan.balance, coupon: 0.075),
        DealBond(name: "S", balance: 400e6 - plan.balance, coupon: 0.075), DealBond(name: "R", balance: 0),
      ],
      accounts: [DealAccount(name: "interest"), DealAccount(name: "principal")], schedules: [plan.schedule],
      waterfall: [
        Step(.payInterest(PayInterest(["P", "S"], order: .proRata, from: "interest"))),
        Step(
          .payPrincipal(
            PayPrincipal(
              .sequential([.downTo("plan", .bond("P")), .bond("S"), .bond("P")]), from: "principal"))),
        Step(.release(Release(from: "interest", to: "R"))),
        Step(.release(Release(from: "principal", to: "R"))),
      ])
    return try Waterfall(deal).run(DealInputs(collateral: ["pool": Pools.fabozzi(psa: psa)]))
  }

  @Test func thePlanIsTheLowestPrincipalOfTheBand() {
    let slow = Pools.fabozzi(psa: 90)
    let fast = Pools.fabozzi(psa: 300)
    var balance = PlannedBondTests.plan.balance
    for month in 0..<357 {
      balance -= min(slow.principal(month), fast.principal(month))
      #expect(abs(PlannedBondTests.plan.schedule.balances[month] - balance) < 1e-6)
    }
    // The book sells 243.8m of it.
    #expect(abs(PlannedBondTests.plan.balance - 243.8e6) < 0.1e6)
  }

  @Test(arguments: [90.0, 110, 165, 200, 250, 300])
  func insideTheBandThePACPaysItsPlanAndTheSupportTheRest(psa: Double) throws {
    let run = try PlannedBondTests.run(psa: psa)
    let pool = Pools.fabozzi(psa: psa)
    for month in 0..<357 {
      #expect(abs(run.bonds[0].balance[month] - PlannedBondTests.plan.schedule.balances[month]) < 1e-5)
      #expect(
        abs(run.bonds[0].principal[month] + run.bonds[1].principal[month] - pool.principal(month)) < 1e-6)
    }
    #expect(abs(try #require(run.bonds[0].weightedAverageLife()) - 7.26) < 0.02)
  }

  @Test func outsideTheBandThePACGivesWay() throws {
    let slow = try #require(try PlannedBondTests.run(psa: 50).bonds[0].weightedAverageLife())
    let fast = try #require(try PlannedBondTests.run(psa: 500).bonds[0].weightedAverageLife())
    #expect(slow > 7.5 && fast < 7)
  }

  @Test func aTACFollowsOneSpeed() {
    let plan = BalanceSchedule.planned(name: "t", band: [Pools.fabozzi(psa: 165)], balance: 100e6)
    #expect(plan.balance == 100e6)
    #expect(abs(plan.schedule.balances[0] - (100e6 - 709_923.49)) < 0.01)
    #expect(plan.schedule.balances.last == 0)
  }
}
