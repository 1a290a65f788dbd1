/// To whom principal goes. Rules hold rules, so that a sequence of pro-rata groups, or a PAC before its support, needs
/// no word of its own.
public indirect enum PrincipalRule: Equatable, Sendable {
  case bond(String)
  /// Each in full before the next.
  case sequential([PrincipalRule])
  /// In proportion to balances.
  case proRata([PrincipalRule])
  /// By shares; what one cannot take goes to the others in the order given.
  case split([Share])
  /// As far as brings the balance of the bonds inside down to a number, such as a schedule's.
  case downTo(Formula, PrincipalRule)

  /// A part of a split.
  public struct Share: Equatable, Sendable, Decodable {
    /// From 0 to 1; `nil` for what the others leave, once in a split. All shares sum to 1.
    public let share: Formula?
    public let pay: PrincipalRule

    public init(_ share: Formula?, _ pay: PrincipalRule) {
      self.share = share
      self.pay = pay
    }
  }
}

extension PrincipalRule: Decodable {
  private enum Key: String, CodingKey { case sequential, proRata, split, downTo, pay }

  /// A bond's name, or an object of one rule: `{"sequential": ["A", {"pro_rata": ["B", "C"]}]}`.
  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.singleValueContainer(), let bond = try? container.decode(String.self) {
      self = .bond(bond)
      return
    }
    let container = try decoder.container(keyedBy: Key.self)
    if let rules = try container.decodeIfPresent([PrincipalRule].self, forKey: .sequential) {
      self = .sequential(rules)
    } else if let rules = try container.decodeIfPresent([PrincipalRule].self, forKey: .proRata) {
      self = .proRata(rules)
    } else if let shares = try container.decodeIfPresent([Share].self, forKey: .split) {
      self = .split(shares)
    } else if let target = try container.decodeIfPresent(Formula.self, forKey: .downTo) {
      self = .downTo(target, try container.decode(PrincipalRule.self, forKey: .pay))
    } else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription:
            "is no rule; write a bond's name, or sequential, pro_rata, split, or down_to with pay"))
    }
  }
}

/// A rule whose names have been looked up.
indirect enum BoundPrincipalRule: Sendable {
  /// Each in full before the next.
  case bonds([Int])
  case sequential([BoundPrincipalRule])
  case proRata([BoundPrincipalRule])
  case split([(share: BoundFormula?, rule: BoundPrincipalRule)])
  case downTo(BoundFormula, BoundPrincipalRule)

  /// Pays at most `cash` from an account and gives what was paid.
  func pay<Number>(
    _ cash: Number, from account: Int, _ state: DealState<Number>
  ) throws(DealRunError) -> Number {
    switch self {
    case .bonds(let bonds):
      var left = cash
      for bond in bonds where !state.bonds[bond].isRetired {
        let due = state.bonds[bond].balance
        let paid = state.payOut(.lower(left, due), from: account)
        state.bonds[bond].balance -= paid
        state.bonds[bond].principalPaid += paid
        state.explain(.principal(bond), due: due, paid: paid)
        left -= paid
      }
      return cash - left
    case .sequential(let rules):
      var left = cash
      for rule in rules { left -= try rule.pay(left, from: account, state) }
      return cash - left
    case .proRata(let rules): return try payProRata(rules, cash, from: account, state)
    case .split(let shares): return try paySplit(shares, cash, from: account, state)
    case .downTo(_, let rule): return try rule.pay(.lower(cash, capacity(state)), from: account, state)
    }
  }

  private func payProRata<Number>(
    _ rules: [BoundPrincipalRule], _ cash: Number, from account: Int, _ state: DealState<Number>
  ) throws(DealRunError) -> Number {
    var capacities: [Number] = []
    for rule in rules { capacities.append(try rule.capacity(state)) }
    let total = capacities.reduce(.zero, +)
    var paid = Number.zero
    for (rule, capacity) in zip(rules, capacities) {
      let wanted = capacity.replacing(with: cash * (capacity / total), where: cash .< total)
      paid += try rule.pay(.lower(wanted, cash - paid), from: account, state)
    }
    return paid
  }

  private func paySplit<Number>(
    _ shares: [(share: BoundFormula?, rule: BoundPrincipalRule)], _ cash: Number, from account: Int,
    _ state: DealState<Number>
  ) throws(DealRunError) -> Number {
    var wanted: [Number?] = []
    for share in shares {
      wanted.append(try share.share.map { formula throws(DealRunError) in try state.value(formula) })
    }
    let rest = Number.one - wanted.reduce(.zero) { $0 + ($1 ?? .zero) }
    let nearly = Number(repeating: 1e-9)
    var isWhole = wanted.contains { $0 == nil } ? rest .>= -nearly : rest.absolute .<= nearly
    for case let part? in wanted { isWhole = isWhole .& (part .>= -nearly) .& (part .<= .one + nearly) }
    guard (isWhole .| .!state.isTaken).holdsEverywhere else {
      let text = wanted.map { $0.map { "\($0)" } ?? "the rest" }.joined(separator: ", ")
      throw state.error("the shares of a split are \(text); they must lie between 0 and 1 and sum to 1")
    }
    var paid = Number.zero
    for (share, part) in zip(shares, wanted) {
      let part = Number.lower((part ?? rest).aboveZero, .one)
      paid += try share.rule.pay(.lower(cash * part, cash - paid), from: account, state)
    }
    for share in shares {
      let left = (cash - paid).aboveZero
      guard (left .> .zero).holdsSomewhere else { break }
      paid += try share.rule.pay(left, from: account, state)
    }
    return paid
  }

  /// The most that the rule can place.
  private func capacity<Number>(_ state: DealState<Number>) throws(DealRunError) -> Number {
    switch self {
    case .bonds: return balance(state)
    case .sequential(let rules), .proRata(let rules):
      var sum = Number.zero
      for rule in rules { sum += try rule.capacity(state) }
      return sum
    case .split(let shares):
      var sum = Number.zero
      for share in shares { sum += try share.rule.capacity(state) }
      return sum
    case .downTo(let target, let rule):
      let room = rule.balance(state) - (try state.value(target))
      return Number.lower(try rule.capacity(state), room).aboveZero
    }
  }

  /// Balance of all bonds inside.
  private func balance<Number>(_ state: DealState<Number>) -> Number {
    switch self {
    case .bonds(let bonds): return bonds.reduce(.zero) { $0 + state.bonds[$1].balance }
    case .sequential(let rules), .proRata(let rules): return BoundPrincipalRule.sum(rules, state)
    case .split(let shares): return BoundPrincipalRule.sum(shares.map(\.rule), state)
    case .downTo(_, let rule): return rule.balance(state)
    }
  }

  private static func sum<Number>(
    _ rules: [BoundPrincipalRule], _ state: DealState<Number>
  ) -> Number {
    var sum = Number.zero
    for rule in rules { sum += rule.balance(state) }
    return sum
  }
}

extension PrincipalRule {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundPrincipalRule {
    switch self {
    case .bond(let name): return .bonds([binder.bond(name, at: path)])
    case .sequential(let rules):
      let bound = PrincipalRule.bind(rules, &binder, at: "\(path).sequential")
      return bound.inTurn.map { .bonds($0) } ?? .sequential(bound)
    case .proRata(let rules): return .proRata(PrincipalRule.bind(rules, &binder, at: "\(path).pro_rata"))
    case .split(let shares):
      let path = "\(path).split"
      if shares.isEmpty { binder.report(path, "is empty; name at least one") }
      var bound: [(share: BoundFormula?, rule: BoundPrincipalRule)] = []
      for (index, share) in shares.enumerated() {
        bound.append(
          (
            binder.formula(ifAny: share.share, at: "\(path)[\(index)].share"),
            share.pay.bind(&binder, at: "\(path)[\(index)].pay")
          ))
      }
      let rests = shares.filter { $0.share == nil }.count
      if rests > 1 { binder.report(path, "has \(rests) parts without a share; leave out one at most") }
      let constants = bound.compactMap { $0.share?.constant }
      let sum = constants.reduce(0, +)
      if constants.contains(where: { !($0 >= 0 && $0 <= 1) }) || sum > 1 + 1e-9
        || (constants.count == shares.count && abs(sum - 1) > 1e-9)
      {
        binder.report(path, "has shares that sum to \(sum); they must lie between 0 and 1 and sum to 1")
      }
      return .split(bound)
    case .downTo(let target, let rule):
      return .downTo(binder.formula(target, at: "\(path).down_to"), rule.bind(&binder, at: "\(path).pay"))
    }
  }

  private static func bind(
    _ rules: [PrincipalRule], _ binder: inout DealBinder, at path: String
  ) -> [BoundPrincipalRule] {
    if rules.isEmpty { binder.report(path, "is empty; name at least one") }
    var bound: [BoundPrincipalRule] = []
    for (index, rule) in rules.enumerated() { bound.append(rule.bind(&binder, at: "\(path)[\(index)]")) }
    return bound
  }
}

extension [BoundPrincipalRule] {
  /// The bonds of rules one after the other; `nil` where a rule is no list of bonds.
  fileprivate var inTurn: [Int]? {
    var all: [Int] = []
    for rule in self {
      guard case .bonds(let bonds) = rule else { return nil }
      all += bonds
    }
    return all
  }
}
