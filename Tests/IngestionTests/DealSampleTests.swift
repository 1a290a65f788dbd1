import Collateral
import Ingestion
import StructuredDeals
import Testing

/// The deals of Samples/deals run as they say.
@Suite struct DealSampleTests {
  private struct Sample {
    let deal: Deal
    let pool: CollateralFlows
    let run: DealRun
  }

  private static func sample(
    _ name: String, group: String = "pool", series: [String: [Double]] = [:]
  ) throws -> Sample {
    let waterfall = try DealImport().waterfall(SampleFiles.source("deals/\(name).json"), file: "\(name).json")
    let pool = try CollateralImport().csv(
      SampleFiles.source("deals/collateral/\(name).csv"), file: "\(name).csv")
    let run = try waterfall.run(DealInputs(collateral: [group: pool], series: series), isExplained: true)
    // All that comes in is paid, but for what reserves keep.
    var held = waterfall.deal.accounts.reduce(0) { $0 + $1.balance }
    for period in 0..<run.periods {
      let left = run.accounts.reduce(0) { $0 + $1.balance[period] }
      #expect(abs(held + run.collected(period) - run.paid(period) - left) < 1e-6)
      held = left
    }
    return Sample(deal: waterfall.deal, pool: pool, run: run)
  }

  @Test func anAgencyCMO() throws {
    let rates = (0..<357).map { 0.03 + 0.0002 * Double($0) }
    let cmo = try DealSampleTests.sample("agency-cmo", series: ["SOFR": rates])
    let bond = { (name: String) throws in try #require(cmo.run.bond(name)) }
    let plan = cmo.deal.schedules[0].balances
    for period in 0..<cmo.run.periods {
      #expect(abs(try bond("PA").balance[period] - (period < plan.count ? plan[period] : 0)) < 0.01)
      let parent = 0.075 / 12 * (try bond("F").openingBalance[period] + bond("I").openingBalance[period])
      // The pool's interest is rounded to cents.
      #expect(abs(try bond("F").interest[period] + bond("I").interest[period] - parent) < 0.05)
    }
    let z = try bond("Z")
    #expect(z.accretion[0] == 500_000 && z.principal[0] == 0)
    let last = try #require(bond("I").lastPrincipalPeriod)
    #expect(z.firstPrincipalPeriod.map { $0 >= last } == true)
    #expect(try cmo.run.bonds.allSatisfy { try #require($0.balance.last) < 0.5 })
    let exchangeable = cmo.run.flows(of: cmo.deal.exchangeable[0])
    #expect(abs(exchangeable.interest[0] - 240e6 * 0.075 / 12) < 1e-6)
  }

  @Test func aSeniorSubordinatedDealWithShiftingInterest() throws {
    let rmbs = try DealSampleTests.sample("senior-sub-rmbs")
    let bonds = rmbs.run.bonds
    for period in 0..<rmbs.run.periods {
      let balance = bonds.reduce(0) { $0 + $1.balance[period] }
      #expect(abs(balance - rmbs.run.collateral[0].balance[period]) < 0.01)
    }
    // While everything prepaid goes to the seniors, the juniors have their share of the rest.
    for period in 0..<60 {
      let juniors = bonds[3...5].reduce(0) { $0 + $1.openingBalance[period] }
      let share = juniors / bonds.reduce(0) { $0 + $1.openingBalance[period] }
      let paid = bonds[3...5].reduce(0) { $0 + $1.principal[period] }
      #expect(abs(paid - share * (rmbs.pool.scheduledPrincipal[period] + rmbs.pool.recovery[period])) < 1e-3)
    }
    #expect(abs(bonds[5].writtenDown[0] - rmbs.pool.loss[0]) < 1e-6)
    let lowest = bonds[5].writtenDown.reduce(0, +)
    #expect(lowest > 4e6 && bonds[0].writtenDown.reduce(0, +) == 0)
    // B1 loses nothing before B2 is gone.
    let first = try #require(bonds[4].writtenDown.firstIndex { $0 > 0.01 })
    #expect(bonds[5].balance[first] < 0.01)
    #expect(rmbs.run.triggers[0].isTripped.contains(true) && rmbs.run.triggers[0].isTripped.contains(false))
  }

  @Test func anAutoLoanDealBuildsItsCushion() throws {
    let auto = try DealSampleTests.sample("auto-abs")
    let notes = { (period: Int) in auto.run.bonds[0...4].reduce(0) { $0 + $1.balance[period] } }
    let pool = auto.run.collateral[0]
    let reached = try #require(
      (0..<auto.run.periods).first { pool.balance[$0] - notes($0) >= 0.045 * pool.balance[$0] - 0.01 })
    #expect(reached > 0 && reached < 12)
    for period in reached..<30 {
      #expect(abs(pool.balance[period] - notes(period) - max(0.045 * pool.balance[period], 5e6)) < 0.01)
      #expect(auto.run.bonds[5].residual[period] > 0)
    }
    // A1 by actual days: the first period is 31 days.
    #expect(abs(auto.run.bonds[0].interest[0] - 100e6 * 0.049 * 31 / 360) < 1e-6)
    let called = try #require(pool.balance.firstIndex(of: 0))
    #expect(called < 59 && auto.pool.balance[called] > 0)
    #expect(notes(called) < 0.01)
    #expect(auto.run.accounts[1].balance[called] == 0 && auto.run.accounts[1].balance[called - 1] == 2.5e6)
    #expect(auto.run.explanations[called].steps[0].isTaken)
    #expect(auto.run.fees[0].paid[3] == 5_000)
  }

  @Test func lossesOverTheLimitTurnAllExcessToTheNotes() throws {
    let waterfall = try DealImport().waterfall(
      SampleFiles.source("deals/auto-abs.json"), file: "auto-abs.json")
    var pool = try CollateralImport().csv(
      SampleFiles.source("deals/collateral/auto-abs.csv"), file: "auto-abs.csv")
    // A sixth of a per cent of the first balance more is lost each month, instead of being prepaid.
    for month in 0..<24 {
      pool.prepayment[month] -= 800_000
      pool.loss[month] += 800_000
    }
    let run = try waterfall.run(DealInputs(collateral: ["pool": pool]))
    let tripped = try #require(run.triggers[0].isTripped.firstIndex(of: true))
    let lost = pool.loss[...tripped].reduce(0, +)
    #expect(lost > 5e6 && lost - pool.loss[tripped] <= 5e6 && tripped < 12)
    #expect(run.triggers[0].isTripped[tripped...].allSatisfy { $0 })
    for period in tripped..<run.periods where run.bonds[0...4].contains(where: { $0.balance[period] > 0.01 })
    {
      #expect(run.bonds[5].residual[period] < 0.01)
    }
  }

  @Test func aCommercialMortgageDealPaysInSequence() throws {
    let cmbs = try DealSampleTests.sample("cmbs")
    let bond = { (name: String) throws in try #require(cmbs.run.bond(name)) }
    #expect(abs(try bond("X").residual.reduce(0, +) - cmbs.pool.prepaymentPenalty.reduce(0, +)) < 1e-3)
    #expect(cmbs.pool.prepaymentPenalty.reduce(0, +) > 1e5)
    #expect(try bond("ASB").balance[59] == 50e6 && bond("ASB").balance[84] <= 25e6 + 0.01)
    #expect(try bond("A1").lastPrincipalPeriod.map { $0 < 60 } == true)
    #expect(try bond("A4").lastPrincipalPeriod == 120)
    // The clean-up call ends the pool, in default or not: later losses are the buyer's.
    let losses = cmbs.run.collateral[0].loss.reduce(0, +)
    #expect(abs(try bond("C").writtenDown.reduce(0, +) - losses) < 0.01)
    #expect(losses > 10e6)
    #expect(try bond("B").writtenDown.reduce(0, +) == 0)
    // What bonds and the strip get is the pool's interest after the fee, while the pool covers it.
    let paid = cmbs.run.bonds.reduce(0) { $0 + $1.interest[0] } + cmbs.run.fees[0].paid[0]
    #expect(abs(paid - (cmbs.pool.interest[0] - cmbs.pool.servicingFee[0])) < 40_000)
  }

  @Test func aLoanDealDivertsInterestWhileATestFails() throws {
    let clo = try DealSampleTests.sample("clo", group: "loans", series: ["SOFR": [0.043, 0.041, 0.039]])
    let failed = try #require(clo.run.triggers.first { $0.name == "oc_d" }?.isTripped)
    let first = try #require(failed.firstIndex(of: true))
    #expect(first > 0)
    #expect(clo.run.bonds[4].residual[0] > 1e6)
    let cure = try #require(clo.run.explanations[first].steps.first { $0.title == "cure D" })
    #expect(cure.isTaken && cure.entries.reduce(0) { $0 + $1.paid } > 0)
    for period in 0..<first {
      #expect(clo.run.explanations[period].steps.first { $0.title == "cure D" }?.isTaken == false)
    }
    // While interest cannot cure the test, the equity gets nothing of it.
    for period in failed.indices where failed[period] && clo.run.bonds[3].balance[period] > 1 {
      let step = try #require(clo.run.explanations[period].steps.first { $0.title == "cure D" })
      if step.cashAfter < 0.01 { #expect(clo.run.bonds[4].residual[period] < 0.01) }
    }
    #expect(clo.run.bonds[0].writtenDown.allSatisfy { $0 == 0 })
    #expect(clo.run.periods == 36)
  }
}
