/// Takes a loss off the balances of bonds, the first named losing all before the next loses anything.
public struct WriteDown: Equatable, Sendable, Decodable {
  /// Most junior first.
  public let bonds: [String]
  /// Such as `"pool.loss"` or `"bonds.balance - pool.balance"`; below zero counts as nothing.
  public let amount: Formula

  public init(_ bonds: [String], amount: Formula) {
    self.bonds = bonds
    self.amount = amount
  }
}

struct BoundWriteDown: Sendable {
  let bonds: [Int]
  let amount: BoundFormula

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    var left = try state.amount(amount)
    for bond in bonds {
      let written = Number.lower(left, state.bonds[bond].balance)
      state.bonds[bond].balance -= written
      state.bonds[bond].writtenDown += written
      state.explain(.writeDown(bond), due: left, paid: written)
      left -= written
    }
  }
}

extension WriteDown {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundWriteDown {
    BoundWriteDown(
      bonds: binder.bonds(bonds, at: "\(path).bonds"), amount: binder.formula(amount, at: "\(path).amount"))
  }
}
