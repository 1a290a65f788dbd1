/// Adds the interest due on accrual bonds (Z) to their balance, and moves as much cash to where principal is paid from.
///
/// Only interest that `from` has the cash for is added; the rest stays due.
public struct Accrete: Equatable, Sendable, Decodable {
  public let bonds: [String]
  public let from: String
  public let to: String

  public init(_ bonds: [String], from: String, to: String) {
    self.bonds = bonds
    self.from = from
    self.to = to
  }
}

struct BoundAccrete: Sendable {
  let bonds: [Int]
  let from: Int
  let to: Int

  func run<Number>(_ state: DealState<Number>) {
    for bond in bonds {
      let due = state.bonds[bond].interestUnpaid
      let moved = state.move(due, from: from, to: to)
      state.bonds[bond].interestAccreted += moved
      state.bonds[bond].balance += moved
      state.explain(.accretion(bond), due: due, paid: moved)
    }
  }
}

extension Accrete {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundAccrete {
    BoundAccrete(
      bonds: binder.bonds(bonds, at: "\(path).bonds"), from: binder.account(from, at: "\(path).from"),
      to: binder.account(to, at: "\(path).to"))
  }
}
