/// Pays down bonds by a rule, with all of an account's cash or an amount of it; what the rule cannot place stays.
public struct PayPrincipal: Equatable, Sendable, Decodable {
  public let from: String
  /// At most this much; below zero counts as nothing; `nil` for all there is.
  public let amount: Formula?
  public let pay: PrincipalRule

  public init(_ pay: PrincipalRule, from: String, amount: Formula? = nil) {
    self.from = from
    self.amount = amount
    self.pay = pay
  }
}

struct BoundPayPrincipal: Sendable {
  let from: Int
  let amount: BoundFormula?
  let rule: BoundPrincipalRule

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    let cash = Number.lower(state.accounts[from], try state.amount(ifAny: amount) ?? .infinity)
    _ = try rule.pay(state.ifTaken(cash), from: from, state)
  }
}

extension PayPrincipal {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundPayPrincipal {
    BoundPayPrincipal(
      from: binder.account(from, at: "\(path).from"),
      amount: binder.formula(ifAny: amount, at: "\(path).amount"),
      rule: pay.bind(&binder, at: "\(path).pay"))
  }
}
