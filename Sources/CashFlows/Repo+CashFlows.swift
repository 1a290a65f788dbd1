public import DatesAndConventions
public import Instruments

extension Repo {
  /// The cash lent if it is still to be paid, and the cash with interest that comes back.
  public func appendFlows(after: CivilDate, to columns: inout CashFlowColumns) {
    let end = end(seenFrom: after)
    if start > after {
      columns.append(
        payDay: start.dayNumber, exDay: start.dayNumber, interest: 0, principal: -cash, balance: cash,
        currency: currency)
    }
    if end > after {
      columns.append(
        payDay: end.dayNumber, exDay: end.dayNumber, interest: interest(to: end), principal: cash, balance: 0,
        currency: currency)
    }
  }
}
