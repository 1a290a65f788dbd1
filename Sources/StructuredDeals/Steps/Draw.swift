/// Takes cash from a facility into an account, as far as its limit goes.
public struct Draw: Equatable, Sendable, Decodable {
  public let facility: String
  public let to: String
  /// Such as `"bonds.interest_due - cash.balance"`; below zero counts as nothing.
  public let amount: Formula

  public init(_ facility: String, to: String, amount: Formula) {
    self.facility = facility
    self.to = to
    self.amount = amount
  }
}

struct BoundDraw: Sendable {
  let facility: Int
  let to: Int
  let amount: BoundFormula

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    let wanted = try state.amount(amount)
    let drawn = Number.lower(wanted, state.facilities[facility].available)
    state.receive(drawn, into: to)
    state.facilities[facility].drawn += drawn
    state.facilities[facility].balance += drawn
    state.explain(.drawn(facility), due: wanted, paid: drawn)
  }
}

extension Draw {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundDraw {
    BoundDraw(
      facility: binder.facility(facility, at: "\(path).facility"), to: binder.account(to, at: "\(path).to"),
      amount: binder.formula(amount, at: "\(path).amount"))
  }
}
