import Collateral
import Foundation
import Instruments
import StructuredDeals
import Testing

/// Yields, spreads and lives of bonds under fixed assumptions.
@Suite struct StaticBondTests {
  /// All of a pool in one bond, the interest passed through.
  static func passThrough(_ loan: PoolLoan, _ assumptions: PoolAssumptions) throws -> DealProjection {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "P", balance: loan.balance, coupon: "pool.net_rate")],
      steps: [
        Step(.payInterest(PayInterest(["P"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("P"), from: "cash", amount: "pool.principal"))),
        Step(.writeDown(WriteDown(["P"], amount: "bonds.balance - pool.balance"))),
      ])
    return DealProjection(try Waterfall(deal), loans: ["pool": [loan]], assumptions: ["*": assumptions])
  }

  static func bond(
    _ projection: DealProjection, _ name: String, _ speeds: AssumedSpeeds = AssumedSpeeds(),
    _ settlement: BondSettlement = BondSettlement()
  ) throws -> StaticBond {
    try projection.run(speeds).bond(name, settlement, of: projection.waterfall.deal)
  }

  /// Standard Formulas SF-49: Ginnie Mae I 9%, 150% PSA, at par, 14 days of delay.
  @Test func thePassThroughOfTheStandardFormulas() throws {
    let loan = try PoolLoan(id: "G", balance: 100, noteRate: 0.095, servicingFee: 0.005, remainingTerm: 360)
    let projection = try Self.passThrough(loan, PoolAssumptions(prepayment: .speed(.psa(1.5))))
    let bond = try Self.bond(projection, "P", AssumedSpeeds(), BondSettlement(delayDays: 14))
    let yield = try #require(bond.yield(price: 100))
    #expect(abs(yield - 0.0910675) < 5e-8)
    #expect(abs(InvestorFlows.mortgageYield(bondEquivalent: yield) - 0.0893863) < 5e-8)
    #expect(abs(try #require(bond.averageLife) - 9.77844) < 5e-6)
    #expect(abs(bond.flows.duration(yield: yield) - 5.73147) < 5e-6)
    #expect(abs(bond.flows.modifiedDuration(yield: yield) - 5.48186) < 5e-6)
    #expect(abs(bond.flows.convexity(yield: yield) - 54.4326) < 5e-5)
    #expect(abs(bond.price(yield: yield) - 100) < 1e-9)
    #expect(bond.window == 1...360 && bond.principalLoss < 1e-9)
  }

  /// Fabozzi, chapter 30: four classes in sequence, 165 PSA.
  @Test func livesAndWindowsOfTheBook() throws {
    let loan = try PoolLoan(
      id: "1", balance: 400e6, noteRate: 0.08125, servicingFee: 0.00625, age: 3, remainingTerm: 357)
    let projection = DealProjection(
      try Waterfall(SequentialDealTests.bonds(accrual: false)), loans: ["pool": [loan]],
      assumptions: ["pool": PoolAssumptions(prepayment: .speed(.psa(1.65)))])
    for (name, life, last) in [("A", 3.49, 81), ("B", 7.50, 100), ("C", 11.21, 178), ("D", 20.28, 357)] {
      let bond = try Self.bond(projection, name)
      #expect(abs(try #require(bond.averageLife) - life) < 0.005, "\(name)")
      #expect(bond.window?.upperBound == last, "\(name)")
    }
    let all = try ["A", "B", "C", "D"].map { try Self.bond(projection, $0) }
    let pool = try projection.run().collateral["pool"]
    let whole = try #require(pool.map { InvestorFlows($0, delayDays: 0) })
    for yield in [0.02, 0.075, 0.15] {
      let sum = all.reduce(0) { $0 + $1.flows.value(yield: yield) }
      let residual = try projection.run().run.bonds.filter { !["A", "B", "C", "D"].contains($0.name) }
      let rest = residual.reduce(0.0) { sum, bond in
        sum
          + (0..<bond.principal.count).reduce(0) {
            $0 + bond.cash($1) * pow(1 + yield / 2, -Double($1 + 1) / 6)
          }
      }
      #expect(abs(sum + rest - whole.value(yield: yield)) < 1e-3)
    }
  }

  /// At par without delay the mortgage yield is the coupon, at any speed; the rates of a month are simple.
  @Test(arguments: [0.0, 0.06, 0.4])
  func parYieldsTheCoupon(speed: Double) throws {
    let loan = try PoolLoan(id: "1", balance: 1e6, noteRate: 0.06, remainingTerm: 180)
    let projection = try Self.passThrough(loan, PoolAssumptions(prepayment: .speed(.cpr(speed))))
    let bond = try Self.bond(projection, "P")
    let yield = try #require(bond.yield(price: 100))
    #expect(abs(InvestorFlows.mortgageYield(bondEquivalent: yield) - 0.06) < 1e-12)
    let later = try Self.bond(projection, "P", AssumedSpeeds(), BondSettlement(days: 12))
    #expect(abs(later.accrued - 1e6 * 0.06 * 12 / 360) < 1e-6)
    let margin = try #require(bond.discountMargin(price: 100, index: [0.04]))
    #expect(abs(margin - 0.02) < 1e-12)
  }

  /// On a flat curve the Z-spread is the continuous yield less the curve's rate.
  @Test func aFlatCurveTellsTheSpread() throws {
    let loan = try PoolLoan(id: "1", balance: 1e6, noteRate: 0.06, remainingTerm: 120)
    let bond = try Self.bond(
      try Self.passThrough(loan, PoolAssumptions(prepayment: .speed(.cpr(0.1)))), "P")
    let spread = try #require(bond.zSpread(price: 98, discount: { exp(-0.03 * $0) }))
    let yield = try #require(bond.yield(price: 98))
    #expect(abs(spread + 0.03 - 2 * log(1 + yield / 2)) < 1e-12)
    #expect(abs(bond.price(spread: spread, discount: { exp(-0.03 * $0) }) - 98) < 1e-9)
    // Above par faster prepayment lowers the yield, below par it raises it.
    let cells = try SpeedGrid(
      try Self.passThrough(loan, PoolAssumptions()), bond: "P",
      prepayment: [.cpr(0.05), .cpr(0.2), .cpr(0.5)]
    ).cells
    let rich = cells.compactMap { $0.bond.yield(price: 104) }
    let cheap = cells.compactMap { $0.bond.yield(price: 96) }
    #expect(rich == rich.sorted(by: >) && cheap == cheap.sorted() && rich.count == 3 && cheap.count == 3)
  }

  @Test func theSpreadHasParts() throws {
    let loan = try PoolLoan(id: "1", balance: 1e6, noteRate: 0.06, remainingTerm: 120)
    let bond = try Self.bond(
      try Self.passThrough(loan, PoolAssumptions(prepayment: .speed(.cpr(0.1)))), "P")
    let life = try #require(bond.averageLife)
    let tiers = SpreadTiers([
      .init(tier: "AAA", years: 2, credit: 0.004, liquidity: 0.002),
      .init(tier: "AAA", years: 6, credit: 0.008, liquidity: 0.004),
      .init(tier: "BBB", years: 5, credit: 0.02, liquidity: 0.01),
    ])
    #expect(tiers.tiers == ["AAA", "BBB"])
    // A curve flat at 4% bond-equivalent has par yields of 4%.
    let discount = { (years: Double) in pow(1.02, -2 * years) }
    let parts = try #require(SpreadParts(bond, price: 99, tier: "AAA", tiers: tiers, discount: discount))
    let yield = try #require(bond.yield(price: 99))
    #expect(abs(parts.nominal - (yield - 0.04)) < 1e-12)
    #expect(abs(parts.credit - (0.004 + 0.004 * (life - 2) / 4)) < 1e-15)
    #expect(abs(parts.liquidity - (0.002 + 0.002 * (life - 2) / 4)) < 1e-15)
    #expect(abs(parts.credit + parts.liquidity + parts.residual - parts.zSpread) < 1e-15)
    #expect(abs(parts.zSpread - 2 * log((1 + yield / 2) / 1.02)) < 1e-12)
    #expect(SpreadParts(bond, price: 99, tier: "CCC", tiers: tiers, discount: discount) == nil)
    #expect(try #require(tiers.spreads("BBB", years: 1)) == (0.02, 0.01))
    #expect(try #require(tiers.spreads("AAA", years: 30)) == (0.008, 0.004))
  }

  @Test func whatHasNoPriceIsRefused() throws {
    let loan = try PoolLoan(id: "1", balance: 1e6, noteRate: 0.06, remainingTerm: 12)
    let projection = try Self.passThrough(loan, PoolAssumptions())
    for name in ["R", "Q"] {
      let error = #expect(throws: DealRunError.self) { try Self.bond(projection, name) }
      #expect(error?.message.hasPrefix("'\(name)'") == true)
    }
    let unknown = DealProjection(
      projection.waterfall, loans: projection.loans,
      assumptions: ["*": PoolAssumptions(prepayment: .model("FAST"))])
    let error = #expect(throws: DealRunError.self) { try unknown.run() }
    #expect(error?.message == "the collateral 'pool': 'FAST' is not a model of prepayment; there are none")
  }
}
