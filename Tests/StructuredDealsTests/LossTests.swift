import StructuredDeals
import Testing

/// Who bears losses, and who gets back what was written down.
@Suite struct LossTests {
  static let names = ["X1", "X2", "X3", "X4", "X5", "X6", "X7"]

  static func senior(loss: [Double], writeUp: Bool = false) throws -> DealRun {
    let balances = [350e6, 20e6, 10e6, 5e6, 5e6, 5e6, 5e6]
    var steps = [
      Step(.payInterest(PayInterest(names, from: "cash"))),
      Step(
        .payPrincipal(
          PayPrincipal(.sequential(names.map { .bond($0) }), from: "cash", amount: "pool.principal"))),
      Step(.writeDown(WriteDown(names.reversed(), amount: "bonds.balance - pool.balance"))),
    ]
    if writeUp { steps.append(Step(.writeUp(WriteUp(names, amount: "pool.balance - bonds.balance")))) }
    let deal = SmallDeals.deal(
      bonds: zip(names, balances).map { DealBond(name: $0, balance: $1, coupon: 0.06) }, steps: steps)
    return try SmallDeals.run(
      deal,
      SmallDeals.pool(400e6, interest: loss.map { _ in 2e6 }, principal: loss.map { _ in 1e6 }, loss: loss))
  }

  @Test func fifteenMillionWipeOutTheLowestThree() throws {
    let run = try LossTests.senior(loss: [15e6])
    #expect(run.bonds.prefix(7).map { $0.balance[0] } == [349e6, 20e6, 10e6, 5e6, 0, 0, 0])
    #expect(run.bonds.prefix(7).map { $0.writtenDown[0] } == [0, 0, 0, 0, 5e6, 5e6, 5e6])
  }

  @Test func lossesGoUpFromTheLowest() throws {
    let run = try LossTests.senior(loss: [3e6, 4e6, 12e6, 30e6])
    #expect(run.bonds[6].writtenDown == [3e6, 2e6, 0, 0])
    #expect(run.bonds[5].writtenDown == [0, 2e6, 3e6, 0])
    #expect(run.bonds[4].writtenDown == [0, 0, 5e6, 0])
    #expect(run.bonds[3].writtenDown == [0, 0, 4e6, 1e6])
    #expect(run.bonds[2].writtenDown == [0, 0, 0, 10e6])
    #expect(run.bonds[1].writtenDown == [0, 0, 0, 19e6])
    #expect(run.bonds[0].writtenDown == [0, 0, 0, 0])
    for period in 0..<4 {
      let bonds = run.bonds.reduce(0) { $0 + $1.balance[period] }
      #expect(abs(bonds - run.collateral[0].balance[period]) < 1e-6)
    }
  }

  @Test func whatIsRecoveredLaterGoesToTheHighestFirst() throws {
    // A loss that turns out smaller: the pool's balance rises again.
    let run = try LossTests.senior(loss: [12e6, -9e6, -2e6], writeUp: true)
    #expect(run.bonds[6].writtenDown == [5e6, 0, 0])
    #expect(run.bonds[4].writtenUp == [0, 2e6, 0])
    #expect(run.bonds[5].writtenUp == [0, 5e6, 0])
    #expect(run.bonds[6].writtenUp == [0, 2e6, 2e6])
    #expect(run.bonds[6].balance == [0, 2e6, 4e6])
  }

  @Test func aLossOfAllLeavesNothing() throws {
    let run = try LossTests.senior(loss: [399e6])
    #expect(run.bonds.allSatisfy { $0.balance[0] == 0 })
    #expect(run.collateral[0].balance[0] == 0)
  }
}
