/// Sells what is left of collateral, as a clean-up or optional call does: the proceeds come in, its later cash does not.
///
/// What is received below the balance is a loss. It does nothing where there is no balance.
public struct CallCollateral: Equatable, Sendable {
  public let collateral: [String]
  /// Per unit of balance, zero or above.
  public let price: Formula
  /// Per unit of balance of loans in default; `nil` for `price`.
  public let defaultedPrice: Formula?
  /// The account that the proceeds go to.
  public let to: String

  public init(_ collateral: [String], price: Formula = 1.0, defaultedPrice: Formula? = nil, to: String) {
    self.collateral = collateral
    self.price = price
    self.defaultedPrice = defaultedPrice
    self.to = to
  }
}

extension CallCollateral: Decodable {
  private enum Key: String, CodingKey { case collateral, price, defaultedPrice, to }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode([String].self, forKey: .collateral),
      price: try container.decodeIfPresent(Formula.self, forKey: .price) ?? 1.0,
      defaultedPrice: try container.decodeIfPresent(Formula.self, forKey: .defaultedPrice),
      to: try container.decode(String.self, forKey: .to))
  }
}

struct BoundCallCollateral: Sendable {
  let groups: [Int]
  let price: BoundFormula
  let defaultedPrice: BoundFormula?
  let to: Int

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    let price = try state.amount(price)
    let defaultedPrice = try state.amount(ifAny: defaultedPrice) ?? price
    for group in groups {
      let sold = state.isTaken .& .!state.groups[group].isCalled
      guard sold.holdsSomewhere else { continue }
      let balance = state.groups[group].balance
      let collections = state.groups[group].collections
      let proceeds = (collections.performing * price + collections.inDefault * defaultedPrice).taken(
        where: sold)
      state.receive(proceeds, into: to)
      state.groups[group].sell(for: proceeds, where: sold)
      state.explain(.sold(group), due: balance, paid: proceeds)
    }
  }
}

extension CallCollateral {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundCallCollateral {
    BoundCallCollateral(
      groups: binder.groups(collateral, at: "\(path).collateral"),
      price: binder.formula(price, at: "\(path).price"),
      defaultedPrice: binder.formula(ifAny: defaultedPrice, at: "\(path).defaulted_price"),
      to: binder.account(to, at: "\(path).to"))
  }
}
