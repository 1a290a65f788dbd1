/// Finds cash that a waterfall may leave lying in an account that keeps none.
///
/// An account is emptied by a step without condition that takes all of it: `RELEASE`, or `TRANSFER` without amount.
struct CashLeaks {
  private let deal: Deal
  /// Accounts whose cash finds its way from the place that is looked at.
  private var safe: Set<String>

  init(_ deal: Deal) {
    self.deal = deal
    safe = Set(deal.accounts.filter(\.keepsCash).map(\.name))
  }

  mutating func problems() -> [DealProblem] {
    let accounts = Set(deal.accounts.map(\.name))
    var problems: [DealProblem] = []
    func check(_ account: String, _ path: String) {
      guard accounts.contains(account), !safe.contains(account) else { return }
      problems.append(
        DealProblem(
          path: path,
          message:
            "cash in '\(account)' may be left with nobody; empty it by a later step without condition, "
            + "RELEASE or TRANSFER without amount, or set keeps_cash"))
    }
    for (index, step) in deal.waterfall.enumerated().reversed() {
      let path = "waterfall[\(index)]"
      switch step.action {
      case .payFees, .payInterest, .payPrincipal, .writeDown, .writeUp, .test, .repay, .purchase: break
      case .draw(let terms): check(terms.to, "\(path).to")
      case .accrete(let terms): check(terms.to, "\(path).to")
      case .settle(let terms): check(terms.account, "\(path).account")
      case .call(let terms): check(terms.to, "\(path).to")
      case .transfer(let terms):
        check(terms.to, "\(path).to")
        if step.when == nil, terms.amount == nil, safe.contains(terms.to) { safe.insert(terms.from) }
      case .release(let terms):
        if step.when == nil { safe.insert(terms.from) }
      }
    }
    for (index, group) in deal.collateral.enumerated() {
      check(group.interestTo, "collateral[\(index)].interest_to")
      check(group.principalTo, "collateral[\(index)].principal_to")
      if let penalties = group.penaltiesTo { check(penalties, "collateral[\(index)].penalties_to") }
    }
    for (index, account) in deal.accounts.enumerated() {
      if account.balance > 0 { check(account.name, "accounts[\(index)].balance") }
      if account.interest != nil, let receiver = account.interestTo {
        check(receiver, "accounts[\(index)].interest_to")
      }
    }
    return problems
  }
}
