import Collateral
import Foundation
import Models
import SecuritisationAnalytics
import Testing

/// Pools of a coupon at one spread.
@Suite struct StackPricesTests {
  private let conventional = PoolStack(market: "conventional", coupon: 0.05, termYears: 30)

  private func pool(
    _ id: String, _ balance: Double, price: Double, term: Int = 300, stack: PoolStack? = nil,
    delayDays: Int = 24
  ) throws -> QuotedPool {
    QuotedPool(
      loan: try PoolLoan(
        id: id, balance: balance, noteRate: 0.0575, servicingFee: 0.0075, age: 360 - term,
        remainingTerm: term),
      stack: stack ?? conventional, delayDays: delayDays, price: price)
  }

  private func solved(_ pools: [QuotedPool], threads: Int = 1) throws -> [StackPrices] {
    let simulation = try CollateralSimulation(CollateralAssumptions(prepayment: .speed(.cpr(0.06))))
    let dynamics = RateDynamics.hullWhite(HullWhite(meanReversion: 0.03, volatility: 0.01))
    return try StackPrices.solved(pools, simulation, threads: threads) { delay in
      SimulatedRates(
        StoredPaths(
          dynamics, PathPlan(sets: 2, blocksPerSet: 1), .monthly(300, delay: Double(delay) / 365)),
        RateScenario(discountFactor: { exp(-0.04 * $0) }))
    }
  }

  /// Speeds do not move with rates: the value is that of the projected cash on the curve, whose spread is found by itself.
  @Test func aStackOfOneIsWorthItsPrice() throws {
    let found = try #require(try solved([pool("A", 1_000, price: 101.5)]).first)
    #expect(abs(found.pools[0].difference) < 1e-8)
    let flows = try CollateralProjection(CollateralAssumptions(prepayment: .speed(.cpr(0.06)))).flows([
      pool("A", 1_000, price: 101.5).loan
    ])
    let value = InvestorFlows(flows, delayDays: 0).cash.enumerated().reduce(0) { sum, month in
      sum + month.element * exp(-(0.04 + found.spread) * (Double(month.offset + 1) / 12 + 24.0 / 365))
    }
    #expect(abs(value - 1_015) < 1e-6)
  }

  /// What is over in one pool is short in the other, by balance, whatever the days of payment.
  @Test func aStackIsWorthItsPricesTogether() throws {
    let ginnieMae = PoolStack(market: "GNMA_II", coupon: 0.05, termYears: 30)
    let pools = [
      try pool("A", 1_000, price: 101), try pool("B", 3_000, price: 100, term: 200, delayDays: 14),
      try pool("C", 500, price: 99, stack: ginnieMae, delayDays: 19),
    ]
    let stacks = try solved(pools)
    #expect(stacks.map(\.stack) == [ginnieMae, conventional])
    let found = stacks[1]
    #expect(found.pools.map(\.quoted.loan.id) == ["A", "B"] && found.balance == 4_000)
    let sum = found.pools.reduce(0) { $0 + $1.difference * $1.quoted.loan.balance }
    #expect(abs(sum) < 1e-6 && abs(found.pools[0].difference) > 0.1)
    let again = try solved(pools, threads: 3)
    #expect(again.map(\.spread) == stacks.map(\.spread))
    #expect(again[1].differences == found.differences)
  }

  /// At one spread interest and principal of a pool are worth the pool.
  @Test func stripsAddUpToThePool() throws {
    let whole = try solved([pool("A", 1_000, price: 101.5)])[0]
    func strip(_ part: SimulatedCash.Part, price: Double) throws -> StackPrices {
      let stack = PoolStack(market: "conventional", coupon: 0.05, termYears: 30, part: part)
      return try solved([pool("A", 1_000, price: price, stack: stack)])[0]
    }
    // The price of interest at which its spread is the pool's, by bisection on the spread found.
    var (low, high) = (25.0, 40.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if try strip(.interest, price: middle).spread > whole.spread { low = middle } else { high = middle }
    }
    #expect(abs(try strip(.principal, price: 101.5 - low).spread - whole.spread) < 1e-9)
    #expect(whole.stack < PoolStack(market: "A", coupon: 0.05, termYears: 30, part: .interest))
  }

  @Test func aPriceThatNoSpreadGivesIsRefused() throws {
    #expect(throws: CollateralError.self) { try solved([pool("A", 1_000, price: 900)]) }
  }

  /// numpy.quantile of the same numbers.
  @Test func quantiles() {
    let differences = PriceDifferences([0.4, -1.5, 0.1, 0.2])
    for (part, expected) in [(0, -1.5), (0.1, -1.02), (0.25, -0.3), (0.5, 0.15), (0.9, 0.34), (1, 0.4)] {
      #expect(abs(differences.quantile(part) - expected) < 1e-15, "\(part)")
    }
    #expect(differences.largest == -1.5 && differences.sizes.values == [0.1, 0.2, 0.4, 1.5])
    #expect(PriceDifferences([2]).median == 2)
  }
}
