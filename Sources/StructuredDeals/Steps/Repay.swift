/// Pays a facility its interest and then what was drawn.
public struct Repay: Equatable, Sendable, Decodable {
  public let facility: String
  public let from: String
  /// At most this much; below zero counts as nothing; `nil` for all there is.
  public let amount: Formula?

  public init(_ facility: String, from: String, amount: Formula? = nil) {
    self.facility = facility
    self.from = from
    self.amount = amount
  }
}

struct BoundRepay: Sendable {
  let facility: Int
  let from: Int
  let amount: BoundFormula?

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    let most = try state.amount(ifAny: amount) ?? .infinity
    let interestDue = state.facilities[facility].interestUnpaid
    let interest = state.payOut(.lower(most, interestDue), from: from)
    state.facilities[facility].interestPaid += interest
    state.explain(.facilityInterest(facility), due: interestDue, paid: interest)
    let balance = state.facilities[facility].balance
    let repaid = state.payOut(.lower(most - interest, balance), from: from)
    state.facilities[facility].repaid += repaid
    state.facilities[facility].balance -= repaid
    state.explain(.repaid(facility), due: balance, paid: repaid)
  }
}

extension Repay {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundRepay {
    BoundRepay(
      facility: binder.facility(facility, at: "\(path).facility"),
      from: binder.account(from, at: "\(path).from"),
      amount: binder.formula(ifAny: amount, at: "\(path).amount"))
  }
}
