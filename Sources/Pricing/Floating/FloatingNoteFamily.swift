import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Floating notes: coupons projected on the curve of their index, discounted on their currency's curve, their spread curve and
/// their issue spread.
struct FloatingNoteFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    ProjectedNotes.price(positions, in: context)
  }
}

/// The first of some floating notes, as many as share a table of products, projected and summed.
struct ProjectedNotes: ProjectedBatch {
  let places: [ProjectedPlace]
  let table: ProductTable
  /// Of each note that is placed: its quotes, or why its mark cannot be met.
  let quotes: [Result<FloatingNoteQuotes, CellGap>?]
  private let sums: ProjectedSums
  private let contracts: [Int]
  private let context: PricingContext

  init(_ positions: ArraySlice<PositionToPrice>, in context: PricingContext) {
    self.context = context
    var flows = ProjectedFlows(context)
    var places: [ProjectedPlace] = []
    for position in positions where !flows.isFull {
      places.append(
        flows.place { (flows: inout ProjectedFlows) throws(CellGap) in try flows.append(position) })
    }
    self.places = places
    let needs = ProjectedNeeds(context.request, currencies: Set(flows.curves.map(\.currency)).sorted())
    let table = ProductTable(flows, slopes: needs.slopes, in: context)
    self.table = table
    var contracts: [ProjectedSums.Contract] = []
    var placeOfContract: [Int] = []
    quotes = zip(places, positions).map { place, position in
      guard case .placed(let payments, let accruals) = place else {
        placeOfContract.append(-1)
        return nil
      }
      return Result { () throws(CellGap) in
        let quotes: FloatingNoteQuotes
        do throws(CellGap) {
          quotes = try FloatingNoteQuotes(position, table, payments, accruals, in: context)
        } catch {
          placeOfContract.append(-1)
          throw error
        }
        placeOfContract.append(contracts.count)
        contracts.append(
          ProjectedSums.Contract(payments: payments, unit: nil, issueSpread: quotes.issueSpread))
        return quotes
      }
    }
    self.contracts = placeOfContract
    sums = ProjectedSums(
      contracts, table, everyScenario: needs.everyScenario, base: needs.base, in: context)
  }

  func append(
    _ index: Int, _ position: PositionToPrice, into results: inout ResultBlock,
    cashFlows: inout CashFlowColumns
  ) {
    switch places[index] {
    case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
    case .settled: context.appendMatured(position, into: &results)
    case .placed(let payments, _):
      table.appendCashFlows(payments, markets: context.markets, to: &cashFlows)
      switch quotes[index] {
      case .failure(let gap): context.appendAll(position, reason: gap.reason, into: &results)
      case .success(let quotes): append(position, contracts[index], payments, quotes, into: &results)
      case nil: preconditionFailure("a note that is placed has quotes or a reason")
      }
    }
    cashFlows.endContract()
  }

  private func append(
    _ position: PositionToPrice, _ contract: Int, _ payments: Range<Int>, _ quotes: FloatingNoteQuotes,
    into results: inout ResultBlock
  ) {
    let amounts = ProjectedAmounts(
      sums: sums, contract: contract, currency: position.instrument.terms.currency)
    let projected = ProjectedNoteQuotes(quotes: quotes, table: table, value: amounts.value)
    for measure in context.valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        context.append(position, measure, reason: reason, into: &results)
        continue
      }
      if context.appendAmount(measure, position, amounts, into: &results)
        || context.appendQuote(measure, position, projected, into: &results)
      {
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .discountMargin:
        let scenarios = context.request.valueCount(
          of: measure, scenarioCount: context.markets.scenarioCount)
        results.append(
          row, cells: (0..<scenarios).map { quotes.discountMargin(table, scenario: $0) })
      case .vega:
        let vegas = table.vegas(payments)
        for (factor, values) in vegas {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
          ) { position.position.quantity * values[$0] }
        }
        if vegas.isEmpty { results.append(row, reason: .withoutSurface) }
      default: context.append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }
}

/// What one contract in one currency is worth, of the sums of a batch.
private struct ProjectedAmounts: ContractAmounts {
  let sums: ProjectedSums
  let contract: Int
  let currency: Currency

  var value: BaseAndScenarios { sums[contract, .value] }
  var dollarDuration: BaseAndScenarios { sums[contract, .rateDuration] }
  var dollarConvexity: BaseAndScenarios { sums[contract, .rateConvexity] }
  var dollarSpreadDuration: BaseAndScenarios { sums[contract, .spreadDuration] }
  func dollarDuration(key: Int) -> BaseAndScenarios { sums[contract, .keyRate(currency, key: key)] }
}

/// The quotes of a note with the batch that projects it.
private struct ProjectedNoteQuotes: ProjectedQuotes {
  let quotes: FloatingNoteQuotes
  let table: ProductTable
  let value: BaseAndScenarios

  var accrued: Double { quotes.accrued }
  var averageLife: Double { quotes.averageLife }
  var unquoted: CellGap? { quotes.unquoted }
  func dirtyPrice(_ scenario: Int) -> Double { quotes.dirtyPrice(table, scenario: scenario) }
  func yield(_ scenario: Int) -> Result<QuotedYield, CellGap> { quotes.yield(table, scenario: scenario) }
  func zSpread(_ scenario: Int, in context: PricingContext) -> Result<Double, CellGap> {
    quotes.zSpread(table, scenario: scenario, value: value[scenario], in: context)
  }
}

extension ProjectedFlows {
  /// Adds a floating note: its payments, its accrued interest at settlement, and the days that its quotes need.
  fileprivate mutating func append(_ position: PositionToPrice) throws(CellGap) {
    guard case .floatingNote(let note) = position.instrument.terms else {
      preconditionFailure("only floating notes are priced here")
    }
    let key = DiscountKey(note.leg.currency, spreadCurve: position.instrument.spreadCurve)
    let payments = note.payments(after: valuationDate)
    if payments.isEmpty { return }
    try append(note.leg, payments, sign: 1, discount: key)
    let settlement = position.instrument.terms.settlementDate(tradedOn: valuationDate)
    try appendAccrual(note.leg, payments, sign: 1, on: settlement)
    need(settlement.dayNumber, of: try curve(key))
    let index = try curve(.index(note.coupon.index))
    need(settlement.dayNumber, of: index)
    for payment in payments {
      if case .coupon(let coupon) = payment.amount, coupon.end > settlement {
        need(max(coupon.start, settlement).dayNumber, of: index)
        need(coupon.end.dayNumber, of: index)
        if case .fixed = coupon.interest { continue }
        break
      }
    }
  }
}
