import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// What has become of a floating contract before it is valued.
enum ProjectedPlace {
  case placed(payments: Range<Int>, accruals: Range<Int>)
  /// Nothing is left to pay.
  case settled
  /// It cannot be valued.
  case failed(Reason)
}

/// The first of some floating contracts, as many as share a table of products, projected and summed.
protocol ProjectedBatch {
  /// One for each of them.
  var places: [ProjectedPlace] { get }
  var table: ProductTable { get }

  init(_ positions: ArraySlice<PositionToPrice>, in context: PricingContext)

  /// Writes the results and flows of one of them.
  func append(
    _ index: Int, _ position: PositionToPrice, into results: inout ResultBlock,
    cashFlows: inout CashFlowColumns)
}

extension ProjectedBatch {
  /// All positions, batch after batch.
  static func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    context.prepareTables(positions)
    var rest = positions[...]
    while !rest.isEmpty {
      let batch = Self(rest, in: context)
      for (index, position) in rest.prefix(batch.places.count).enumerated() {
        batch.append(index, position, into: &results, cashFlows: &flows)
      }
      rest = rest.dropFirst(batch.places.count)
      let flows = batch.table.flows
      if !flows.isFullForNext { context.products.put(flows.shared) }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

extension ProjectedFlows {
  /// Adds a contract by `build`, or says why it has no value.
  mutating func place(_ build: (inout ProjectedFlows) throws(CellGap) -> Void) -> ProjectedPlace {
    let (firstPayment, firstAccrual) = (payments.count, accruals.count)
    do throws(CellGap) {
      try build(&self)
    } catch {
      truncate(payments: firstPayment, accruals: firstAccrual)
      return .failed(error.reason)
    }
    guard payments.count > firstPayment else { return .settled }
    return .placed(
      payments: firstPayment..<payments.count, accruals: firstAccrual..<accruals.count)
  }
}

extension ProductTable {
  /// What a payment amounts to in its currency, in a column, per unit of quantity.
  func amount(_ payment: Int, column: Int, _ exchange: (Currency, Currency) -> Double) -> Double {
    let payment = flows.payments[payment]
    let value = sum(payment.terms, column: column) / discount(payment.curve, payment.payDay, column: column)
    return payment.unit == payment.currency ? value : value * exchange(payment.unit, payment.currency)
  }

  /// The payments in order of their days, projected on the base market; none where nobody asks for them.
  func appendCashFlows(
    _ payments: Range<Int>, markets: any ScenarioMarketSource, to columns: inout CashFlowColumns
  ) {
    guard listsCashFlows else { return }
    for place in inOrder(payments) {
      let payment = flows.payments[place]
      let amount = amount(place, column: 0) { markets.rate($0, $1, column: 0) }
      columns.append(
        payDay: payment.payDay, exDay: payment.payDay, interest: payment.isInterest ? amount : 0,
        principal: payment.isInterest ? 0 : amount, balance: payment.balance, currency: payment.currency)
    }
  }

  /// Places of payments by day; those of a day as they stand.
  func inOrder(_ payments: Range<Int>) -> [Int] {
    payments.sorted { (flows.payments[$0].payDay, $0) < (flows.payments[$1].payDay, $1) }
  }
}

extension ScenarioMarketSource {
  /// Rates of exchange that are known to be there, the base market's first.
  func rates(_ base: Currency, _ quote: Currency) -> [Double] {
    guard let rates = try? fxRates(base: base, quote: quote) else {
      preconditionFailure("a rate that the market lacks is refused before")
    }
    return rates
  }

  func rate(_ base: Currency, _ quote: Currency, column: Int) -> Double {
    base == quote ? 1 : rates(base, quote)[column]
  }
}
