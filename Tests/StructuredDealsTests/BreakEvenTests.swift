import Collateral
import Foundation
import Instruments
import StructuredDeals
import Testing

/// How much default a bond stands.
@Suite struct BreakEvenTests {
  static let balances = [350e6, 20e6, 10e6, 5e6, 5e6, 5e6, 5e6]

  /// Fabozzi's senior and six subordinated bonds over one balloon loan whose defaults lose 40%, principal to the highest first.
  static func deal(term: Int = 60, coupon: Double = 0.06) throws -> DealProjection {
    let deal = SmallDeals.deal(
      bonds: zip(LossTests.names, balances).map { DealBond(name: $0, balance: $1, coupon: Formula(coupon)) },
      steps: [
        Step(.payInterest(PayInterest(LossTests.names, from: "cash"))),
        Step(
          .payPrincipal(
            PayPrincipal(
              .sequential(LossTests.names.map { .bond($0) }), from: "cash", amount: "pool.principal"))),
        Step(.writeDown(WriteDown(LossTests.names.reversed(), amount: "bonds.balance - pool.balance"))),
      ])
    let loan = try PoolLoan(
      id: "1", balance: 400e6, noteRate: 0.065, remainingTerm: term,
      repayment: LoanRepayment(interestOnlyMonths: term))
    return DealProjection(
      try Waterfall(deal), loans: ["pool": [loan]],
      assumptions: ["*": PoolAssumptions(severity: .curve([0.4]), defaultsEndBeforeMaturity: false)])
  }

  /// Without amortisation what has defaulted after n months is 1 − (1 − CDR)^(n/12): the subordination is used up by 40% of it.
  @Test func theBreakEvenIsToldByHand() throws {
    let projection = try Self.deal()
    var below = 0.0
    for index in (1..<7).reversed() {
      let found = try BreakEven(projection, bond: LossTests.names[index])
      #expect(found.isMonotone)
      guard index < 6 else {
        #expect(found.outcome == .found && found.rate < 1e-6)
        below += Self.balances[index]
        continue
      }
      let lost = below / 400e6
      let rate = 1 - pow(1 - lost / 0.4, 12.0 / 60)
      #expect(found.outcome == .found, "\(index)")
      #expect(abs(found.rate - rate) < 2e-6, "\(index)")
      #expect(abs(found.poolLoss - lost) < 1e-5, "\(index)")
      #expect(found.bracket.upperBound - found.bracket.lowerBound <= 1e-7)
      below += Self.balances[index]
    }
    // 50m of subordination against losses of 160m at most.
    let senior = try BreakEven(projection, bond: "X1")
    #expect(abs(senior.rate - (1 - pow(1 - 0.125 / 0.4, 0.2))) < 2e-6)
  }

  @Test func aYieldIsKept() throws {
    let projection = try Self.deal()
    let loss = try BreakEven(projection, bond: "X4")
    let keeps = try BreakEven(projection, bond: "X4", limit: .yield(below: 0.04, price: 100))
    #expect(keeps.outcome == .found && keeps.isMonotone && keeps.rate > loss.rate)
    let bond = try StaticBondTests.bond(projection, "X4", AssumedSpeeds(defaults: .cdr(keeps.rate)))
    #expect(abs(try #require(bond.yield(price: 100)) - 0.04) < 1e-3)
    #expect(
      try BreakEven(projection, bond: "X4", limit: .yield(below: 0.2, price: 100)).outcome == .brokenAtLowest)
    #expect(try BreakEven(projection, bond: "X1", highest: 0.01).outcome == .standsHighest)
  }

  /// Losses rise with CDR and with severity, and bonds and pool lose the same.
  @Test func theGridIsMonotoneAndAddsUp() throws {
    let projection = try Self.deal()
    let rates = [0.0, 0.01, 0.02, 0.04, 0.08]
    var sums = [Double](repeating: 0, count: rates.count * 2)
    var pool = sums
    for name in LossTests.names {
      let cells = try SpeedGrid(
        projection, bond: name, defaults: rates.map { .cdr($0) }, severity: [0.3, 0.6]
      ).cells
      #expect(cells.count == 10)
      for (index, cell) in cells.enumerated() {
        sums[index] += cell.bond.principalLoss
        pool[index] = cell.poolLoss * 400e6
        #expect(abs(cell.bond.writtenDown - cell.bond.principalLoss) < 1e-3)
        if index >= 2 { #expect(cell.bond.principalLoss >= cells[index - 2].bond.principalLoss - 1e-6) }
        if index % 2 == 1 { #expect(cell.bond.principalLoss >= cells[index - 1].bond.principalLoss - 1e-6) }
      }
    }
    for index in sums.indices { #expect(abs(sums[index] - pool[index]) < 1e-3) }
  }
}
