import Glibc

/// One bond or loan on its curves, its issue spread known.
struct ContractPlacement {
  let basis: QuoteBasis
  let table: DiscountTable
  /// Its flows in the columns of the batch.
  let flows: Range<Int>
  /// Continuously compounded issue spread, a decimal.
  let issueSpread: Double
  /// Act/365F years to settlement.
  let settlementYears: Double
  /// Whether some flow, and whether every flow, still belongs to a buyer who settles on the settlement day.
  let isAnyQuoted: Bool
  let isEveryQuoted: Bool

  /// Whether a price can be quoted: something is left to pay after settlement, on principal that is left.
  var isQuotable: Bool { basis.principal > 0 && isAnyQuoted }
}

/// What becomes of a contract before it is valued.
enum ContractPlace {
  case placed(ContractPlacement)
  /// Nothing is left to pay.
  case matured
  /// It cannot be valued.
  case failed(Reason)
}
