import DatesAndConventions

/// A name in a formula: `SOFR_cap`, or `A.balance` with a part.
struct FormulaName: Hashable, Sendable {
  let name: String
  let part: String?

  var text: String { part.map { "\(name).\($0)" } ?? name }
}

/// Why a formula's text cannot be read.
struct FormulaError: Error {
  let message: String
}

/// Reads a formula by recursive descent, one function per level of precedence, loosest first.
struct FormulaParser {
  /// Deeper nesting is refused, and so are formulas of more words: reading and evaluating them takes stack.
  private static let maximumDepth = 64
  private static let maximumWords = 1_000

  private let tokens: [FormulaToken]
  private var next = 0
  private var depth = 0

  static func parse(_ text: String) throws(FormulaError) -> FormulaNode<FormulaName> {
    var parser = FormulaParser(tokens: try FormulaToken.all(in: text))
    guard parser.tokens.count <= maximumWords else { throw FormulaError(message: "is too long") }
    let node = try parser.alternatives()
    if let token = parser.peek {
      throw FormulaError(message: "'\(token.text)' is not expected there; join terms by an operator")
    }
    guard node.depth <= maximumDepth else {
      throw FormulaError(
        message: "is nested too deeply; name its parts in 'definitions', and sums of bonds in 'classes'")
    }
    return node
  }

  private init(tokens: [FormulaToken]) { self.tokens = tokens }

  private var peek: FormulaToken? { next < tokens.count ? tokens[next] : nil }

  private mutating func take(_ operators: [FormulaOperator]) -> FormulaOperator? {
    guard let token = peek, let found = operators.first(where: { token.isWord($0.rawValue) }) else {
      return nil
    }
    next += 1
    return found
  }

  private mutating func expect(_ symbol: String) throws(FormulaError) {
    guard let token = peek, token.isWord(symbol) else {
      throw FormulaError(
        message: "'\(symbol)' is expected" + (peek.map { " before '\($0.text)'" } ?? " at the end"))
    }
    next += 1
  }

  private mutating func alternatives() throws(FormulaError) -> FormulaNode<FormulaName> {
    depth += 1
    defer { depth -= 1 }
    guard depth <= FormulaParser.maximumDepth else {
      throw FormulaError(message: "is nested too deeply; name its parts in 'definitions'")
    }
    var node = try conjunction()
    while let operation = take([.or]) { node = .binary(operation, node, try conjunction()) }
    return node
  }

  private mutating func conjunction() throws(FormulaError) -> FormulaNode<FormulaName> {
    var node = try negation()
    while let operation = take([.and]) { node = .binary(operation, node, try negation()) }
    return node
  }

  private mutating func negation() throws(FormulaError) -> FormulaNode<FormulaName> {
    var isNegated = false
    while let token = peek, token.isWord("not") {
      next += 1
      isNegated.toggle()
    }
    let node = try comparison()
    return isNegated ? .not(node) : node
  }

  private mutating func comparison() throws(FormulaError) -> FormulaNode<FormulaName> {
    let node = try sum()
    guard let operation = take([.less, .lessOrEqual, .equal, .unequal, .greaterOrEqual, .greater]) else {
      return node
    }
    return .binary(operation, node, try sum())
  }

  private mutating func sum() throws(FormulaError) -> FormulaNode<FormulaName> {
    var node = try product()
    while let operation = take([.plus, .minus]) { node = .binary(operation, node, try product()) }
    return node
  }

  private mutating func product() throws(FormulaError) -> FormulaNode<FormulaName> {
    var node = try factor()
    while let operation = take([.times, .over]) { node = .binary(operation, node, try factor()) }
    return node
  }

  private mutating func factor() throws(FormulaError) -> FormulaNode<FormulaName> {
    guard let token = peek else { throw FormulaError(message: "ends where a number or a name is expected") }
    next += 1
    switch token {
    case .number(let number, _): return .number(number)
    case .word("-"):
      depth += 1
      defer { depth -= 1 }
      guard depth <= FormulaParser.maximumDepth else { throw FormulaError(message: "is nested too deeply") }
      return .negative(try factor())
    case .word("("):
      let node = try alternatives()
      try expect(")")
      return node
    case .word(let word) where FormulaToken.isName(word):
      if let following = peek, following.isWord("(") { return try call(word) }
      return .name(try name(word))
    case .word(let word): throw FormulaError(message: "'\(word)' is not expected there")
    }
  }

  private mutating func name(_ word: String) throws(FormulaError) -> FormulaName {
    guard !["and", "or", "not"].contains(word) else {
      throw FormulaError(message: "'\(word)' is not expected there")
    }
    guard let dot = peek, dot.isWord(".") else { return FormulaName(name: word, part: nil) }
    next += 1
    guard let token = peek, case .word(let part) = token, FormulaToken.isName(part) else {
      throw FormulaError(message: "'\(word).' lacks the quantity's name")
    }
    next += 1
    return FormulaName(name: word, part: part)
  }

  private mutating func call(_ function: String) throws(FormulaError) -> FormulaNode<FormulaName> {
    try expect("(")
    var values = [try alternatives()]
    while let token = peek, token.isWord(",") {
      next += 1
      values.append(try alternatives())
    }
    try expect(")")
    switch function {
    case "min": return .lowest(values)
    case "max": return .highest(values)
    case "if":
      guard values.count == 3 else {
        throw FormulaError(message: "if takes a condition and two values: if(period > 60, 5%, 4%)")
      }
      return .choice(condition: values[0], then: values[1], otherwise: values[2])
    default: throw FormulaError(message: "'\(function)' is not a function; there are min, max and if")
    }
  }
}
