import Collateral
import Instruments
import Testing

/// Tables of a pool against sums made by hand.
struct StratificationTests {
  private func pool() throws -> [PoolLoan] {
    [
      try PoolLoan(
        id: "1", balance: 100, noteRate: 0.06, age: 5, remainingTerm: 355, score: 700, originalLTV: 0.8,
        region: "CA"),
      try PoolLoan(
        id: "2", balance: 300, noteRate: 0.0625, age: 11, remainingTerm: 349, score: 740, originalLTV: 0.95,
        region: "TX"),
      try PoolLoan(
        id: "3", balance: 200, noteRate: 0.065, age: 12, remainingTerm: 348, status: .days60, region: "CA",
        count: 2),
      try PoolLoan(
        id: "4", balance: 400, noteRate: 0.07, age: 30, remainingTerm: 150, score: 660, originalLTV: 0.6),
    ]
  }

  @Test func bandsHoldTheirLowerBound() throws {
    let table = Stratification(try pool(), by: .noteRate(width: 0.005))
    #expect(
      table.strata.map(\.place) == [
        .band(lower: 0.06, upper: 0.065), .band(lower: 0.065, upper: 0.07), .band(lower: 0.07, upper: 0.075),
      ])
    #expect(table.strata.map(\.balance) == [400, 200, 400])
    #expect(table.strata.map(\.count) == [2, 2, 1])
    #expect(table.strata.map(\.share) == [0.4, 0.2, 0.4])
    // (100·6 + 300·6.25) / 400 = 6.1875
    #expect(abs(table.strata[0].averageRate - 0.061875) < 1e-15)
    #expect(abs(table.strata[0].averageRemaining - 350.5) < 1e-12)
    #expect(abs(table.strata[0].averageAge - 9.5) < 1e-12)
  }

  /// (6 + 18.75 + 13 + 28) / 1,000; 605 of 800; 556,000 / 800.
  @Test func theTotalIsThePool() throws {
    let total = Stratification(try pool(), by: .age(width: 12)).total
    #expect(total.count == 5 && total.balance == 1_000 && total.share == 1)
    #expect(abs(total.averageRate - 0.06575) < 1e-15)
    // Loan 3 says neither.
    #expect(abs(try #require(total.averageLTV) - 0.75625) < 1e-15)
    #expect(abs(try #require(total.averageScore) - 695) < 1e-12)
  }

  @Test func everyKeySortsThePool() throws {
    let pool = try pool()
    let keys: [(StratumKey, [Double])] = [
      (.age(width: 12), [400, 200, 400]), (.remainingTerm(width: 120), [400, 600]),
      (.balance(width: 200), [100, 500, 400]), (.loanToValue(width: 0.2), [400, 400, 200]),
      (.score(width: 50), [400, 400, 200]), (.region, [300, 300, 400]), (.status, [800, 200]),
      (.purpose, [1_000]),
    ]
    for (key, balances) in keys {
      let table = Stratification(pool, by: key)
      #expect(table.strata.map(\.balance) == balances, "\(key)")
      #expect(abs(table.strata.reduce(0) { $0 + $1.share } - 1) < 1e-15)
    }
    let regions = Stratification(pool, by: .region).strata.map(\.place)
    #expect(regions == [.name("CA", order: 0), .name("TX", order: 0), .unknown])
  }

  @Test func poolsWithoutBalanceHaveNoShares() throws {
    #expect(Stratification([], by: .region).strata.isEmpty)
    let repaid = try PoolLoan(id: "0", balance: 0, noteRate: 0.05, remainingTerm: 10)
    let table = Stratification([repaid], by: .region)
    #expect(table.total.share == 0 && table.total.averageRate == 0.05)
  }
}
