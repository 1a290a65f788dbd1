/// Pays all of an account's cash to a residual's holder.
public struct Release: Equatable, Sendable, Decodable {
  public let from: String
  /// A bond, whose balance this does not change.
  public let to: String

  public init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}

struct BoundRelease: Sendable {
  let from: Int
  let to: Int

  func run<Number>(_ state: DealState<Number>) {
    let due = state.accounts[from]
    let paid = state.payOut(due, from: from)
    state.bonds[to].residualPaid += paid
    state.explain(.residual(to), due: due, paid: paid)
  }
}

extension Release {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundRelease {
    BoundRelease(from: binder.account(from, at: "\(path).from"), to: binder.bond(to, at: "\(path).to"))
  }
}
