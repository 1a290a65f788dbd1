/// A standard swap of a fixed rate against an index: what its tenor and its quote do not say.
///
/// Both legs roll back from the end; dates that are no business days move modified following. Overnight rates are
/// compounded over each period.
public struct SwapConvention: Sendable, Hashable {
  public let id: SwapConventionID
  public let index: RateIndexID
  public let fixedFrequency: Frequency
  public let fixedDayCount: DayCount
  public let floatingFrequency: Frequency
  /// Swaps of so many months or fewer pay once, at their end, whatever the frequencies.
  public let singlePaymentMonths: Int
  /// Business days from the trade to the start.
  public let spotDays: Int
  /// Days on which payments are made: all of these open.
  public let calendars: [CalendarID]
  /// Business days from the end of a period to its payment.
  public let paymentLag: Int
}
