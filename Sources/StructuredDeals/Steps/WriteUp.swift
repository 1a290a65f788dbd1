/// Gives balances back that were written down, the first named getting all of its own before the next gets anything.
public struct WriteUp: Equatable, Sendable, Decodable {
  /// Most senior first.
  public let bonds: [String]
  /// Such as `"pool.balance - bonds.balance"`; below zero counts as nothing.
  public let amount: Formula

  public init(_ bonds: [String], amount: Formula) {
    self.bonds = bonds
    self.amount = amount
  }
}

struct BoundWriteUp: Sendable {
  let bonds: [Int]
  let amount: BoundFormula

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    var left = try state.amount(amount)
    for bond in bonds {
      let written = Number.lower(left, state.bonds[bond].outstandingWriteDown.aboveZero)
      state.bonds[bond].balance += written
      state.bonds[bond].writtenUp += written
      state.bonds[bond].isRetired = false
      state.explain(.writeUp(bond), due: left, paid: written)
      left -= written
    }
  }
}

extension WriteUp {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundWriteUp {
    BoundWriteUp(
      bonds: binder.bonds(bonds, at: "\(path).bonds"), amount: binder.formula(amount, at: "\(path).amount"))
  }
}
