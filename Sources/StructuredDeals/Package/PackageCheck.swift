import Collateral
import DatesAndConventions

/// Collects what is wrong with a package besides its waterfall.
struct PackageCheck {
  private let deal: Deal
  private let collateral: [String: [PoolLoan]]
  private(set) var problems: [DealProblem] = []

  init(deal: Deal, collateral: [String: [PoolLoan]]) {
    self.deal = deal
    self.collateral = collateral
  }

  private mutating func report(_ path: String, _ message: String) {
    problems.append(DealProblem(path: path, message: message))
  }

  mutating func identity(_ dealID: String, _ asOf: CivilDate, _ currency: Currency, _ delayDays: Int) {
    if !DealPackage.isDealID(dealID) {
      report(
        "deal_id",
        "'\(dealID.prefix(80))' is not 1 to 64 letters, digits, '.', '_' and '-', a letter or digit first")
    }
    if !currency.isKnown {
      report("currency", "'\(currency)' is not a known currency; write USD or the like")
    }
    if !(0...120).contains(delayDays) { report("delay_days", "\(delayDays) is not between 0 and 120") }
    guard let first = deal.firstPayment else {
      report("deal.first_payment", "is missing; write the day of the first payment after as_of")
      return
    }
    let last = asOf.adding(months: deal.monthsPerPeriod + 3)
    if first <= asOf || first > last {
      report(
        "deal.first_payment",
        "\(first) is not after as_of \(asOf) and by \(last); balances are those before this payment")
    }
  }

  mutating func loans(_ series: [String: DealSeries], _ groupBalances: [String: Double]) {
    let groups = deal.collateralToGive
    for name in groups where collateral[name]?.isEmpty ?? true {
      report("collateral.\(name)", "has no loans; give those of the group")
    }
    for name in collateral.keys.sorted() where !groups.contains(name) {
      report(
        "collateral.\(name)", "is not a group of the deal whose loans come with it; there are \(list(groups))"
      )
    }
    for (name, loans) in collateral.sorted(by: { $0.key < $1.key }) {
      var ids: Set<String> = []
      for (index, loan) in loans.enumerated() {
        if !ids.insert(loan.id).inserted {
          report("collateral.\(name)[\(index)].loan_id", "'\(loan.id)' is there twice; keep one")
        }
        if case .adjustable(let rate) = loan.rateTerms, series[rate.index] == nil {
          report("collateral.\(name)[\(index)].index", "'\(rate.index)' is not in series; describe it there")
        }
      }
    }
    for (name, balance) in groupBalances.sorted(by: { $0.key < $1.key }) {
      guard let loans = collateral[name] else {
        report("group_balances.\(name)", "is not a group of collateral; there are \(list(groups))")
        continue
      }
      let sum = loans.reduce(0) { $0 + $1.balance }
      if !(abs(sum - balance) <= 0.01 + 1e-9 * abs(balance)) {
        report("group_balances.\(name)", "is \(balance), but the balances of the group's loans sum to \(sum)")
      }
    }
  }

  /// Bonds of this deal against the loans of its own groups and the cash that it holds.
  mutating func balances(_ isUndercollateralised: Bool) {
    let bonds = deal.bonds.reduce(0) { $0 + $1.balance }
    let cash = deal.accounts.reduce(0) { $0 + $1.balance }
    var loans = 0.0
    for group in deal.collateral {
      loans += collateral[group.name, default: []].reduce(0) { $0 + $1.balance }
      for held in group.bonds ?? [] {
        let lower = deal.underlying.first { $0.name == held.deal }
        loans += held.share * (lower?.bonds.first { $0.name == held.bond }?.balance ?? 0)
      }
    }
    if bonds > (loans + cash) * (1 + 1e-9) + 0.01, !isUndercollateralised {
      report(
        "deal.bonds",
        "have balances of \(bonds), more than collateral of \(loans) and cash of \(cash); correct them, or write \"undercollateralised\": true"
      )
    }
  }

  mutating func assumptions(_ assumptions: [String: PoolAssumptions]) {
    let groups = deal.collateralToGive
    for name in assumptions.keys.sorted() where name != "*" && !groups.contains(name) {
      report(
        "assumptions.\(name)", "is not a group of collateral; there are \(list(groups)), and * for all others"
      )
    }
    for name in groups where assumptions[name] == nil && assumptions["*"] == nil {
      report("assumptions", "say nothing of the group '\(name)'; add it, or * for all others")
    }
  }

  mutating func series(_ series: [String: DealSeries], used: [String]) {
    for name in used where series[name] == nil {
      report("series.\(name)", "is used by a formula and missing; name its index")
    }
    for (name, terms) in series.sorted(by: { $0.key < $1.key }) {
      if !FormulaToken.isName(name) {
        report("series.\(name)", "is not a name; use letters, digits and _, no digit first")
      }
      if let rates = terms.assumedPercent, rates.isEmpty || !rates.allSatisfy({ (-50...500).contains($0) }) {
        report("series.\(name).assumed_percent", "needs one rate or more, each between -50 and 500")
      }
      if let tenor = terms.tenor, !(tenor.years > 0 && tenor.years <= 30) {
        report("series.\(name).tenor", "\(tenor) is not above 0 and at most 30Y")
      }
    }
  }

  mutating func bonds(_ bonds: [String: PackagedBond]) {
    let known = deal.bonds.map(\.name) + deal.exchangeable.map(\.name)
    for (name, bond) in bonds.sorted(by: { $0.key < $1.key }) {
      if !known.contains(name) {
        report("bonds.\(name)", "is not a bond of the deal; there are \(list(known))")
      }
      if let tier = bond.tier, !(1...40).contains(tier.utf8.count) {
        report("bonds.\(name).tier", "is not a name of 1 to 40 characters, such as AAA")
      }
      if let amount = bond.minDenomination, !(amount > 0 && amount <= 1e12) {
        report("bonds.\(name).min_denomination", "\(amount) is not an amount above 0")
      }
    }
  }

  private func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}

extension DealPackage {
  /// Whether a text can name a deal.
  public static func isDealID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isPlain(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    return (1...64).contains(bytes.count) && isPlain(bytes[0])
      && bytes.allSatisfy { isPlain($0) || [45, 46, 95].contains($0) }
  }
}

extension Deal {
  /// The names of the groups whose loans or flows come with a run, those of underlying deals with the deal's name before them.
  public var collateralToGive: [String] {
    collateral.filter { $0.bonds == nil }.map(\.name)
      + underlying.flatMap { lower in lower.collateralToGive.map { "\(lower.name).\($0)" } }
  }
}
