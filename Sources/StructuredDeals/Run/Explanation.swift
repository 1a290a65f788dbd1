/// What the steps of one period did, and why.
public struct Explanation: Equatable, Sendable {
  /// Cash that came into each account when the period opened, and what was in it.
  public fileprivate(set) var opening: [AccountBalance] = []
  /// Triggers that were tested when the period opened.
  public fileprivate(set) var tests: [TriggerTest] = []
  public fileprivate(set) var steps: [ExplainedStep] = []

  public struct AccountBalance: Equatable, Sendable {
    public let account: String
    public let cash: Double
  }
}

/// What one step did.
public struct ExplainedStep: Equatable, Sendable {
  /// Its place in the document: `waterfall[3]`.
  public let path: String
  /// Its name, or its kind.
  public let title: String
  /// Whether its condition held.
  public let isTaken: Bool
  /// Its formulas with their values, the condition first.
  public fileprivate(set) var reasons: [FormulaReason]
  /// The account that it pays from; `nil` for steps that pay from none.
  public let account: String?
  /// In that account before it and after it.
  public let cashBefore: Double
  public fileprivate(set) var cashAfter: Double
  public fileprivate(set) var entries: [Entry] = []
  public fileprivate(set) var tests: [TriggerTest] = []

  /// One party's part in a step.
  public struct Entry: Equatable, Sendable {
    /// Such as `A interest`.
    public let to: String
    public let due: Double
    public let paid: Double
    public var unpaid: Double { due - paid }
  }
}

/// A formula, its value, and the values of what it names.
public struct FormulaReason: Equatable, Sendable {
  public let formula: String
  public let value: Double
  public let names: [NamedValue]

  public struct NamedValue: Equatable, Sendable {
    public let name: String
    public let value: Double
  }
}

/// A trigger's test.
public struct TriggerTest: Equatable, Sendable {
  public let trigger: String
  public let reason: FormulaReason
  /// Tests breached in a row, this one included.
  public let breaches: Int
  /// After the test.
  public let isTripped: Bool
}

/// Who a step pays, by place in the deal's lists, and for what.
enum DealParty {
  case fee(Int), account(Int), sold(Int), bought(Int), received(Int), paid(Int)
  case drawn(Int), repaid(Int), facilityInterest(Int)
  case interest(Int), accretion(Int), principal(Int), residual(Int), writeDown(Int), writeUp(Int)
}

/// Writing the explanation, which is of the first path; nothing where it is switched off.
extension DealState {
  private func reason(_ formula: BoundFormula) -> FormulaReason {
    FormulaReason(
      formula: formula.text, value: formula.node.value { quantity($0) }[0],
      names: formula.names.map {
        FormulaReason.NamedValue(name: $0.name, value: $0.node.value { quantity($0) }[0])
      })
  }

  func explainOpening() {
    guard isExplained else { return }
    let opening = zip(deal.accounts, accounts).map {
      Explanation.AccountBalance(account: $0.name, cash: $1[0])
    }
    explanation.opening = opening
  }

  func explainStart(_ index: Int) {
    guard isExplained else { return }
    let step = deal.steps[index]
    let isTaken = isTaken[0]
    let cash = step.account.map { accounts[$0][0] } ?? 0
    let explained = ExplainedStep(
      path: step.path, title: step.title, isTaken: isTaken,
      reasons: ([step.when] + (isTaken ? step.formulas : [])).compactMap { $0.map { reason($0) } },
      account: step.account.map { deal.accounts[$0].name }, cashBefore: cash, cashAfter: cash)
    explanation.steps.append(explained)
  }

  @inline(__always) func explain(_ party: DealParty, due: Number, paid: Number) {
    if isExplained { enter(party, due: due, paid: paid) }
  }

  private func enter(_ party: DealParty, due: Number, paid: Number) {
    guard let last = explanation.steps.indices.last else { return }
    let entry = ExplainedStep.Entry(to: name(party), due: due[0], paid: paid[0])
    explanation.steps[last].entries.append(entry)
  }

  private func name(_ party: DealParty) -> String {
    switch party {
    case .fee(let fee): return deal.fees[fee].name
    case .account(let account): return "to \(deal.accounts[account].name)"
    case .sold(let group): return "\(deal.groups[group].name) sold"
    case .bought(let group): return "\(deal.groups[group].name) bought"
    case .drawn(let facility): return "\(deal.facilities[facility].name) drawn"
    case .repaid(let facility): return "\(deal.facilities[facility].name) repaid"
    case .facilityInterest(let facility): return "\(deal.facilities[facility].name) interest"
    case .received(let swap): return "\(deal.swaps[swap].name) received"
    case .paid(let swap): return "\(deal.swaps[swap].name) paid"
    case .interest(let bond): return "\(deal.bonds[bond].name) interest"
    case .accretion(let bond): return "\(deal.bonds[bond].name) accretion"
    case .principal(let bond): return "\(deal.bonds[bond].name) principal"
    case .residual(let bond): return "\(deal.bonds[bond].name) residual"
    case .writeDown(let bond): return "\(deal.bonds[bond].name) written down"
    case .writeUp(let bond): return "\(deal.bonds[bond].name) written up"
    }
  }

  func explainTest(_ index: Int) {
    guard isExplained else { return }
    let terms = deal.triggers[index]
    let test = TriggerTest(
      trigger: terms.name, reason: reason(terms.when), breaches: Int(triggers[index].breaches[0]),
      isTripped: triggers[index].isTripped[0])
    if step == nil {
      explanation.tests.append(test)
    } else if let last = explanation.steps.indices.last {
      explanation.steps[last].tests.append(test)
    }
  }

  func explainEnd(_ index: Int) {
    guard isExplained, let last = explanation.steps.indices.last,
      let account = deal.steps[index].account
    else { return }
    let cash = accounts[account][0]
    explanation.steps[last].cashAfter = cash
  }
}

extension BoundStep {
  /// The account that it pays from, or settles with.
  fileprivate var account: Int? {
    switch action {
    case .payFees(let action): return action.from
    case .payInterest(let action): return action.from
    case .accrete(let action): return action.from
    case .payPrincipal(let action): return action.from
    case .transfer(let action): return action.from
    case .release(let action): return action.from
    case .settle(let action): return action.account
    case .call(let action): return action.to
    case .draw(let action): return action.to
    case .repay(let action): return action.from
    case .purchase(let action): return action.from
    case .writeDown, .writeUp, .test: return nil
    }
  }

  /// Its formulas besides the condition.
  fileprivate var formulas: [BoundFormula?] {
    switch action {
    case .payFees, .payInterest, .accrete, .release, .settle, .test: return []
    case .payPrincipal(let action): return [action.amount] + action.rule.formulas
    case .transfer(let action): return [action.amount]
    case .draw(let action): return [action.amount]
    case .repay(let action): return [action.amount]
    case .purchase(let action): return [action.amount, action.price]
    case .writeDown(let action): return [action.amount]
    case .writeUp(let action): return [action.amount]
    case .call(let action): return [action.price, action.defaultedPrice]
    }
  }
}

extension BoundPrincipalRule {
  fileprivate var formulas: [BoundFormula?] {
    switch self {
    case .bonds: return []
    case .sequential(let rules), .proRata(let rules): return rules.flatMap(\.formulas)
    case .split(let shares): return shares.flatMap { [$0.share] + $0.rule.formulas }
    case .downTo(let target, let rule): return [target] + rule.formulas
    }
  }
}
