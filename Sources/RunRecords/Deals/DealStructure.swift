public import Collateral
import DatesAndConventions
public import StructuredDeals

/// What a package is made of, for people who review it.
public struct DealStructure: Sendable, Codable, Equatable {
  public let dealID: String
  public let name: String
  public let asOf: String
  public let currency: String
  public let monthsPerPeriod: Int
  public let firstPayment: String?
  public let delayDays: Int
  /// Balance of all loans at the cut-off.
  public let collateralBalance: Double
  /// Collateral and cash held less all bonds.
  public let overcollateralisation: Double
  public let bonds: [Bond]
  public let groups: [Group]
  public let accounts: [Account]
  public let triggers: [Rule]
  /// The waterfall's steps in order: their names or kinds.
  public let steps: [String]

  public struct Bond: Sendable, Codable, Equatable {
    public let name: String
    public let balance: Double
    public let originalBalance: Double
    /// Its formula.
    public let coupon: String
    public let tier: String?
    /// Part of the collateral that is lost before the bond loses principal, 0 to 1, where losses fall in the order of the deal's first
    /// `WRITE_DOWN`, or from the last bond to the first where it has none; `nil` for bonds without a balance.
    public let creditEnhancement: Double?
  }

  public struct Group: Sendable, Codable, Equatable {
    public let name: String
    public let balance: Double
    /// Loans, or lines that stand for loans.
    public let lines: Int
    /// Averages weighted by balance: a decimal a year, and months.
    public let noteRate: Double
    public let remainingMonths: Double
    public let assumptions: PoolAssumptions
  }

  public struct Account: Sendable, Codable, Equatable {
    public let name: String
    public let balance: Double
  }

  public struct Rule: Sendable, Codable, Equatable {
    public let name: String
    public let formula: String
  }

  public init(_ package: DealPackage) {
    let deal = package.deal
    dealID = package.dealID
    name = deal.name
    asOf = package.asOf.description
    currency = package.currency.code
    monthsPerPeriod = deal.monthsPerPeriod
    firstPayment = deal.firstPayment?.description
    delayDays = package.delayDays
    let cash = deal.accounts.reduce(0) { $0 + $1.balance }
    let loans = package.collateralBalance
    collateralBalance = loans
    overcollateralisation = loans + cash - deal.bonds.reduce(0) { $0 + $1.balance }
    let below = DealStructure.balancesBelow(deal)
    let cushion = overcollateralisation
    bonds = deal.bonds.map { bond in
      Bond(
        name: bond.name, balance: bond.balance, originalBalance: bond.originalBalance ?? bond.balance,
        coupon: bond.coupon.text, tier: package.bonds[bond.name]?.tier,
        creditEnhancement: bond.balance > 0 && loans > 0
          ? min(max((cushion + (below[bond.name] ?? 0)) / loans, 0), 1) : nil)
    }
    groups = package.collateral.sorted { $0.key < $1.key }.map { name, lines in
      let balance = lines.reduce(0) { $0 + $1.balance }
      let average = { (value: (PoolLoan) -> Double) in
        balance > 0 ? lines.reduce(0) { $0 + $1.balance * value($1) } / balance : 0
      }
      return Group(
        name: name, balance: balance, lines: lines.count, noteRate: average(\.noteRate),
        remainingMonths: average { Double($0.remainingTerm) }, assumptions: package.assumptions(of: name))
    }
    accounts = deal.accounts.map { Account(name: $0.name, balance: $0.balance) }
    triggers = deal.triggers.map { Rule(name: $0.name, formula: $0.when.text) }
    steps = deal.waterfall.map(\.title)
  }

  /// Of each bond the balances of those that lose before it.
  private static func balancesBelow(_ deal: Deal) -> [String: Double] {
    var order = deal.bonds.reversed().map(\.name)
    for step in deal.waterfall {
      guard case .writeDown(let losses) = step.action else { continue }
      order = losses.bonds + order.filter { !losses.bonds.contains($0) }
      break
    }
    var below: [String: Double] = [:]
    var sum = 0.0
    for name in order {
      below[name] = sum
      sum += deal.bonds.first { $0.name == name }?.balance ?? 0
    }
    return below
  }
}
