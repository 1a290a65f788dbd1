/// Looks up the names of a deal, and collects what is wrong with it.
struct DealBinder {
  /// What a name of the deal is, and its place in the list of its kind.
  enum Part {
    case collateral(Int), bond(Int), bondClass([Int]), account(Int), fee(Int), swap(Int), trigger(Int)
    case definition(Int), schedule(Int), facility(Int)
  }

  let deal: Deal
  /// By name.
  var parts: [String: Part] = [:]
  /// Names of the series that formulas use, in the order of their first use.
  private(set) var series: [String] = []
  /// Definitions that are being looked up, outermost first, to find those that need themselves.
  private var open: [Int] = []
  /// Whether faults of definitions are told: once, where each is looked up by itself.
  private var isCheckingDefinitions = false
  private var isQuiet = false
  /// How many definitions the formula that is looked up has needed: each use takes a copy.
  private var expansions = 0
  private static let maximumExpansions = 1_000
  private static let maximumNesting = 16
  /// The account's target that is looked up; `nil` elsewhere.
  private var targetPath: String?
  private(set) var problems: [DealProblem] = []

  /// The deal with its names looked up. Throws everything that is wrong with it.
  static func bind(_ deal: Deal) throws(DealProblems) -> BoundDeal {
    var binder = DealBinder(deal: deal)
    binder.collectNames()
    binder.checkTerms()
    binder.checkDefinitions()
    let bound = binder.bindParts()
    binder.checkLeaks()
    guard binder.problems.isEmpty else { throw DealProblems(problems: binder.problems) }
    return bound
  }

  private init(deal: Deal) { self.deal = deal }

  mutating func report(_ path: String, _ message: String) {
    if !isQuiet { problems.append(DealProblem(path: path, message: message)) }
  }

  /// Cash that comes into an account which nothing empties afterwards, found from the last step back.
  private mutating func checkLeaks() {
    var leaks = CashLeaks(deal)
    for problem in leaks.problems() { problems.append(problem) }
  }

  // MARK: Formulas

  mutating func formula(ifAny formula: Formula?, at path: String) -> BoundFormula? {
    formula.map { self.formula($0, at: path) }
  }

  /// A formula with its names looked up; 0 where that fails.
  mutating func formula(_ formula: Formula, at path: String) -> BoundFormula {
    expansions = 0
    let parsed: FormulaNode<FormulaName>
    do {
      parsed = try FormulaParser.parse(formula.text)
    } catch {
      report(path, "'\(formula.text)': \(error.message)")
      return .zero
    }
    var names: [(name: String, node: FormulaNode<Quantity>)] = []
    let node = parsed.map { name in
      let node = quantity(name, at: path)
      if !names.contains(where: { $0.name == name.text }) { names.append((name.text, node)) }
      return node
    }
    return BoundFormula(text: formula.text, node: node, names: names)
  }

  private mutating func quantity(_ name: FormulaName, at path: String) -> FormulaNode<Quantity> {
    switch (name.name, name.part) {
    case ("period", nil): return .name(.period)
    case ("year_fraction", nil): return .name(.yearFraction)
    case ("date", nil):
      if deal.firstPayment == nil { report(path, "'date' needs the day of the first payment: first_payment") }
      return .name(.date)
    case ("series", let part?): return .name(.series(place(ofSeries: part)))
    case ("collateral", _):
      return .name(.collateral(Array(deal.collateral.indices), part(name, at: path, or: .balance)))
    case ("bonds", _): return .name(.bonds(Array(deal.bonds.indices), part(name, at: path, or: .balance)))
    default: break
    }
    switch parts[name.name] {
    case .collateral(let index): return .name(.collateral([index], part(name, at: path, or: .balance)))
    case .bond(let index): return .name(.bonds([index], part(name, at: path, or: .balance)))
    case .bondClass(let members): return .name(.bonds(members, part(name, at: path, or: .balance)))
    case .account(let index):
      let part: AccountQuantity = part(name, at: path, or: .balance)
      if part == .target { checkTarget(index, at: path) }
      return .name(.account(index, part))
    case .fee(let index): return .name(.fee(index, part(name, at: path, or: .due)))
    case .swap(let index):
      refusePart(name, at: path)
      return .name(.swap(index))
    case .facility(let index): return .name(.facility(index, part(name, at: path, or: .balance)))
    case .trigger(let index):
      refusePart(name, at: path)
      return .name(.trigger(index))
    case .schedule(let index):
      refusePart(name, at: path)
      return .name(.schedule(index))
    case .definition(let index):
      refusePart(name, at: path)
      return definition(index)
    case nil:
      report(path, "'\(name.text)' is not known; it is no part of the deal, nor period, date or series.NAME")
      return .number(0)
    }
  }

  private mutating func part<Choice: RawRepresentable & CaseIterable>(
    _ name: FormulaName, at path: String, or fallback: Choice
  ) -> Choice where Choice.RawValue == String {
    if let part = name.part, let choice = Choice(rawValue: part) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    if let part = name.part {
      report(path, "'\(name.name)' has no '\(part)'; it has \(known)")
    } else {
      report(path, "'\(name.name)' alone is no number; write '\(name.name).' with one of \(known)")
    }
    return fallback
  }

  private mutating func refusePart(_ name: FormulaName, at path: String) {
    if let part = name.part { report(path, "'\(name.name)' has no '.\(part)'; write the name alone") }
  }

  private mutating func place(ofSeries name: String) -> Int {
    if let index = series.firstIndex(of: name) { return index }
    series.append(name)
    return series.count - 1
  }

  /// An account's target, which may not need another's.
  mutating func target(_ formula: Formula?, at path: String) -> BoundFormula? {
    targetPath = path
    defer { targetPath = nil }
    return self.formula(ifAny: formula, at: path)
  }

  private mutating func checkTarget(_ account: Int, at path: String) {
    let name = deal.accounts[account].name
    if let targetPath {
      // Told even where it comes by way of a definition, whose own faults are told elsewhere.
      problems.append(
        DealProblem(path: targetPath, message: "needs '\(name).target'; a target needs no other target"))
    } else if deal.accounts[account].target == nil {
      report(path, "'\(name)' has no target; give it one in accounts")
    }
  }

  private mutating func definition(_ index: Int) -> FormulaNode<Quantity> {
    let definition = deal.definitions[index]
    let path = "definitions[\(index)].formula"
    if let first = open.firstIndex(of: index) {
      let loop = (open[first...] + [index]).map { deal.definitions[$0].name }.joined(separator: " needs ")
      if isCheckingDefinitions, first == 0 {
        problems.append(DealProblem(path: path, message: "goes round in a circle: \(loop)"))
      }
      return .number(0)
    }
    expansions += 1
    guard expansions <= DealBinder.maximumExpansions, open.count < DealBinder.maximumNesting else {
      let message =
        "needs more than \(DealBinder.maximumExpansions) definitions, or needs them too deeply; simplify"
      if isCheckingDefinitions || open.isEmpty, !problems.contains(where: { $0.message == message }) {
        problems.append(DealProblem(path: path, message: message))
      }
      return .number(0)
    }
    let wasQuiet = isQuiet
    open.append(index)
    isQuiet = !(isCheckingDefinitions && open.count == 1)
    defer {
      open.removeLast()
      isQuiet = wasQuiet
    }
    do {
      return try FormulaParser.parse(definition.formula.text).map { quantity($0, at: path) }
    } catch {
      report(path, "'\(definition.formula.text)': \(error.message)")
      return .number(0)
    }
  }

  private mutating func checkDefinitions() {
    isCheckingDefinitions = true
    for index in deal.definitions.indices {
      expansions = 0
      _ = definition(index)
    }
    isCheckingDefinitions = false
  }
}
