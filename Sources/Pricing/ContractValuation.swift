import Glibc
import CashFlows
import DatesAndConventions
import MarketData

/// One bond or loan on its curves: value, price and yield under every scenario, each computed once and when asked.
struct ContractValuation {
  let flows: DiscountedFlows
  let basis: QuoteBasis
  /// Continuously compounded issue spread, a decimal.
  let issueSpread: Double
  /// exp(−issue spread · settlement years) per unit of the settlement day's discount factor.
  private let settlementWeight: Double
  /// Whether flow i still belongs to a buyer who settles on the settlement day.
  private let isQuoted: [Bool]

  /// Solves the issue spread to the position's mark when there is one.
  ///
  /// Throws the reason when no spread gives the marked price.
  init(
    _ columns: CashFlowColumns, _ range: Range<Int>, basis: QuoteBasis, table: DiscountTable,
    markCleanPrice: Double?,
    spreadBasisPoints: Double?, valuationDay: Int32
  ) throws(CellGap) {
    var flows = DiscountedFlows(columns, range, table: table, valuationDay: valuationDay)
    let isQuoted = range.map {
      columns.payDays[$0] > basis.settlementDay && columns.exDays[$0] > basis.settlementDay
    }
    let settlementRow = Int(table.row(basis.settlementDay))
    let settlementYears = table.years[settlementRow]
    var spread = (spreadBasisPoints ?? 0) * basisPoint
    if let mark = markCleanPrice, basis.principal > 0, isQuoted.contains(true) {
      let dirty = (mark + basis.accrued) / 100 * basis.principal
      let forward = dirty * table.values[settlementRow * table.stride]
      let amounts = zip(flows.discounted(column: 0), isQuoted).map { $1 ? $0 : 0 }
      let years = flows.years.map { $0 - settlementYears }
      guard
        let solved = amounts.withUnsafeBufferPointer({ amounts in
          years.withUnsafeBufferPointer { years in
            SpreadSolver.solve(amounts: amounts, years: years, value: forward)
          }
        })
      else {
        throw CellGap(
          Reason(.didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
      }
      spread = solved
    }
    flows.apply(spread: spread)
    self.flows = flows
    self.basis = basis
    self.issueSpread = spread
    self.isQuoted = isQuoted
    self.settlementWeight = exp(-spread * settlementYears)
  }

  /// Whether a price can be quoted: something is left to pay after settlement, on principal that is left.
  var isQuotable: Bool { basis.principal > 0 && isQuoted.contains(true) }

  /// Dirty price per 100 of principal at settlement, base market first.
  func dirtyPrices(value: [Double]) -> [Double] {
    let quoted = isQuoted.allSatisfy { $0 } ? value : flows.value { isQuoted[$0] }
    let row = Int(flows.table.row(basis.settlementDay)) * flows.table.stride
    return quoted.indices.map { column in
      let discount = flows.table.values[row + column] * settlementWeight
      return discount > 0 ? quoted[column] / (discount * basis.principal) * 100 : 0
    }
  }
}
