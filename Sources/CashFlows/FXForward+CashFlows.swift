import DatesAndConventions
import Instruments

extension FXForward {
  /// The amount bought, received, and the amount sold, paid, each in its currency.
  func appendFlows(after: CivilDate, to columns: inout CashFlowColumns) {
    guard settlementDate > after else { return }
    let day = settlementDate.dayNumber
    columns.append(
      payDay: day, exDay: day, interest: 0, principal: buyAmount, balance: 0, currency: buyCurrency)
    columns.append(
      payDay: day, exDay: day, interest: 0, principal: -sellAmount, balance: 0, currency: sellCurrency)
  }
}
