import DatesAndConventions
import Glibc
import Instruments
import MarketData

extension BatchPricer {
  /// The projected payments of a floating note, swap or forward rate agreement under one scenario.
  func projectedFlows(_ position: PositionToPrice, scenario: Int) -> Result<PositionFlowValues, CellGap> {
    let table: ProductTable
    let place: ProjectedPlace
    var issueSpread = 0.0
    var tail: FloatingTail?
    if position.instrument.terms.kind.family == .floatingNote {
      let notes = ProjectedNotes([position], in: context)
      (table, place) = (notes.table, notes.places[0])
      switch notes.quotes[0] {
      case .success(let quotes):
        issueSpread = quotes.issueSpread
        tail = quotes.tail
      case .failure(let gap): return .failure(gap)
      case nil: break
      }
    } else {
      let swaps = ProjectedSwaps([position], singlePayments: true, in: context)
      (table, place) = (swaps.table, swaps.places[0])
    }
    let currency = position.instrument.terms.currency
    switch place {
    case .failed(let reason): return .failure(CellGap(reason))
    case .settled: return .success(PositionFlowValues(currency: currency, issueSpread: 0, flows: []))
    case .placed(let payments, _):
      let column = 1 + scenario
      func flow(_ place: Int, times weight: Double = 1) -> FlowValue {
        let payment = table.flows.payments[place]
        let years = Double(payment.payDay - context.markets.valuationDate.dayNumber) / 365
        return FlowValue(
          payDate: CivilDate(dayNumber: payment.payDay), currency: payment.currency,
          amount: position.position.quantity * weight
            * table.amount(place, column: column) { context.markets.rate($0, $1, column: column) },
          discountFactor: table.discount(payment.curve, payment.payDay, column: column)
            * exp(-issueSpread * years),
          fxRate: payment.currency == currency
            ? 1 : context.markets.rate(payment.currency, currency, column: column),
          isOwned: true)
      }
      var flows = table.inOrder(payments).map { flow($0) }
      // All that is paid after the listed coupons, on the day of the last of them.
      if let tail {
        let weight = tail.weight(growth: tail.growth(table, column: column), spread: issueSpread)
        flows.append(flow(tail.payment, times: weight.value))
      }
      return .success(
        PositionFlowValues(currency: currency, issueSpread: issueSpread / basisPoint, flows: flows))
    }
  }
}
