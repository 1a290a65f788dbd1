/// Moves cash from one account to another: draws on a reserve, its top-up, excess spread that builds
/// overcollateralisation.
public struct Transfer: Equatable, Sendable, Decodable {
  public let from: String
  public let to: String
  /// At most this much; below zero counts as nothing; `nil` for all there is.
  public let amount: Formula?

  public init(from: String, to: String, amount: Formula? = nil) {
    self.from = from
    self.to = to
    self.amount = amount
  }
}

struct BoundTransfer: Sendable {
  let from: Int
  let to: Int
  let amount: BoundFormula?

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    let due = try state.amount(ifAny: amount) ?? state.accounts[from]
    let moved = state.move(due, from: from, to: to)
    state.explain(.account(to), due: due, paid: moved)
  }
}

extension Transfer {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundTransfer {
    if from == to { binder.report("\(path).to", "'\(to)' is the account the cash comes from") }
    return BoundTransfer(
      from: binder.account(from, at: "\(path).from"), to: binder.account(to, at: "\(path).to"),
      amount: binder.formula(ifAny: amount, at: "\(path).amount"))
  }
}
