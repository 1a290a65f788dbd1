public import DatesAndConventions

/// The due dates whose balance interest is on until the next of them: what is repaid between two rests saves no interest before
/// the later one. A loan with annual rests has one every 12 months.
public struct InterestRests: Sendable, Hashable {
  /// The next rest after the balance date: a due date.
  public let first: CivilDate
  /// From one rest to the next: whole periods.
  public let months: Int
  /// On which interest is until the first rest, in currency units; the loan's balance where `nil`.
  public let balance: Double?

  public init(first: CivilDate, months: Int, balance: Double? = nil) {
    self.first = first
    self.months = months
    self.balance = balance
  }
}
