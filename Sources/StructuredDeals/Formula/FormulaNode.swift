/// A formula taken apart; `Name` is what stands for a quantity.
indirect enum FormulaNode<Name: Sendable>: Sendable {
  case number(Double)
  case name(Name)
  case negative(FormulaNode)
  case not(FormulaNode)
  case binary(FormulaOperator, FormulaNode, FormulaNode)
  case choice(condition: FormulaNode, then: FormulaNode, otherwise: FormulaNode)
  case lowest([FormulaNode])
  case highest([FormulaNode])
}

/// What stands between two numbers; conditions are 1 where they hold and 0 where not.
enum FormulaOperator: String, Sendable {
  case or, and
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case unequal = "!="
  case greaterOrEqual = ">="
  case greater = ">"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
}

extension FormulaNode {
  /// The same with every name replaced.
  func map<Other, Failure: Error>(
    _ replace: (Name) throws(Failure) -> FormulaNode<Other>
  ) throws(Failure) -> FormulaNode<Other> {
    switch self {
    case .number(let number): return .number(number)
    case .name(let name): return try replace(name)
    case .negative(let node): return .negative(try node.map(replace))
    case .not(let node): return .not(try node.map(replace))
    case .binary(let operation, let left, let right):
      return .binary(operation, try left.map(replace), try right.map(replace))
    case .choice(let condition, let then, let otherwise):
      return .choice(
        condition: try condition.map(replace), then: try then.map(replace),
        otherwise: try otherwise.map(replace))
    case .lowest(let nodes): return .lowest(try FormulaNode.map(nodes, replace))
    case .highest(let nodes): return .highest(try FormulaNode.map(nodes, replace))
    }
  }

  private static func map<Other, Failure: Error>(
    _ nodes: [FormulaNode], _ replace: (Name) throws(Failure) -> FormulaNode<Other>
  ) throws(Failure) -> [FormulaNode<Other>] {
    var replaced: [FormulaNode<Other>] = []
    for node in nodes { replaced.append(try node.map(replace)) }
    return replaced
  }

  /// How many operations lie inside each other at most.
  var depth: Int {
    switch self {
    case .number, .name: return 0
    case .negative(let node), .not(let node): return node.depth + 1
    case .binary(_, let left, let right): return max(left.depth, right.depth) + 1
    case .choice(let condition, let then, let otherwise):
      return max(condition.depth, then.depth, otherwise.depth) + 1
    case .lowest(let nodes), .highest(let nodes): return (nodes.map(\.depth).max() ?? 0) + 1
    }
  }

  /// The value with names looked up; not a number where 0 is divided by 0.
  func value<Number: PathNumber>(_ quantity: (Name) -> Number) -> Number {
    switch self {
    case .number(let number): return Number(repeating: number)
    case .name(let name): return quantity(name)
    case .negative(let node): return -node.value(quantity)
    case .not(let node):
      let value = node.value(quantity)
      return .truth(value .== .zero, value, value)
    case .binary(let operation, let left, let right):
      return operation.value(left.value(quantity), right.value(quantity))
    case .choice(let condition, let then, let otherwise):
      let value = condition.value(quantity)
      let holds = value .!= .zero
      guard holds.holdsSomewhere else { return otherwise.value(quantity) }
      let chosen =
        holds.holdsEverywhere
        ? then.value(quantity) : otherwise.value(quantity).replacing(with: then.value(quantity), where: holds)
      return chosen.replacing(with: value, where: value.isNaN)
    case .lowest(let nodes):
      return nodes.dropFirst().reduce(nodes[0].value(quantity)) { .lowest($0, $1.value(quantity)) }
    case .highest(let nodes):
      return nodes.dropFirst().reduce(nodes[0].value(quantity)) { -.lowest(-$0, -$1.value(quantity)) }
    }
  }
}

extension FormulaOperator {
  /// Amounts and ratios this near count as equal, so that what rounding leaves decides nothing.
  static let nearness = 1e-7

  func value<Number: PathNumber>(_ left: Number, _ right: Number) -> Number {
    switch self {
    case .plus: return left + right
    case .minus: return left - right
    case .times: return left * right
    case .over: return left / right
    case .or: return .truth((left .!= .zero) .| (right .!= .zero), left, right)
    case .and: return .truth((left .!= .zero) .& (right .!= .zero), left, right)
    case .less: return .truth((left .< right) .& .!left.isNear(right), left, right)
    case .lessOrEqual: return .truth((left .< right) .| left.isNear(right), left, right)
    case .equal: return .truth(left.isNear(right), left, right)
    case .unequal: return .truth(.!left.isNear(right), left, right)
    case .greaterOrEqual: return .truth((left .> right) .| left.isNear(right), left, right)
    case .greater: return .truth((left .> right) .& .!left.isNear(right), left, right)
    }
  }
}

extension PathNumber {
  fileprivate func isNear(_ other: Self) -> Truth {
    // Infinities are equal, though their difference is not a number.
    (self .== other)
      .| (.higher(self - other, other - self) .<= Self(repeating: FormulaOperator.nearness))
  }

  /// 1 where it holds, 0 where not, not a number where an operand is not.
  fileprivate static func truth(_ holds: Truth, _ left: Self, _ right: Self) -> Self {
    Self.one.taken(where: holds).replacing(with: left + right, where: left.isNaN .| right.isNaN)
  }

  /// Not a number where one of the two is not.
  fileprivate static func lowest(_ left: Self, _ right: Self) -> Self {
    .lower(left, right).replacing(with: left + right, where: left.isNaN .| right.isNaN)
  }
}
