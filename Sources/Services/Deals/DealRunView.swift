import DatesAndConventions
import RunRecords
import StructuredDeals

/// What a deal pays, by period.
struct DealRunView: Encodable {
  let version: DealVersion
  let periods: Int
  let monthsPerPeriod: Int
  /// The days of payments.
  let dates: [String]
  let bonds: [Bond]
  let collateral: [Group]
  let accounts: [Account]
  let triggers: [Trigger]

  struct Bond: Encodable {
    let name: String
    /// Years to principal, on average; left out without principal.
    let weightedAverageLife: Double?
    /// First and last period with principal, from 1.
    let firstPrincipalPeriod: Int?
    let lastPrincipalPeriod: Int?
    /// By period, in the deal's currency.
    let balance: [Double]
    let interest: [Double]
    let principal: [Double]
    let residual: [Double]
    let writtenDown: [Double]
    let shortfall: [Double]
  }

  struct Group: Encodable {
    let name: String
    let balance: [Double]
    let interest: [Double]
    let principal: [Double]
    let loss: [Double]
  }

  struct Account: Encodable {
    let name: String
    let balance: [Double]
  }

  struct Trigger: Encodable {
    let name: String
    /// Periods in which it is tripped, from 1.
    let trippedPeriods: [Int]
  }

  init(version: DealVersion, run: DealRun, exchangeable: [ExchangeableClass]) {
    self.version = version
    periods = run.periods
    monthsPerPeriod = run.monthsPerPeriod
    dates = run.dates.map(\.description)
    bonds = (run.bonds + exchangeable.map { run.flows(of: $0) }).map { flows in
      Bond(
        name: flows.name,
        weightedAverageLife: flows.weightedAverageLife(monthsPerPeriod: run.monthsPerPeriod),
        firstPrincipalPeriod: flows.firstPrincipalPeriod, lastPrincipalPeriod: flows.lastPrincipalPeriod,
        balance: flows.balance, interest: flows.interest, principal: flows.principal,
        residual: flows.residual,
        writtenDown: zip(flows.writtenDown, flows.writtenUp).map { $0 - $1 }, shortfall: flows.shortfall)
    }
    collateral = run.collateral.map {
      Group(
        name: $0.name, balance: $0.balance, interest: $0.interest, principal: $0.principal, loss: $0.loss)
    }
    accounts = run.accounts.map { Account(name: $0.name, balance: $0.balance) }
    triggers = run.triggers.map { trigger in
      Trigger(
        name: trigger.name,
        trippedPeriods: trigger.isTripped.indices.filter { trigger.isTripped[$0] }.map { $0 + 1 })
    }
  }
}
