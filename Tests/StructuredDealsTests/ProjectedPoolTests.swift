import Collateral
import StructuredDeals
import Testing

/// Deals over pools that `CollateralProjection` projects.
@Suite struct ProjectedPoolTests {
  @Test func theBooksDealOverAProjectedPoolIsTheSame() throws {
    let loan = try PoolLoan(
      id: "1", balance: 400e6, noteRate: 0.08125, servicingFee: 0.00625, age: 3, remainingTerm: 357)
    let flows = try CollateralProjection(CollateralAssumptions(prepayment: .speed(.psa(1.65)))).flows([loan])
    let run = try Waterfall(SequentialDealTests.bonds(accrual: false)).run(
      DealInputs(collateral: ["pool": flows]))
    let other = try SequentialDealTests.run(accrual: false)
    for (bond, known) in zip(run.bonds, other.bonds) {
      for month in 0..<357 { #expect(abs(bond.cash(month) - known.cash(month)) < 0.001) }
    }
  }

  @Test(arguments: [false, true])
  func lossesAfterALagReachTheLowestBond(servicerAdvances: Bool) throws {
    let loans = try (0..<3).map {
      try PoolLoan(
        id: "\($0)", balance: 100e6 / 3, noteRate: 0.06 + 0.01 * Double($0), servicingFee: 0.0025,
        age: 5 * $0,
        remainingTerm: 120 - 5 * $0, status: $0 == 2 ? .foreclosure : .current)
    }
    let flows = try CollateralProjection(
      CollateralAssumptions(
        prepayment: .speed(.cpr(0.1)), defaults: .speed(.init(.cdr, SpeedVector([0.03]))),
        severity: .curve([0.4]),
        liquidationLag: 12, servicerAdvances: servicerAdvances)
    ).flows(loans)
    let deal = SmallDeals.deal(
      bonds: [
        DealBond(name: "A", balance: 80e6, coupon: 0.02), DealBond(name: "B", balance: 20e6, coupon: 0.03),
      ],
      steps: [
        Step(.payInterest(PayInterest(["A", "B"], from: "cash"))),
        Step(
          .payPrincipal(
            PayPrincipal(.sequential([.bond("A"), .bond("B")]), from: "cash", amount: "pool.principal"))),
        Step(.writeDown(WriteDown(["B", "A"], amount: "bonds.balance - pool.balance"))),
      ])
    let run = try SmallDeals.run(deal, flows)
    #expect(abs(run.bonds[1].writtenDown.reduce(0, +) - flows.loss.reduce(0, +)) < 1e-3)
    #expect(run.bonds[1].writtenDown[..<11].allSatisfy { $0 < 1e-6 } && flows.loss.reduce(0, +) > 13e6)
    for month in 0..<run.periods {
      #expect(abs(run.collected(month) - run.paid(month)) < 1e-6)
      #expect(
        abs(
          run.bonds[0].balance[month] + run.bonds[1].balance[month] - flows.balance[month]
            - flows.inDefault[month]) < 1e-6)
    }
  }

  /// Index plus margin is below zero, so that the loan pays its floor.
  @Test(arguments: [(0.0, 13), (0.002, 13), (0.0025, nil)])
  func aRateBelowTheServicingFeeIsToldAndAFloorMendsIt(floor: Double, month: Int?) throws {
    let loan = try PoolLoan(
      id: "1", balance: 100, noteRate: 0.04, servicingFee: 0.0025, remainingTerm: 120,
      rateTerms: .adjustable(
        AdjustableRate(index: "SOFR", margin: 0.02, monthsToReset: 12, lifetimeFloor: floor)))
    var assumptions = CollateralAssumptions()
    assumptions.indexRates = IndexRates(["SOFR": [-0.05]])
    let flows = try CollateralProjection(assumptions).flows([loan])
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 100, coupon: 0.01)],
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.sequential([.bond("A")]), from: "cash", amount: "pool.principal"))),
      ])
    let waterfall = try Waterfall(deal)
    var message: String?
    do throws(DealRunError) {
      _ = try waterfall.run(DealInputs(collateral: ["pool": flows]))
    } catch {
      message = error.description
    }
    if let month {
      let told = try #require(message)
      #expect(told.hasPrefix("small: the flows of 'pool', month \(month): interest of "))
      #expect(told.contains("as the fee is above the loans' rates; "))
    } else {
      #expect(message == nil)
    }
  }
}
