/// Settles a swap's net payment of the period into or out of an account; what the deal cannot pay stays due.
public struct Settle: Equatable, Sendable, Decodable {
  public let swap: String
  public let account: String

  public init(_ swap: String, account: String) {
    self.swap = swap
    self.account = account
  }
}

struct BoundSettle: Sendable {
  let swap: Int
  let account: Int

  func run<Number>(_ state: DealState<Number>) {
    let net = state.swaps[swap].unsettled
    let received = state.ifTaken(net.aboveZero)
    state.receive(received, into: account)
    let paid = state.payOut(-net, from: account)
    state.swaps[swap].settled += received - paid
    if net[0] >= 0 {
      state.explain(.received(swap), due: net, paid: received)
    } else {
      state.explain(.paid(swap), due: -net, paid: paid)
    }
  }
}

extension Settle {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundSettle {
    BoundSettle(
      swap: binder.swap(swap, at: "\(path).swap"), account: binder.account(account, at: "\(path).account"))
  }
}
