import Collateral
import Foundation
import Instruments
import Models
import StructuredDeals
import Testing

@testable import SecuritisationAnalytics

/// What has to add up, on every path and in all.
@Suite struct DealSimulationTests {
  /// Two sequential bonds, the second cut into a floater and its inverse; interest and principal of the third apart; a fee and a residual.
  static let deal = Deal(
    name: "CMO",
    collateral: [CollateralGroup(name: "pool", interestTo: "interest", principalTo: "principal")],
    bonds: [
      DealBond(name: "A", balance: 40, coupon: 0.05),
      DealBond(name: "F", balance: 30, coupon: "max(0, min(series.RATE + 0.5%, 6%))"),
      DealBond(name: "I", balance: 10, coupon: "max(0, 18% - 3 * max(0, min(series.RATE + 0.5%, 6%)))"),
      DealBond(name: "PO", balance: 20),
      DealBond(name: "IO", balance: 0, coupon: 0.02, notional: "PO.balance"),
      DealBond(name: "R", balance: 0),
    ],
    accounts: [DealAccount(name: "interest"), DealAccount(name: "principal")],
    fees: [DealFee(name: "trustee", amount: "0.1% * pool.opening_balance * year_fraction")],
    waterfall: [
      Step(.payFees(PayFees(["trustee"], from: "interest"))),
      Step(.payInterest(PayInterest(["A", "F", "I", "IO"], order: .proRata, from: "interest"))),
      Step(
        .payPrincipal(
          PayPrincipal(
            .sequential([.bond("A"), .proRata([.bond("F"), .bond("I")]), .bond("PO")]), from: "principal"))),
      Step(.release(Release(from: "interest", to: "R"))), Step(.release(Release(from: "principal", to: "R"))),
    ],
    exchangeable: [
      ExchangeableClass(name: "FI", parts: [.init(bond: "F", share: 1), .init(bond: "I", share: 1)]),
      ExchangeableClass(name: "C", parts: [.init(bond: "PO", share: 1), .init(bond: "IO", share: 1)]),
    ])

  static let months = 150

  static func rates(
    _ plan: PathPlan = PathPlan(sets: 2, blocksPerSet: 1), shift: Double = 0, volatility: Double = 1
  ) -> SimulatedRates {
    let paths = StoredPaths(
      Markets.hullWhite.multiplied(volatility), plan, .monthly(months, delay: 24 / 365))
    var scenario = Markets.scenario
    scenario.indices = [SimulatedIndex(name: "RATE", years: 1.0 / 12)]
    return SimulatedRates(paths, scenario.shifted { _ in shift })
  }

  static func pool() throws -> [PoolLoan] { [try Markets.passThrough(months: months)] }

  static func simulation(_ deal: Deal = deal) throws -> DealSimulation {
    let collateral = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    return DealSimulation(try Waterfall(deal), groups: ["pool": .init(try pool(), collateral)])
  }

  static func values(_ rates: SimulatedRates) throws -> [String: SimulatedCash] {
    let simulation = try simulation()
    let cash = try simulation.cash(on: rates)
    return Dictionary(uniqueKeysWithValues: zip(simulation.bonds, cash))
  }

  /// Bonds and fees are worth what the collateral is; the floater and its inverse are their parent, interest and principal apart are the whole.
  @Test func bondsAddUpToTheCollateral() throws {
    let rates = Self.rates()
    let values = try Self.values(rates)
    let collateral = try CollateralSimulation(Markets.assumptions(Markets.refinancing())).cash(
      [Self.pool()], on: rates)[0]
    func value(_ bond: String) throws -> Double { try #require(values[bond]).value(spread: 0.003) }
    var fees = 0.0
    for path in 0..<rates.plan.paths {
      let run = try Self.simulation().run(path: path, of: rates)
      var (paid, collected) = (0.0, 0.0)
      for period in 0..<run.periods {
        let factor = rates.discountFactors(month: period)[path] * exp(-0.003 * rates.times.payments[period])
        fees += factor * run.fees[0].paid[period] / Double(rates.plan.paths)
        paid += factor * run.paid(period)
        collected += factor * run.collected(period)
      }
      #expect(abs(paid - collected) < 1e-9)
    }
    let bonds = try ["A", "F", "I", "PO", "IO", "R"].reduce(0) { $0 + (try value($1)) }
    #expect(abs(bonds + fees - collateral.value(spread: 0.003)) < 1e-9)
    #expect(fees > 0.3)
    #expect(abs(try value("FI") - value("F") - value("I")) < 1e-10)
    #expect(abs(try value("C") - value("PO") - value("IO")) < 1e-10)
  }

  /// A floater and its inverse pay their parent's fixed coupon on every path: 4.5% of what they owe.
  @Test func floaterAndInverseAreTheirParent() throws {
    let rates = Self.rates()
    var parent = Self.deal
    let bonds = Self.deal.bonds.filter { !["F", "I"].contains($0.name) }
    parent = Deal(
      name: "parent", collateral: Self.deal.collateral,
      bonds: [bonds[0], DealBond(name: "FI", balance: 40, coupon: 0.045)] + bonds.dropFirst(),
      accounts: Self.deal.accounts, fees: Self.deal.fees,
      waterfall: [
        Step(.payFees(PayFees(["trustee"], from: "interest"))),
        Step(.payInterest(PayInterest(["A", "FI", "IO"], order: .proRata, from: "interest"))),
        Step(
          .payPrincipal(
            PayPrincipal(.sequential([.bond("A"), .bond("FI"), .bond("PO")]), from: "principal"))),
        Step(.release(Release(from: "interest", to: "R"))),
        Step(.release(Release(from: "principal", to: "R"))),
      ])
    let whole = try Self.simulation(parent).cash(on: rates)[1]
    let parts = try #require(try Self.values(rates)["FI"])
    #expect(abs(whole.value() - parts.value()) < 1e-9)
  }

  /// Interest alone gains when rates rise, principal alone loses more than its collateral; effective durations of the parts weigh up to
  /// that of the whole.
  @Test func interestAndPrincipalMoveAgainstEachOther() throws {
    let simulation = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    let (up, down) = (Self.rates(shift: 0.0025), Self.rates(shift: -0.0025))
    let base = try simulation.cash([Self.pool()], on: Self.rates())[0]
    let (above, below) = (
      try simulation.cash([Self.pool()], on: up)[0], try simulation.cash([Self.pool()], on: down)[0]
    )
    func duration(_ part: SimulatedCash.Part) -> Double {
      (below.value(of: part) - above.value(of: part)) / (0.005 * base.value(of: part))
    }
    #expect(duration(.interest) < 0)
    #expect(duration(.principal) > duration(.all))
    let weighed =
      duration(.interest) * base.value(of: .interest) + duration(.principal) * base.value(of: .principal)
    #expect(abs(weighed / base.value() - duration(.all)) < 1e-9)
  }

  /// Eight times the paths: errors of 0.35 times and less, since points of Sobol are no worse than independent ones. Eight sets know
  /// each of the two to a quarter, which leaves 0.7.
  @Test func errorsFallWithPaths() throws {
    let simulation = try Self.simulation()
    func errors(_ blocks: Int) throws -> [Double] {
      try simulation.cash(
        on: Self.rates(PathPlan(.sobol, sets: 8, blocksPerSet: blocks))
      ).map { $0.estimate().standardError }
    }
    let (few, many) = (try errors(1), try errors(8))
    for (bond, few) in few.enumerated() where few > 1e-9 { #expect(many[bond] < 0.7 * few, "\(bond)") }
  }

  @Test func isTheSameForAnyNumberOfThreads() throws {
    let rates = Self.rates(PathPlan(sets: 3, blocksPerSet: 1))
    let one = try Self.simulation().cash(on: rates)
    let three = try Self.simulation().cash(on: rates, threads: 3)
    #expect(one == three)
  }

  /// The same numbers as the waterfall run over the projection of each path.
  @Test func isTheWaterfallOnEachPath() throws {
    let rates = Self.rates(PathPlan(sets: 1, blocksPerSet: 1))
    let values = try Self.values(rates)
    let collateral = try CollateralSimulation(Markets.assumptions(Markets.refinancing()))
    let waterfall = try Waterfall(Self.deal)
    var sums: [String: Double] = [:]
    for path in 0..<rates.plan.paths {
      let run = try waterfall.run(
        DealInputs(
          collateral: ["pool": try collateral.flows(Self.pool(), path: path, of: rates)],
          series: ["RATE": try #require(rates.index("RATE", path: path))]))
      for bond in run.bonds {
        for period in 0..<run.periods {
          sums[bond.name, default: 0] +=
            bond.cash(period) * rates.discountFactors(month: period)[path] / Double(rates.plan.paths)
        }
      }
    }
    for (name, sum) in sums { #expect(abs(try #require(values[name]).value() - sum) < 1e-9, "\(name)") }
  }

  @Test func namesWhatIsMissing() throws {
    let withoutIndex = SimulatedRates(
      StoredPaths(Markets.hullWhite, .certain, .monthly(Self.months)), Markets.scenario)
    #expect(throws: DealSimulationError.self) { try Self.simulation().cash(on: withoutIndex) }
    #expect(throws: DealSimulationError.self) {
      try DealSimulation(try Waterfall(Self.deal), groups: [:]).cash(on: Self.rates())
    }
  }
}
