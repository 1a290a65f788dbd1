import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Floating notes, with and without maturity: coupons projected on the curve of their index, discounted on their currency's curve, their spread curve and
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
  /// Of each note without maturity: its quotes if it is called, by call.
  private let called: [[FloatingNoteQuotes]]
  private let sums: ProjectedSums
  private let contracts: [Int]
  private let context: PricingContext

  init(_ positions: ArraySlice<PositionToPrice>, in context: PricingContext) {
    self.context = context
    var flows = ProjectedFlows(context)
    var places: [ProjectedPlace] = []
    var calls: [[(note: FloatingNote, payments: Range<Int>)]] = []
    let wantsCalls = context.request.scope(of: .yieldToWorst, .yieldToCall) > .none
    for position in positions where !flows.isFull {
      let terms = position.instrument.terms
      let (note, isPerpetual) = terms.listedNote(seenFrom: context.markets.valuationDate)
      let place = flows.place { (flows: inout ProjectedFlows) throws(CellGap) in
        try flows.append(position, note, isPerpetual: isPerpetual)
      }
      places.append(place)
      guard wantsCalls, case .placed = place, case .perpetualFloater(let perpetual) = terms else {
        calls.append([])
        continue
      }
      let settlement = terms.settlementDate(tradedOn: context.markets.valuationDate)
      calls.append(
        perpetual.calls.filter { $0.date > settlement }.compactMap { call in
          let note = perpetual.note(calledOn: call)
          let place = flows.place { (flows: inout ProjectedFlows) throws(CellGap) in
            try flows.append(position, note, isPerpetual: false)
          }
          guard case .placed(let payments, _) = place else { return nil }
          return (note, payments)
        })
    }
    self.places = places
    let needs = ProjectedNeeds(
      context.request, currencies: Set(flows.curves.map(\.currency)).sorted(),
      convexityNeedsDuration: positions.contains { $0.instrument.terms.isPerpetualFloater })
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
          let (note, isPerpetual) = position.instrument.terms.listedNote(
            seenFrom: context.markets.valuationDate)
          quotes = try FloatingNoteQuotes(
            position, note, mark: position.position.markCleanPrice, isPerpetual: isPerpetual, table, payments,
            accruals, in: context)
        } catch {
          placeOfContract.append(-1)
          throw error
        }
        placeOfContract.append(contracts.count)
        contracts.append(
          ProjectedSums.Contract(payments: payments, unit: nil, issueSpread: quotes.issueSpread))
        if let tail = quotes.tail {
          contracts.append(
            ProjectedSums.Contract(
              payments: tail.payment..<tail.payment + 1, unit: nil, issueSpread: quotes.issueSpread))
        }
        return quotes
      }
    }
    called = zip(calls, positions).map { calls, position in
      calls.compactMap { note, payments in
        try? FloatingNoteQuotes(
          position, note, mark: nil, isPerpetual: false, table, payments, 0..<0, in: context)
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
      case .success(let quotes):
        append(position, contracts[index], payments, quotes, called[index], into: &results)
      case nil: preconditionFailure("a note that is placed has quotes or a reason")
      }
    }
    cashFlows.endContract()
  }

  private func append(
    _ position: PositionToPrice, _ contract: Int, _ payments: Range<Int>, _ quotes: FloatingNoteQuotes,
    _ called: [FloatingNoteQuotes], into results: inout ResultBlock
  ) {
    func amounts(_ contract: Int) -> ProjectedAmounts {
      ProjectedAmounts(sums: sums, contract: contract, currency: position.instrument.terms.currency)
    }
    guard let tail = quotes.tail else {
      append(position, amounts(contract), payments, quotes, called, into: &results)
      return
    }
    let amountsForEver = PerpetualAmounts(
      listed: amounts(contract), last: amounts(contract + 1), tail: tail, tents: context.tents,
      weights: (0...context.markets.scenarioCount).map {
        tail.weight(growth: tail.growth(table, column: $0), spread: quotes.issueSpread)
      })
    append(position, amountsForEver, payments, quotes, called, into: &results)
  }

  private func append(
    _ position: PositionToPrice, _ amounts: some ContractAmounts, _ payments: Range<Int>,
    _ quotes: FloatingNoteQuotes, _ called: [FloatingNoteQuotes], into results: inout ResultBlock
  ) {
    let projected = ProjectedNoteQuotes(quotes: quotes, called: called, table: table, value: amounts.value)
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
      case .yieldToCall:
        let scenarios = context.request.valueCount(
          of: measure, scenarioCount: context.markets.scenarioCount)
        results.append(row, cells: (0..<scenarios).map(projected.yieldToCall))
      case .vega:
        let vegas = table.vegas(payments) { quotes.discounted($0, table, column: $1) }
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
  /// If it is called.
  let called: [FloatingNoteQuotes]
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

  func yieldToWorst(_ scenario: Int) -> Result<Double, CellGap> {
    yield(scenario).map { forEver in
      called.reduce(forEver.yield) { worst, call in
        (try? yield(to: call, scenario).get()).map { min(worst, $0) } ?? worst
      }
    }
  }

  /// To the first call after settlement.
  func yieldToCall(_ scenario: Int) -> Result<Double, CellGap> {
    guard let call = called.first else {
      return .failure(CellGap(Reason(.notApplicable, "no call after settlement")))
    }
    return yield(to: call, scenario)
  }

  private func yield(to call: FloatingNoteQuotes, _ scenario: Int) -> Result<Double, CellGap> {
    call.yield(table, scenario: scenario, price: dirtyPrice(scenario)).map(\.yield)
  }
}

extension Instrument {
  fileprivate var isPerpetualFloater: Bool {
    if case .perpetualFloater = self { true } else { false }
  }

  /// The note, or the listed coupons of one without maturity. Precondition: it is one.
  fileprivate func listedNote(seenFrom day: CivilDate) -> (note: FloatingNote, isPerpetual: Bool) {
    switch self {
    case .floatingNote(let note): (note, false)
    case .perpetualFloater(let note): (note.listedNote(seenFrom: day), true)
    default: preconditionFailure("only floating notes are priced here")
    }
  }
}

extension ProjectedFlows {
  /// Adds a floating note: its payments, its accrued interest at settlement, and the days that its quotes need.
  ///
  /// - Parameter isPerpetual: whether its face is never repaid.
  fileprivate mutating func append(_ position: PositionToPrice, _ note: FloatingNote, isPerpetual: Bool)
    throws(CellGap)
  {
    let key = DiscountKey(note.leg.currency, spreadCurve: position.instrument.spreadCurve)
    let payments =
      isPerpetual
      ? note.leg.payments(after: valuationDate, exchange: .none) : note.payments(after: valuationDate)
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
