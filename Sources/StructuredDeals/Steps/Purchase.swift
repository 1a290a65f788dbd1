/// Buys new collateral for a group, as in a revolving period. Each purchase runs off as the group did from its first month on, or as the
/// loans that the run names for reinvestment; its cash comes in from the next period on.
public struct Purchase: Equatable, Sendable {
  public let collateral: String
  public let from: String
  /// Cash to spend at most; below zero counts as nothing; `nil` for all there is.
  public let amount: Formula?
  /// Per unit of balance, above zero.
  public let price: Formula

  public init(_ collateral: String, from: String, amount: Formula? = nil, price: Formula = 1.0) {
    self.collateral = collateral
    self.from = from
    self.amount = amount
    self.price = price
  }
}

extension Purchase: Decodable {
  private enum Key: String, CodingKey { case collateral, from, amount, price }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode(String.self, forKey: .collateral),
      from: try container.decode(String.self, forKey: .from),
      amount: try container.decodeIfPresent(Formula.self, forKey: .amount),
      price: try container.decodeIfPresent(Formula.self, forKey: .price) ?? 1.0)
  }
}

struct BoundPurchase: Sendable {
  let group: Int
  let from: Int
  let amount: BoundFormula?
  let price: BoundFormula

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    let price = try state.amount(price)
    guard (price .> .zero .| .!state.isTaken).holdsEverywhere else {
      throw state.error("the price is \(price); collateral is bought at a price above 0")
    }
    let isOpen = state.isTaken .& .!state.groups[group].isCalled
    let wanted = Number.lower(try state.amount(ifAny: amount) ?? .infinity, state.accounts[from])
      .taken(where: isOpen)
    let buys = wanted .> .zero
    guard buys.holdsSomewhere else { return }
    guard (state.canPurchase[group] .| .!buys).holdsEverywhere else {
      throw state.error(
        "'\(state.deal.groups[group].name)' has nothing to buy that is like it; give loans or flows for reinvestment with the run"
      )
    }
    let paid = state.payOut(wanted, from: from)
    let balance = (paid / price).taken(where: buys)
    state.groups[group].buy(balance: balance, for: paid, period: state.period.number)
    state.explain(.bought(group), due: balance, paid: paid)
  }
}

extension Purchase {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundPurchase {
    BoundPurchase(
      group: binder.groups([collateral], at: "\(path).collateral")[0],
      from: binder.account(from, at: "\(path).from"),
      amount: binder.formula(ifAny: amount, at: "\(path).amount"),
      price: binder.formula(price, at: "\(path).price"))
  }
}
