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
  func value(_ quantity: (Name) -> Double) -> Double {
    switch self {
    case .number(let number): return number
    case .name(let name): return quantity(name)
    case .negative(let node): return -node.value(quantity)
    case .not(let node):
      let value = node.value(quantity)
      return value.isNaN ? .nan : (value == 0 ? 1 : 0)
    case .binary(let operation, let left, let right):
      return operation.value(left.value(quantity), right.value(quantity))
    case .choice(let condition, let then, let otherwise):
      let value = condition.value(quantity)
      if value.isNaN { return .nan }
      return value != 0 ? then.value(quantity) : otherwise.value(quantity)
    case .lowest(let nodes):
      return nodes.dropFirst().reduce(nodes[0].value(quantity)) {
        FormulaOperator.lower($0, $1.value(quantity))
      }
    case .highest(let nodes):
      return nodes.dropFirst().reduce(nodes[0].value(quantity)) {
        -FormulaOperator.lower(-$0, -$1.value(quantity))
      }
    }
  }
}

extension FormulaOperator {
  /// Amounts and ratios this near count as equal, so that what rounding leaves decides nothing.
  static let nearness = 1e-7

  func value(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: return left + right
    case .minus: return left - right
    case .times: return left * right
    case .over: return left / right
    case .or, .and, .less, .lessOrEqual, .equal, .unequal, .greaterOrEqual, .greater:
      return left.isNaN || right.isNaN ? .nan : holds(left, right) ? 1 : 0
    }
  }

  private func holds(_ left: Double, _ right: Double) -> Bool {
    let isEqual = left == right || abs(left - right) <= FormulaOperator.nearness
    switch self {
    case .or: return left != 0 || right != 0
    case .and: return left != 0 && right != 0
    case .less: return left < right && !isEqual
    case .lessOrEqual: return left < right || isEqual
    case .equal: return isEqual
    case .unequal: return !isEqual
    case .greaterOrEqual: return left > right || isEqual
    case .greater: return left > right && !isEqual
    case .plus, .minus, .times, .over: preconditionFailure("no comparison")
    }
  }

  static func lower(_ left: Double, _ right: Double) -> Double {
    left.isNaN || right.isNaN ? .nan : Swift.min(left, right)
  }
}
