import Collateral
import Ingestion
import StructuredDeals
import Testing

/// The revolving deal of Samples/deals over its tape.
@Suite struct RevolvingSampleTests {
  private static func projection(_ assumptions: PoolAssumptions) throws -> DealProjection {
    let waterfall = try DealImport().waterfall(
      SampleFiles.source("deals/revolving-auto.json"), file: "revolving-auto.json")
    var loans: [PoolLoan] = []
    let report = try RecordImport<PoolLoan>(file: "revolving-auto.csv").csv(
      SampleFiles.source("deals/loans/revolving-auto.csv")
    ) { loans.append($0) }
    #expect(report.rejections.isEmpty && report.accepted == 60)
    return DealProjection(
      waterfall, loans: ["loans": loans], assumptions: ["*": assumptions], series: ["SOFR": [0.04]])
  }

  /// Principal buys loans for 24 periods, so that loans and cash keep their amount while losses are made good; then notes are paid down.
  @Test func principalIsReinvestedForTwoYears() throws {
    let done = try Self.projection(
      PoolAssumptions(
        prepayment: .speed(.abs(0.013)), defaults: .speed(.cdr(0.01)), severity: .curve([0.5]),
        liquidationLag: 4)
    ).run()
    let run = done.run
    let pool = run.collateral[0]
    #expect(run.periods > 24 + 60)
    for period in 0..<24 {
      #expect(abs(pool.balance[period] - 100e6) < 1e-3, "\(period)")
      #expect(pool.purchaseCost[period] > 1e6)
      #expect(run.bonds[0].balance[period] == 80e6)
    }
    #expect(pool.purchased[24...].allSatisfy { $0 == 0 } && run.bonds[0].principal[24] > 0)
    for bond in run.bonds.prefix(2) {
      #expect(abs(bond.principalLoss) < 1e-3 && (bond.shortfall.last ?? 1) < 1e-6)
    }
    // Loans bought bring their losses too: more than the pool's own.
    #expect(pool.loss.reduce(0, +) > 1.5 * (done.collateral["loans"]?.loss.reduce(0, +) ?? .infinity))
    var held = 1e6
    for period in 0..<run.periods {
      let line = run.facilities[0]
      let moved =
        run.collected(period) - run.paid(period) - pool.purchaseCost[period] + line.drawn[period]
        - line.repaid[period] - line.interestPaid[period] + run.accounts[2].interest[period]
      let left = run.accounts.reduce(0) { $0 + $1.balance[period] }
      #expect(abs(held + moved - left) < 1e-5, "\(period)")
      held = left
    }
    #expect(held < 1e-6)
  }

  /// Heavy losses end the purchases early and break the lower note.
  @Test func lossesEndTheRevolvingPeriod() throws {
    let run = try Self.projection(
      PoolAssumptions(
        prepayment: .speed(.abs(0.013)), defaults: .speed(.cdr(0.15)), severity: .curve([0.7]),
        liquidationLag: 4)
    ).run().run
    let tripped = try #require(run.triggers[0].isTripped.firstIndex(of: true))
    #expect(tripped < 23)
    #expect(run.collateral[0].purchased[tripped...].allSatisfy { $0 == 0 })
    #expect(run.bonds[0].principal[tripped] > 0)
    #expect(run.bonds[1].principalLoss > run.bonds[0].principalLoss)
  }
}
