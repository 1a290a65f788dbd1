/// Pays fees in the order given, each in full before the next.
public struct PayFees: Equatable, Sendable, Decodable {
  public let fees: [String]
  public let from: String

  public init(_ fees: [String], from: String) {
    self.fees = fees
    self.from = from
  }
}

struct BoundPayFees: Sendable {
  let fees: [Int]
  let from: Int

  func run<Number>(_ state: DealState<Number>) {
    for fee in fees {
      let due = state.fees[fee].unpaid
      let paid = state.payOut(due, from: from)
      state.fees[fee].paid += paid
      state.explain(.fee(fee), due: due, paid: paid)
    }
  }
}

extension PayFees {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundPayFees {
    BoundPayFees(fees: binder.fees(fees, at: "\(path).fees"), from: binder.account(from, at: "\(path).from"))
  }
}
