import Collateral
import DatesAndConventions
import Ingestion
import RunRecords
import StructuredDeals
import Testing

/// Real loans on cars with a deal over them, from loans to bonds.
struct AutoTapeTests {
  private func package() throws -> DealPackage {
    try DealImport().package(
      SampleFiles.source("deals/auto-tape/package.json"), file: "package.json"
    ).get().package
  }

  /// The tape is what the package holds.
  @Test func theTapeIsInThePackage() throws {
    let tape = try SampleFiles.read(PoolLoan.self, "deals/auto-tape/loans.csv")
    #expect(tape.report.rejections == [] && tape.records.count == 704)
    let held = try #require(package().collateral["pool"])
    #expect(Set(held) == Set(tape.records))
  }

  /// Excess spread builds overcollateralisation to its target, which falls with the pool to its floor; the reserve stays full; nobody
  /// loses; and all cash of the pool goes to somebody.
  @Test func excessSpreadAndReserveCarryTheNotes() throws {
    let package = try package()
    let inputs = try package.inputs()
    let flows = try #require(inputs.collateral["pool"])
    let run = try package.waterfall.run(inputs)
    let notes = run.bonds.filter { $0.name != "R" }
    let opening = notes.compactMap(\.openingBalance.first).reduce(0, +)
    #expect(opening < 0.981 * flows.openingBalance)
    func left(_ period: Int) -> Double { notes.reduce(0) { $0 + $1.balance[period] } }
    let pool = (0..<run.periods).map { flows.balance[$0] + flows.inDefault[$0] }
    let reached = try #require(
      (0..<run.periods).first {
        pool[$0] - left($0) >= max(0.045 * pool[$0], 0.01 * flows.openingBalance) - 0.01
      })
    #expect((1...24).contains(reached))
    let call = try #require(pool.firstIndex { $0 < 0.05 * flows.openingBalance })
    for period in reached..<call {
      let target = max(0.045 * pool[period], 0.01 * flows.openingBalance)
      #expect(abs(pool[period] - left(period) - min(target, pool[period])) < 0.01, "\(period)")
    }
    #expect(abs(left(run.periods - 1)) < 0.01)
    for bond in notes {
      #expect(bond.principalLoss < 0.01 && (bond.shortfall.last ?? 1) < 0.01, "\(bond.name)")
    }

    // The call sells what is left at its balance, so that principal in is the opening balance less losses before it.
    var cashIn = package.deal.accounts.reduce(0) { $0 + $1.balance } + pool[call]
    for month in 0...call {
      cashIn += flows.interest[month] - flows.servicingFee[month]
      cashIn += flows.scheduledPrincipal[month] + flows.prepayment[month] + flows.recovery[month]
    }
    var cashOut = run.fees.reduce(0) { $0 + $1.paid.reduce(0, +) }
    for bond in run.bonds { for period in 0..<run.periods { cashOut += bond.cash(period) } }
    #expect(abs(cashIn - cashOut) < 0.01)
  }

  /// Three times the defaults trip the trigger: all that is left over pays notes down, which are repaid sooner and in full.
  @Test func lossesTurnTheTurboOn() throws {
    let package = try package()
    var assumed = package.assumptions(of: "pool")
    assumed.defaults = .speed(.cdr(0.06))
    let calm = try package.project()
    let turbo = try package.project(assumptions: ["pool": assumed])
    #expect(calm.triggers.allSatisfy { !$0.isTripped.contains(true) })
    let first = try #require(turbo.triggers.first?.isTripped.firstIndex(of: true))
    #expect((3..<24).contains(first) && turbo.triggers[0].isTripped[first...].allSatisfy { $0 })
    let notes = { (run: DealRun) in run.bonds.filter { $0.name != "R" } }
    for (bond, before) in zip(notes(turbo), notes(calm)) where bond.name != "A1" {
      #expect(
        try #require(bond.lastPrincipalPeriod) < (try #require(before.lastPrincipalPeriod)), "\(bond.name)")
      #expect(bond.principalLoss < 0.01, "\(bond.name)")
    }
  }

  /// A fifth as many lines carry the deal to nearly the same place.
  @Test func linesStandForTheLoans() throws {
    let package = try package()
    let loans = try #require(package.collateral["pool"])
    let lines = LineGrouping(rateWidth: 0.04, ageWidth: 24, remainingWidth: 12).lines(loans)
    #expect(lines.count < 200 && lines.reduce(0) { $0 + $1.count } == loans.count)
    var assumptions = try package.assumptions(of: "pool").resolved(CollateralModels(), economy: nil)
    assumptions.firstMonth = YearMonth("2026-02")
    let error = try GroupingError(loans: loans, lines: lines, assumptions)
    #expect(error.balance < 0.002 && error.cash < 0.002 && abs(error.averageLife) < 0.01, "\(error)")
    let exact = try package.project()
    let near = try package.waterfall.run(
      DealInputs(collateral: ["pool": try CollateralProjection(assumptions).flows(lines)]))
    for (bond, other) in zip(exact.bonds, near.bonds) where bond.name != "R" {
      let life = try #require(bond.weightedAverageLife())
      #expect(abs(try #require(other.weightedAverageLife()) - life) < 0.02, "\(bond.name)")
    }
  }
}
