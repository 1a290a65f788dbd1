/// What can be told of a deal's terms alone.
extension DealBinder {
  mutating func checkTerms() {
    if ![1, 3, 6, 12].contains(deal.monthsPerPeriod) {
      report("months_per_period", "\(deal.monthsPerPeriod) is not 1, 3, 6 or 12")
    }
    for (index, bond) in deal.bonds.enumerated() {
      amount(bond.balance, at: "bonds[\(index)].balance")
      if let original = bond.originalBalance { amount(original, at: "bonds[\(index)].original_balance") }
      if bond.dayCount != .thirty360, deal.firstPayment == nil {
        report(
          "bonds[\(index)].day_count",
          "\(bond.dayCount.rawValue) needs the day of the first payment: first_payment")
      }
    }
    for (index, swap) in deal.swaps.enumerated() where swap.dayCount != .thirty360 && deal.firstPayment == nil
    {
      report(
        "swaps[\(index)].day_count",
        "\(swap.dayCount.rawValue) needs the day of the first payment: first_payment")
    }
    for (index, facility) in deal.facilities.enumerated()
    where facility.dayCount != .thirty360 && deal.firstPayment == nil {
      report(
        "facilities[\(index)].day_count",
        "\(facility.dayCount.rawValue) needs the day of the first payment: first_payment")
    }
    for (index, account) in deal.accounts.enumerated() {
      if account.interest == nil, account.interestTo != nil {
        report("accounts[\(index)].interest_to", "is of interest; give its rate as interest")
      }
      amount(account.balance, at: "accounts[\(index)].balance")
    }
    for (index, trigger) in deal.triggers.enumerated() where trigger.breaches < 1 {
      report("triggers[\(index)].breaches", "\(trigger.breaches) is below 1")
    }
    for (index, schedule) in deal.schedules.enumerated() {
      let path = "schedules[\(index)].balances"
      for (period, balance) in schedule.balances.enumerated() {
        amount(balance, at: "\(path)[\(period)]")
        if period > 0, balance > schedule.balances[period - 1] {
          report("\(path)[\(period)]", "\(balance) is above the balance before it")
        }
      }
    }
    for (index, exchangeable) in deal.exchangeable.enumerated() {
      let name = exchangeable.name
      if parts[name] != nil || deal.exchangeable[..<index].contains(where: { $0.name == name }) {
        report("exchangeable[\(index)].name", "'\(name)' names two parts of the deal; choose another name")
      }
      let path = "exchangeable[\(index)].parts"
      _ = bonds(exchangeable.parts.map(\.bond), at: path)
      for (place, part) in exchangeable.parts.enumerated() {
        share(part.share, at: "\(path)[\(place)].share")
      }
    }
    checkHeldBonds()
  }

  private mutating func checkHeldBonds() {
    var held: [String: Double] = [:]
    let names = deal.underlying.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      report("underlying[\(index)].name", "'\(name)' names two deals; choose another name")
    }
    for (index, group) in deal.collateral.enumerated() {
      if let bonds = group.bonds, bonds.isEmpty {
        report("collateral[\(index)].bonds", "is empty; name at least one")
      }
      for (place, holding) in (group.bonds ?? []).enumerated() {
        let path = "collateral[\(index)].bonds[\(place)]"
        share(holding.share, at: "\(path).share")
        guard let underlying = deal.underlying.first(where: { $0.name == holding.deal }) else {
          report(
            "\(path).deal",
            "'\(holding.deal)' is not an underlying deal; there are \(names.joined(separator: ", "))")
          continue
        }
        if !underlying.bonds.contains(where: { $0.name == holding.bond }) {
          report("\(path).bond", "'\(holding.bond)' is not a bond of '\(holding.deal)'")
        }
        if underlying.monthsPerPeriod != deal.monthsPerPeriod {
          report("\(path).deal", "'\(holding.deal)' pays in other months; months_per_period must be the same")
        }
        let total = held["\(holding.deal) \(holding.bond)", default: 0] + holding.share
        held["\(holding.deal) \(holding.bond)"] = total
        if total > 1 + 1e-12 { report("\(path).share", "more than all of '\(holding.bond)' is held") }
      }
    }
  }

  private mutating func amount(_ amount: Double, at path: String) {
    if !(amount >= 0 && amount.isFinite) { report(path, "\(amount) is not an amount of zero or above") }
  }

  private mutating func share(_ share: Double, at path: String) {
    if !(share > 0 && share <= 1) {
      report(path, "\(share) is not a share; write a number above 0, at most 1")
    }
  }
}
