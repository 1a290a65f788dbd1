public import Collateral
import NumericalMethods

/// What the pools of a stack are worth at the one spread at which they are worth together what was seen.
public struct StackPrices: Sendable {
  public struct Pool: Sendable {
    public let quoted: QuotedPool
    /// Value per 100 of balance at the stack's spread.
    public let modelPrice: Double
    /// Model less quoted.
    public var difference: Double { modelPrice - quoted.price }
  }

  public let stack: PoolStack
  /// Over the discount curve, a decimal a year, continuously compounded: the stack's option-adjusted spread.
  public let spread: Double
  /// In the order in which they were given.
  public let pools: [Pool]

  public var balance: Double { pools.reduce(0) { $0 + $1.quoted.loan.balance } }
  public var differences: PriceDifferences { PriceDifferences(pools.map(\.difference)) }

  /// One for each stack, in their order.
  ///
  /// Prices are of the beginning of a month, from which the pools' months count, so that nothing has accrued.
  ///
  /// - Parameter rates: for pools that are paid so many days after the end of each month.
  /// - Throws: where a pool cannot be projected, and where no spread from -10% to 20% gives a stack's value.
  public static func solved(
    _ pools: [QuotedPool], _ simulation: CollateralSimulation, threads: Int = 1,
    rates: (_ delayDays: Int) -> SimulatedRates
  ) throws(CollateralError) -> [StackPrices] {
    var cash: [Int: SimulatedCash] = [:]
    for delay in Set(pools.map(\.delayDays)).sorted() {
      let places = pools.indices.filter { pools[$0].delayDays == delay }
      let found = try simulation.cash(places.map { [pools[$0].loan] }, on: rates(delay), threads: threads)
      for (place, cashOfPool) in zip(places, found) { cash[place] = cashOfPool }
    }
    return try Set(pools.map(\.stack)).sorted().map { stack throws(CollateralError) in
      try StackPrices(
        stack,
        pools.indices.filter { pools[$0].stack == stack }.compactMap { place in
          cash[place].map { (pools[place], $0) }
        })
    }
  }

  private init(
    _ stack: PoolStack, _ parts: [(pool: QuotedPool, cash: SimulatedCash)]
  ) throws(CollateralError) {
    let value = parts.reduce(0) { $0 + $1.pool.loan.balance * $1.pool.price / 100 }
    // Pools that are paid on the same days are valued together.
    let together = Set(parts.map(\.pool.delayDays)).sorted().map { delay in
      SimulatedCash.sum(parts.filter { $0.pool.delayDays == delay }.map { ($0.cash, 1) })
    }
    let found = RootSearch(bracket: -0.1...0.2).brent { spread in
      together.reduce(-value) { $0 + $1.value(spread: spread, of: stack.part) }
    }
    guard let spread = found.root else {
      throw CollateralError(
        message:
          "no spread from -10% to 20% gives the value of the pools of \(stack.market), coupon \(100 * stack.coupon)%"
      )
    }
    self.stack = stack
    self.spread = spread
    pools = parts.map { pool, cash in
      Pool(quoted: pool, modelPrice: 100 * cash.value(spread: spread, of: stack.part) / pool.loan.balance)
    }
  }
}
