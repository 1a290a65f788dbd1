/// Looks up the names of a deal, and collects what is wrong with it.
struct DealBinder {
  /// What a name of the deal is, and its place in the list of its kind.
  private enum Part {
    case collateral(Int), bond(Int), bondClass([Int]), account(Int), fee(Int), swap(Int), trigger(Int)
    case definition(Int), schedule(Int), facility(Int)
  }

  private let deal: Deal
  private var parts: [String: Part] = [:]
  private var series: [String] = []
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

  // MARK: Names

  private static let reserved: Set<String> = [
    "and", "or", "not", "min", "max", "if", "period", "date", "year_fraction", "series", "collateral",
    "bonds",
  ]

  private mutating func collectNames() {
    func each<Item>(_ items: [Item], _ list: String, _ name: (Item) -> String, _ part: (Int, Item) -> Part) {
      for (index, item) in items.enumerated() {
        add(name(item), part(index, item), at: "\(list)[\(index)].name")
      }
    }
    each(deal.collateral, "collateral", \.name) { index, _ in .collateral(index) }
    each(deal.bonds, "bonds", \.name) { index, _ in .bond(index) }
    each(deal.accounts, "accounts", \.name) { index, _ in .account(index) }
    each(deal.fees, "fees", \.name) { index, _ in .fee(index) }
    each(deal.swaps, "swaps", \.name) { index, _ in .swap(index) }
    each(deal.facilities, "facilities", \.name) { index, _ in .facility(index) }
    each(deal.triggers, "triggers", \.name) { index, _ in .trigger(index) }
    each(deal.definitions, "definitions", \.name) { index, _ in .definition(index) }
    each(deal.schedules, "schedules", \.name) { index, _ in .schedule(index) }
    for (index, bondClass) in deal.classes.enumerated() {
      let members = bonds(bondClass.bonds, at: "classes[\(index)].bonds")
      add(bondClass.name, .bondClass(members), at: "classes[\(index)].name")
    }
  }

  private mutating func add(_ name: String, _ part: Part, at path: String) {
    if !FormulaToken.isName(name) {
      report(path, "'\(name)' is not a name; use letters, digits and _, no digit first")
    } else if DealBinder.reserved.contains(name) {
      report(path, "'\(name)' means something else in formulas; choose another name")
    } else if parts.updateValue(part, forKey: name) != nil {
      report(path, "'\(name)' names two parts of the deal; choose another name")
    }
  }

  private mutating func unknown(_ name: String, _ kind: String, _ known: [String], at path: String) -> Int {
    report(
      path, "'\(name)' is not \(kind); there are \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    return 0
  }

  mutating func bond(_ name: String, at path: String) -> Int {
    if case .bond(let index) = parts[name] { return index }
    return unknown(name, "a bond", deal.bonds.map(\.name), at: path)
  }

  /// Bonds named once each, of which there is at least one.
  mutating func bonds(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in binder.bond(name, at: path) }
  }

  mutating func account(_ name: String, at path: String) -> Int {
    if case .account(let index) = parts[name] { return index }
    return unknown(name, "an account", deal.accounts.map(\.name), at: path)
  }

  mutating func fees(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in
      if case .fee(let index) = binder.parts[name] { return index }
      return binder.unknown(name, "a fee", binder.deal.fees.map(\.name), at: path)
    }
  }

  mutating func swap(_ name: String, at path: String) -> Int {
    if case .swap(let index) = parts[name] { return index }
    return unknown(name, "a swap", deal.swaps.map(\.name), at: path)
  }

  mutating func facility(_ name: String, at path: String) -> Int {
    if case .facility(let index) = parts[name] { return index }
    return unknown(name, "a facility", deal.facilities.map(\.name), at: path)
  }

  mutating func triggers(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in
      if case .trigger(let index) = binder.parts[name] { return index }
      return binder.unknown(name, "a trigger", binder.deal.triggers.map(\.name), at: path)
    }
  }

  mutating func groups(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in
      if case .collateral(let index) = binder.parts[name] { return index }
      return binder.unknown(name, "a collateral group", binder.deal.collateral.map(\.name), at: path)
    }
  }

  private mutating func list(
    _ names: [String], at path: String, _ place: (inout DealBinder, String, String) -> Int
  ) -> [Int] {
    if names.isEmpty { report(path, "is empty; name at least one") }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      report("\(path)[\(index)]", "'\(name)' is named twice; keep one")
    }
    var places: [Int] = []
    for (index, name) in names.enumerated() { places.append(place(&self, name, "\(path)[\(index)]")) }
    return places
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

  private mutating func target(_ formula: Formula?, at path: String) -> BoundFormula? {
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

  // MARK: Parts

  private mutating func bindParts() -> BoundDeal {
    var bound = BoundDeal()
    for (index, group) in deal.collateral.enumerated() {
      let path = "collateral[\(index)]"
      let interest = account(group.interestTo, at: "\(path).interest_to")
      bound.groups.append(
        BoundDeal.Group(
          name: group.name, interestTo: interest,
          principalTo: account(group.principalTo, at: "\(path).principal_to"),
          penaltiesTo: group.penaltiesTo.map { account($0, at: "\(path).penalties_to") } ?? interest))
    }
    for (index, bond) in deal.bonds.enumerated() {
      bound.bonds.append(
        BoundDeal.Bond(
          name: bond.name, coupon: formula(bond.coupon, at: "bonds[\(index)].coupon"),
          notional: formula(ifAny: bond.notional, at: "bonds[\(index)].notional"), dayCount: bond.dayCount,
          interestOnShortfall: bond.interestOnShortfall))
    }
    for (index, account) in deal.accounts.enumerated() {
      bound.accounts.append(
        BoundDeal.Account(
          name: account.name, keepsCash: account.keepsCash,
          target: target(account.target, at: "accounts[\(index)].target"),
          interest: formula(ifAny: account.interest, at: "accounts[\(index)].interest"),
          interestTo: account.interestTo.map { self.account($0, at: "accounts[\(index)].interest_to") }
            ?? index))
    }
    for (index, fee) in deal.fees.enumerated() {
      bound.fees.append(
        BoundDeal.Fee(
          name: fee.name, amount: formula(fee.amount, at: "fees[\(index)].amount"), carries: fee.carries))
    }
    for (index, swap) in deal.swaps.enumerated() {
      let path = "swaps[\(index)]"
      bound.swaps.append(
        BoundDeal.Swap(
          name: swap.name, notional: formula(swap.notional, at: "\(path).notional"),
          receive: formula(swap.receive, at: "\(path).receive"), pay: formula(swap.pay, at: "\(path).pay"),
          dayCount: swap.dayCount))
    }
    for (index, facility) in deal.facilities.enumerated() {
      let path = "facilities[\(index)]"
      bound.facilities.append(
        BoundDeal.Facility(
          name: facility.name, limit: formula(facility.limit, at: "\(path).limit"),
          rate: formula(facility.rate, at: "\(path).rate"), dayCount: facility.dayCount))
    }
    bound.schedules = deal.schedules.map(\.balances)
    bound.steps = bindSteps()
    let tested = Set(
      bound.steps.flatMap { step -> [Int] in
        if case .test(let test) = step.action { return test.triggers }
        return []
      })
    for (index, trigger) in deal.triggers.enumerated() {
      bound.triggers.append(
        BoundDeal.Trigger(
          name: trigger.name, when: formula(trigger.when, at: "triggers[\(index)].when"),
          breaches: trigger.breaches,
          isLatched: trigger.isLatched, hasStep: tested.contains(index)))
    }
    bound.series = series
    return bound
  }

  private mutating func bindSteps() -> [BoundStep] {
    var steps: [BoundStep] = []
    for (index, step) in deal.waterfall.enumerated() {
      let path = "waterfall[\(index)]"
      let when = formula(ifAny: step.when, at: "\(path).when")
      let action: BoundStep.Action
      switch step.action {
      case .payFees(let terms): action = .payFees(terms.bind(&self, at: path))
      case .payInterest(let terms): action = .payInterest(terms.bind(&self, at: path))
      case .accrete(let terms): action = .accrete(terms.bind(&self, at: path))
      case .payPrincipal(let terms): action = .payPrincipal(terms.bind(&self, at: path))
      case .transfer(let terms): action = .transfer(terms.bind(&self, at: path))
      case .release(let terms): action = .release(terms.bind(&self, at: path))
      case .writeDown(let terms): action = .writeDown(terms.bind(&self, at: path))
      case .writeUp(let terms): action = .writeUp(terms.bind(&self, at: path))
      case .settle(let terms): action = .settle(terms.bind(&self, at: path))
      case .test(let terms): action = .test(terms.bind(&self, at: path))
      case .call(let terms): action = .call(terms.bind(&self, at: path))
      case .draw(let terms): action = .draw(terms.bind(&self, at: path))
      case .repay(let terms): action = .repay(terms.bind(&self, at: path))
      case .purchase(let terms): action = .purchase(terms.bind(&self, at: path))
      }
      steps.append(
        BoundStep(path: path, title: step.title, when: when, action: action))
    }
    return steps
  }
}

extension DealBinder {
  /// What can be told of the terms alone.
  private mutating func checkTerms() {
    if ![1, 3, 6, 12].contains(deal.monthsPerPeriod) {
      report("months_per_period", "\(deal.monthsPerPeriod) is not 1, 3, 6 or 12")
    }
    for (index, bond) in deal.bonds.enumerated() {
      amount(bond.balance, at: "bonds[\(index)].balance")
      if let original = bond.originalBalance { amount(original, at: "bonds[\(index)].original_balance") }
      if bond.dayCount != .thirty360, deal.firstPayment == nil {
        report(
          "bonds[\(index)].day_count",
          "\(bond.dayCount.rawValue) needs the day of the first payment: first_payment")
      }
    }
    for (index, swap) in deal.swaps.enumerated() where swap.dayCount != .thirty360 && deal.firstPayment == nil
    {
      report(
        "swaps[\(index)].day_count",
        "\(swap.dayCount.rawValue) needs the day of the first payment: first_payment")
    }
    for (index, facility) in deal.facilities.enumerated()
    where facility.dayCount != .thirty360 && deal.firstPayment == nil {
      report(
        "facilities[\(index)].day_count",
        "\(facility.dayCount.rawValue) needs the day of the first payment: first_payment")
    }
    for (index, account) in deal.accounts.enumerated() {
      if account.interest == nil, account.interestTo != nil {
        report("accounts[\(index)].interest_to", "is of interest; give its rate as interest")
      }
      amount(account.balance, at: "accounts[\(index)].balance")
    }
    for (index, trigger) in deal.triggers.enumerated() where trigger.breaches < 1 {
      report("triggers[\(index)].breaches", "\(trigger.breaches) is below 1")
    }
    for (index, schedule) in deal.schedules.enumerated() {
      let path = "schedules[\(index)].balances"
      for (period, balance) in schedule.balances.enumerated() {
        amount(balance, at: "\(path)[\(period)]")
        if period > 0, balance > schedule.balances[period - 1] {
          report("\(path)[\(period)]", "\(balance) is above the balance before it")
        }
      }
    }
    for (index, exchangeable) in deal.exchangeable.enumerated() {
      let name = exchangeable.name
      if parts[name] != nil || deal.exchangeable[..<index].contains(where: { $0.name == name }) {
        report("exchangeable[\(index)].name", "'\(name)' names two parts of the deal; choose another name")
      }
      let path = "exchangeable[\(index)].parts"
      _ = bonds(exchangeable.parts.map(\.bond), at: path)
      for (place, part) in exchangeable.parts.enumerated() {
        share(part.share, at: "\(path)[\(place)].share")
      }
    }
    checkHeldBonds()
  }

  private mutating func checkHeldBonds() {
    var held: [String: Double] = [:]
    let names = deal.underlying.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      report("underlying[\(index)].name", "'\(name)' names two deals; choose another name")
    }
    for (index, group) in deal.collateral.enumerated() {
      if let bonds = group.bonds, bonds.isEmpty {
        report("collateral[\(index)].bonds", "is empty; name at least one")
      }
      for (place, holding) in (group.bonds ?? []).enumerated() {
        let path = "collateral[\(index)].bonds[\(place)]"
        share(holding.share, at: "\(path).share")
        guard let underlying = deal.underlying.first(where: { $0.name == holding.deal }) else {
          report(
            "\(path).deal",
            "'\(holding.deal)' is not an underlying deal; there are \(names.joined(separator: ", "))")
          continue
        }
        if !underlying.bonds.contains(where: { $0.name == holding.bond }) {
          report("\(path).bond", "'\(holding.bond)' is not a bond of '\(holding.deal)'")
        }
        if underlying.monthsPerPeriod != deal.monthsPerPeriod {
          report("\(path).deal", "'\(holding.deal)' pays in other months; months_per_period must be the same")
        }
        let total = held["\(holding.deal) \(holding.bond)", default: 0] + holding.share
        held["\(holding.deal) \(holding.bond)"] = total
        if total > 1 + 1e-12 { report("\(path).share", "more than all of '\(holding.bond)' is held") }
      }
    }
  }

  private mutating func amount(_ amount: Double, at path: String) {
    if !(amount >= 0 && amount.isFinite) { report(path, "\(amount) is not an amount of zero or above") }
  }

  private mutating func share(_ share: Double, at path: String) {
    if !(share > 0 && share <= 1) {
      report(path, "\(share) is not a share; write a number above 0, at most 1")
    }
  }

  /// Cash that comes into an account which nothing empties afterwards, found from the last step back.
  private mutating func checkLeaks() {
    var leaks = CashLeaks(deal)
    for problem in leaks.problems() { problems.append(problem) }
  }
}
