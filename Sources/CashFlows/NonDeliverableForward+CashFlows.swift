import DatesAndConventions
import Instruments

extension NonDeliverableForward {
  /// The difference once it is fixed; nothing before, when nobody knows what will be paid.
  func appendFlows(after: CivilDate, to columns: inout CashFlowColumns) {
    guard exchange.settlementDate > after, case .fixed(let amount) = fixing(on: after) else { return }
    let day = exchange.settlementDate.dayNumber
    columns.append(
      payDay: day, exDay: day, interest: 0, principal: amount, balance: 0, currency: exchange.valueCurrency)
  }
}
