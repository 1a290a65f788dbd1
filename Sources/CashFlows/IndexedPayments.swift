public import DatesAndConventions
public import Instruments

/// One payment of an inflation swap: currency units of one contract, received positive.
///
/// It is notional · (I(end) / I(start) − 1) − fixed.
public struct InflationPayment: Sendable, Hashable {
  public let payDate: CivilDate
  public let start: IndexReference
  public let end: IndexReference
  /// Paid for the growth of the index.
  public let fixed: Double
}

extension InflationSwap {
  /// The payments with a pay date after `after`, in order.
  public func payments(after: CivilDate) -> [InflationPayment] {
    let calendar = BusinessCalendar(calendar)
    func payment(from first: Int, to last: Int, fixed: Double) -> InflationPayment {
      let end = start.adding(months: 12 * last)
      return InflationPayment(
        payDate: calendar.adjust(end, .modifiedFollowing), start: reference(start.adding(months: 12 * first)),
        end: reference(end), fixed: notional * fixed)
    }
    let all: [InflationPayment]
    switch kind {
    case .zeroCoupon:
      var growth = 1.0
      for _ in 0..<years { growth *= 1 + rate }
      all = [payment(from: 0, to: years, fixed: growth - 1)]
    case .yearOnYear: all = (1...years).map { payment(from: $0 - 1, to: $0, fixed: rate) }
    }
    return all.filter { $0.payDate > after }
  }
}
