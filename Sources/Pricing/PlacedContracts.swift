import Glibc
import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// The flows of a batch of bonds and loans placed on their discount tables and weighted by their issue spreads.
struct PlacedContracts {
  let contracts: ContractBatch
  /// One for each contract.
  private(set) var places: [ContractPlace] = []
  /// Of each flow: its row in its contract's table.
  private(set) var rows: [Int32] = []
  /// Of each flow: Act/365F years from the valuation date.
  private(set) var years: [Double] = []
  /// Of each flow: its total times exp(−issue spread · years); 0 when its ex day has come and it is no longer part of
  /// the value.
  private(set) var weights: [Double] = []
  private let valuationDay: Int32

  init(_ positions: [PositionToPrice], _ contracts: ContractBatch, in context: PricingContext) {
    self.contracts = contracts
    valuationDay = context.markets.valuationDate.dayNumber
    places.reserveCapacity(positions.count)
    rows.reserveCapacity(contracts.flows.flowCount)
    years.reserveCapacity(contracts.flows.flowCount)
    weights.reserveCapacity(contracts.flows.flowCount)
    let tables = Self.tables(positions, contracts, context)
    for (index, position) in positions.enumerated() {
      let range = contracts.range(index)
      if let basis = contracts.bases[index] {
        let key = Self.key(position)
        do throws(CellGap) {
          let table = try Self.found(tables[key])
          places.append(.placed(try place(position, range, basis, table)))
          continue
        } catch {
          places.append(.failed(error.reason))
        }
      } else {
        places.append(.matured)
      }
      // Columns stay aligned with the flows; these are never read.
      rows.append(contentsOf: repeatElement(0, count: range.upperBound - rows.count))
      years.append(contentsOf: repeatElement(0, count: range.upperBound - years.count))
      weights.append(contentsOf: repeatElement(0, count: range.upperBound - weights.count))
    }
  }

  static func key(_ position: PositionToPrice) -> DiscountKey {
    DiscountKey(position.instrument.terms.currency, spreadCurve: position.instrument.spreadCurve)
  }

  /// The table of each curve pair of the batch, or what the market lacks.
  private static func tables(
    _ positions: [PositionToPrice], _ contracts: ContractBatch, _ context: PricingContext
  ) -> [DiscountKey: Result<DiscountTable, MissingMarketData>] {
    var members: [DiscountKey: [Int]] = [:]
    for (index, position) in positions.enumerated() where contracts.bases[index] != nil {
      members[key(position), default: []].append(index)
    }
    return Dictionary(
      uniqueKeysWithValues: members.map { key, members in
        var days: [Int32] = []
        for index in members {
          days.append(contentsOf: contracts.flows.payDays[contracts.range(index)])
          days.append(contracts.bases[index]!.settlementDay)
        }
        return (
          key,
          Result { () throws(MissingMarketData) in try context.discounts.table(key, days: days) }
        )
      })
  }

  private static func found(_ table: Result<DiscountTable, MissingMarketData>?) throws(CellGap)
    -> DiscountTable
  {
    switch table {
    case .success(let table): return table
    case .failure(let error): throw CellGap(Reason(.missingData, error.name))
    case nil: preconditionFailure("a table is asked for every contract with flows")
    }
  }

  /// Appends a contract's flows, and solves its issue spread to the position's mark when there is one.
  ///
  /// Throws the reason when no spread gives the marked price; its flows are then left as they stand.
  private mutating func place(
    _ position: PositionToPrice, _ range: Range<Int>, _ basis: QuoteBasis, _ table: DiscountTable
  ) throws(CellGap) -> ContractPlacement {
    let flows = contracts.flows
    var isAnyQuoted = false
    var isEveryQuoted = true
    for flow in range {
      let row = table.row(flows.payDays[flow])
      rows.append(row)
      years.append(table.years[Int(row)])
      weights.append(flows.exDays[flow] > valuationDay ? flows.total(flow) : 0)
      if isQuoted(flow, basis) { isAnyQuoted = true } else { isEveryQuoted = false }
    }
    let settlementYears = table.years[Int(table.row(basis.settlementDay))]
    var spread = (position.position.spreadBasisPoints ?? 0) * basisPoint
    if let mark = position.position.markCleanPrice, basis.principal > 0, isAnyQuoted {
      spread = try issueSpread(mark: mark, range, basis, table)
    }
    if spread != 0 {
      for flow in range { weights[flow] *= exp(-spread * years[flow]) }
    }
    return ContractPlacement(
      basis: basis, table: table, flows: range, issueSpread: spread, settlementYears: settlementYears,
      isAnyQuoted: isAnyQuoted, isEveryQuoted: isEveryQuoted)
  }

  /// Whether a flow still belongs to a buyer who settles on the settlement day.
  private func isQuoted(_ flow: Int, _ basis: QuoteBasis) -> Bool {
    contracts.flows.payDays[flow] > basis.settlementDay && contracts.flows.exDays[flow] > basis.settlementDay
  }

  /// The spread under which the flows that a buyer gets are worth the marked clean price at settlement.
  private func issueSpread(
    mark: Double, _ range: Range<Int>, _ basis: QuoteBasis, _ table: DiscountTable
  ) throws(CellGap) -> Double {
    let settlementRow = Int(table.row(basis.settlementDay))
    let dirty = (mark + basis.accrued) / 100 * basis.principal
    let forward = dirty * table.base[settlementRow, 0]
    let amounts = range.map {
      isQuoted($0, basis) ? weights[$0] * table.base[Int(rows[$0]), 0] : 0
    }
    let times = range.map { years[$0] - table.years[settlementRow] }
    guard let solved = SpreadSolver.solve(amounts: amounts, years: times, value: forward) else {
      throw CellGap(
        Reason(.didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
    }
    return solved
  }

  /// The contracts on each table, in order.
  var contractsByTable: [(table: DiscountTable, contracts: [Int32])] {
    var groups: [(table: DiscountTable, contracts: [Int32])] = []
    var known: [ObjectIdentifier: Int] = [:]
    for (index, place) in places.enumerated() {
      guard case .placed(let placement) = place else { continue }
      let id = ObjectIdentifier(placement.table)
      if let group = known[id] {
        groups[group].contracts.append(Int32(index))
      } else {
        known[id] = groups.count
        groups.append((placement.table, [Int32(index)]))
      }
    }
    return groups
  }

  /// The weights of the flows of `placement` that a buyer gets; 0 for the others.
  func quotedWeights(_ placement: ContractPlacement) -> [Double] {
    placement.flows.map { isQuoted($0, placement.basis) ? weights[$0] : 0 }
  }
}
