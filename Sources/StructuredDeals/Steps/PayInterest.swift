/// Pays bonds the interest that is due to them, with what earlier periods left unpaid.
public struct PayInterest: Equatable, Sendable {
  /// Who goes first where cash is short.
  public enum Order: String, Sendable, Decodable, CaseIterable {
    /// Each bond in full before the next.
    case sequential = "SEQUENTIAL"
    /// In proportion to what is due.
    case proRata = "PRO_RATA"
  }

  public let bonds: [String]
  public let order: Order
  public let from: String

  public init(_ bonds: [String], order: Order = .sequential, from: String) {
    self.bonds = bonds
    self.order = order
    self.from = from
  }
}

extension PayInterest: Decodable {
  private enum Key: String, CodingKey { case bonds, order, from }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode([String].self, forKey: .bonds),
      order: try container.decodeIfPresent(Order.self, forKey: .order) ?? .sequential,
      from: try container.decode(String.self, forKey: .from))
  }
}

struct BoundPayInterest: Sendable {
  let bonds: [Int]
  let order: PayInterest.Order
  let from: Int

  func run<Number>(_ state: DealState<Number>) {
    var total = Number.zero
    for bond in bonds where !state.bonds[bond].isRetired { total += state.bonds[bond].interestUnpaid }
    let available = state.accounts[from]
    let isShort = available .< total
    let isShared = order == .proRata && isShort.holdsSomewhere
    for bond in bonds where !state.bonds[bond].isRetired {
      let due = state.bonds[bond].interestUnpaid
      let wanted = isShared ? due.replacing(with: available * (due / total), where: isShort) : due
      let paid = state.payOut(.lower(wanted, due), from: from)
      state.bonds[bond].interestPaid += paid
      state.explain(.interest(bond), due: due, paid: paid)
    }
  }
}

extension PayInterest {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundPayInterest {
    BoundPayInterest(
      bonds: binder.bonds(bonds, at: "\(path).bonds"), order: order,
      from: binder.account(from, at: "\(path).from"))
  }
}
