/// A formula whose names have been looked up.
final class BoundFormula: Sendable {
  let text: String
  let node: FormulaNode<Quantity>
  /// The names it was written with, once each, for explanations.
  let names: [(name: String, node: FormulaNode<Quantity>)]

  init(text: String, node: FormulaNode<Quantity>, names: [(name: String, node: FormulaNode<Quantity>)]) {
    self.text = text
    self.node = node
    self.names = names
  }

  static let zero = BoundFormula(text: "0", node: .number(0), names: [])

  /// Its value where it names nothing.
  var constant: Double? {
    guard names.isEmpty else { return nil }
    return node.value { _ -> Double in preconditionFailure("a constant names nothing") }
  }
}
