import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Floating notes: coupons projected on the curve of their index, discounted on their currency's curve, their spread curve and
/// their issue spread.
struct FloatingNoteFamily: ProductFamily {
  func covers(_ terms: Instrument) -> Bool {
    switch terms {
    case .floatingNote: true
    case .fixedBond, .linkedBond, .callableBond, .amortisingLoan, .variableLoan, .perpetualBond,
      .structuredNote, .fxForward,
      .derivative,
      .unsupported:
      false
    }
  }

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
    let quantity = position.position.quantity
    let currency = position.instrument.terms.currency
    let value = sums[contract, .value]
    func count(_ measure: Measure) -> Int {
      context.request.valueCount(of: measure, scenarioCount: context.markets.scenarioCount)
    }
    func worthless(_ measure: Measure) -> [MissingCell] {
      (0..<count(measure)).filter { value[$0] == 0 }
        .map { MissingCell(scenario: $0, reason: .worthless) }
    }
    for measure in context.valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        context.append(position, measure, reason: reason, into: &results)
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      func cells(_ cell: (Int) -> Result<Double, CellGap>) -> [Result<Double, CellGap>] {
        (0..<count(measure)).map(cell)
      }
      switch measure {
      case .presentValue: results.append(row) { quantity * value[$0] }
      case .dv01:
        let duration = sums[contract, .rateDuration]
        results.append(row) { -quantity * duration[$0] * basisPoint }
      case .cs01:
        let duration = sums[contract, .spreadDuration]
        results.append(row) { -quantity * duration[$0] * basisPoint }
      case .effectiveDuration:
        let duration = sums[contract, .rateDuration]
        results.append(row, missing: worthless(measure)) { duration[$0] / value[$0] }
      case .spreadDuration:
        let duration = sums[contract, .spreadDuration]
        results.append(row, missing: worthless(measure)) { duration[$0] / value[$0] }
      case .effectiveConvexity:
        let convexity = sums[contract, .rateConvexity]
        results.append(row, missing: worthless(measure)) { convexity[$0] / value[$0] }
      case .keyRateDV01:
        for (key, tenor) in context.request.keyRateTenors.enumerated() {
          let bucket = sums[contract, .keyRate(currency, key: key)]
          results.append(
            ResultBlock.Row(
              positionNumber: position.number, measure: measure,
              factor: PricingRequest.keyRateFactor(currency, tenor))
          ) { -quantity * bucket[$0] * basisPoint }
        }
      case .fxDelta: context.appendExposure(position, into: &results) { quantity * value[$0] }
      case .accrued: results.append(row, cells: cells { _ in quotes.ifQuoted(quotes.accrued) })
      case .weightedAverageLife:
        results.append(row, cells: cells { _ in quotes.ifQuoted(quotes.averageLife) })
      case .cleanPrice:
        results.append(
          row, cells: cells { quotes.ifQuoted(quotes.dirtyPrice(table, scenario: $0) - quotes.accrued) })
      case .dirtyPrice:
        results.append(row, cells: cells { quotes.ifQuoted(quotes.dirtyPrice(table, scenario: $0)) })
      case .yield, .yieldToWorst:
        results.append(row, cells: cells { scenario in quotes.yield(table, scenario: scenario).map(\.yield) })
      case .modifiedDuration:
        results.append(
          row, cells: cells { quotes.yield(table, scenario: $0).map(\.sensitivity.modifiedDuration) })
      case .macaulayDuration:
        results.append(
          row, cells: cells { quotes.yield(table, scenario: $0).map(\.sensitivity.macaulayDuration) })
      case .convexity:
        results.append(row, cells: cells { quotes.yield(table, scenario: $0).map(\.sensitivity.convexity) })
      case .zSpread, .optionAdjustedSpread:
        results.append(
          row, cells: cells { quotes.zSpread(table, scenario: $0, value: value[$0], in: context) })
      case .discountMargin:
        results.append(row, cells: cells { quotes.discountMargin(table, scenario: $0) })
      case .vega:
        let vegas = table.vegas(payments)
        for (factor, values) in vegas {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
          ) { quantity * values[$0] }
        }
        if vegas.isEmpty { results.append(row, reason: .withoutSurface) }
      default: context.append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
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
