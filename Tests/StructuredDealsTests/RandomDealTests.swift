import Collateral
import StructuredDeals
import Testing

/// Whatever a deal says, cash and balances add up, and the log accounts for all of it.
@Suite struct RandomDealTests {
  @Test(arguments: [0, 100])
  func cashAndBalancesAddUp(first: Int) throws {
    for seed in first..<first + 60 {
      let random = RandomDeal(seed: seed)
      let run = try Waterfall(random.deal).run(random.inputs)
      var held = random.deal.accounts.reduce(0) { $0 + $1.balance }
      var balances = random.deal.bonds.map(\.balance)
      let scale = random.inputs.collateral.values.reduce(0) { $0 + $1.openingBalance }
      let tolerance = max(1e-6, scale * 1e-14)
      var drawn = 0.0
      var faults: [String] = []
      func check(_ holds: Bool, _ what: String, _ period: Int) {
        if !holds { faults.append("seed \(seed), period \(period + 1): \(what)") }
      }
      for period in 0..<run.periods {
        let left = run.accounts.reduce(0) { $0 + $1.balance[period] }
        let line = run.facilities[0]
        let lent = line.drawn[period] - line.repaid[period] - line.interestPaid[period]
        let earned = run.accounts.reduce(0) { $0 + $1.interest[period] }
        let spent = run.collateral.reduce(0) { $0 + $1.purchaseCost[period] }
        let moved =
          run.collected(period) + run.swaps[0].settled[period] - run.paid(period) + lent + earned - spent
        drawn += line.drawn[period] - line.repaid[period]
        check(abs(drawn - line.balance[period]) < tolerance * Double(period + 1), "facility", period)
        check(abs(held + moved - left) < tolerance, "cash", period)
        held = left
        for (index, bond) in run.bonds.enumerated() {
          balances[index] += bond.accretion[period] - bond.principal[period] - bond.writtenDown[period]
          balances[index] += bond.writtenUp[period]
          check(
            abs(balances[index] - bond.balance[period]) < tolerance * Double(period + 1),
            "\(bond.name) balance", period)
          let amounts = [
            bond.balance[period], bond.interest[period], bond.principal[period], bond.residual[period],
          ]
          check(amounts.allSatisfy { $0 >= 0 }, "\(bond.name) below zero \(amounts)", period)
          check(
            bond.interest[period] <= bond.interestDue[period] + tolerance, "\(bond.name) overpaid", period)
        }
        check(run.accounts.allSatisfy { $0.balance[period] >= 0 }, "accounts below zero", period)
        check(run.accounts[0].balance[period] == 0 && run.accounts[1].balance[period] == 0, "a leak", period)
      }
      #expect(faults.isEmpty, "\(faults.first ?? "")")
      #expect(run.periods > 3)
    }
  }

  @Test func collateralsLossesReachBondsOrTheirCushion() throws {
    for seed in 300..<340 {
      let random = RandomDeal(seed: seed)
      let run = try Waterfall(random.deal).run(random.inputs)
      let opening = random.inputs.collateral.values.reduce(0) { $0 + $1.openingBalance }
      let issued = random.deal.bonds.reduce(0) { $0 + $1.balance }
      var faults: [String] = []
      for period in 0..<run.periods {
        func sum(_ column: KeyPath<BondFlows, [Double]>) -> Double {
          run.bonds.reduce(0) { $0 + $1[keyPath: column][...period].reduce(0, +) }
        }
        // Bonds and what was written down are collateral and overcollateralisation, from the first day to this one.
        let bonds = run.bonds.reduce(0) { $0 + $1.balance[period] }
        let collateral = run.collateral.reduce(0) { $0 + $1.balance[period] }
        let lost = run.collateral.reduce(0) { $0 + $1.loss[...period].reduce(0, +) }
        let principal = run.collateral.reduce(0) { $0 + $1.principal[...period].reduce(0, +) }
        let bought = run.collateral.reduce(0) { $0 + $1.purchased[...period].reduce(0, +) }
        let cushion = opening + bought - issued + sum(\.principal) - sum(\.accretion) - principal - lost
        let written = sum(\.writtenDown) - sum(\.writtenUp)
        if abs(bonds + written + cushion - collateral) > 1e-4 {
          faults.append("seed \(seed), period \(period + 1)")
        }
      }
      #expect(faults.isEmpty, "\(faults.first ?? "")")
    }
  }

  @Test func theLogAccountsForEveryAmountAndChangesNothing() throws {
    for seed in 400..<420 {
      let random = RandomDeal(seed: seed)
      let waterfall = try Waterfall(random.deal)
      let silent = try waterfall.run(random.inputs)
      let run = try waterfall.run(random.inputs, isExplained: true)
      #expect(silent.bonds == run.bonds && silent.explanations.isEmpty)
      #expect(run.explanations.count == run.periods)
      for (period, explanation) in run.explanations.enumerated() {
        #expect(explanation.steps.count == random.deal.waterfall.count)
        var paid: [String: Double] = [:]
        var isWhole = true
        for step in explanation.steps {
          for entry in step.entries { paid[entry.to, default: 0] += entry.paid }
          // What left the account is what the entries say, but for cash that comes in.
          let isPaying =
            step.account != nil
            && !step.entries.contains {
              $0.to.hasSuffix("received") || $0.to.hasSuffix("sold") || $0.to.hasSuffix("drawn")
            }
          if isPaying {
            let gone = step.entries.reduce(0) { $0 + $1.paid }
            isWhole = isWhole && abs(step.cashBefore - step.cashAfter - gone) < 1e-5
          }
          if !step.isTaken { isWhole = isWhole && step.entries.isEmpty && step.reasons.first?.value == 0 }
        }
        for bond in run.bonds {
          isWhole = isWhole && abs(paid["\(bond.name) interest", default: 0] - bond.interest[period]) < 1e-6
          isWhole = isWhole && abs(paid["\(bond.name) principal", default: 0] - bond.principal[period]) < 1e-6
          isWhole =
            isWhole && abs(paid["\(bond.name) written down", default: 0] - bond.writtenDown[period]) < 1e-6
        }
        try #require(isWhole, "seed \(seed), period \(period + 1)")
      }
    }
  }
}
