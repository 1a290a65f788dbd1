/// When the months of a projection end and when their cash is paid, in years from the valuation date.
public struct MonthTimes: Hashable, Sendable {
  /// Ends of the months; rates seen then decide the month that follows.
  public let ends: [Double]
  /// When the cash of a month reaches the holder: its end or later.
  public let payments: [Double]

  /// Precondition: as many payments as ends, which ascend from above 0; none is paid before its end.
  public init(ends: [Double], payments: [Double]) {
    precondition(ends.count == payments.count && !ends.isEmpty, "a payment for each month")
    precondition(ends[0] > 0 && zip(ends, ends.dropFirst()).allSatisfy(<), "months end one after the other")
    precondition(zip(ends, payments).allSatisfy(<=), "months are paid when they end or later")
    self.ends = ends
    self.payments = payments
  }

  /// Twelfths of years from the valuation date, each paid so many years after its end.
  public static func monthly(_ months: Int, delay: Double = 0) -> MonthTimes {
    let ends = (1...months).map { Double($0) / 12 }
    return MonthTimes(ends: ends, payments: ends.map { $0 + delay })
  }

  public var count: Int { ends.count }

  /// The beginning of a month counted from 0.
  func start(_ month: Int) -> Double { month == 0 ? 0 : ends[month - 1] }
}
