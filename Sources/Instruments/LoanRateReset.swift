public import DatesAndConventions

/// How the rate of a loan follows an index: index + margin, rounded, within its caps and its floor.
public struct LoanRateReset: Sendable, Hashable {
  /// A term index, an average of overnight rates, a par yield or prime, of the loan's currency.
  public let index: RateIndexID
  /// Added to the index; a decimal a year.
  public let margin: Double
  /// The next reset after the balance date: a due date, from which interest accrues at the new rate.
  public let first: CivilDate
  /// From one reset to the next; 0 for a single reset.
  public let months: Int
  /// Calendar days from the day for which the index is looked up, or the business day before it, to the reset; the fixing lag of
  /// the index where `nil`.
  public let lookbackDays: Int?
  /// To which index + margin is rounded; unrounded where `nil`.
  public let rounding: RateRounding?
  /// By how much the first of these resets may move the rate, up or down; a decimal, as the later ones where `nil`.
  public let firstCap: Double?
  /// By how much a later reset may move the rate, up or down; without limit where `nil`.
  public let periodicCap: Double?
  /// The most that the rate may ever be; without limit where `nil`.
  public let cap: Double?
  /// The least that the rate may ever be.
  public let floor: Double

  public init(
    index: RateIndexID, margin: Double, first: CivilDate, months: Int, lookbackDays: Int? = nil,
    rounding: RateRounding? = nil, firstCap: Double? = nil, periodicCap: Double? = nil, cap: Double? = nil,
    floor: Double = 0
  ) {
    self.index = index
    self.margin = margin
    self.first = first
    self.months = months
    self.lookbackDays = lookbackDays
    self.rounding = rounding
    self.firstCap = firstCap ?? periodicCap
    self.periodicCap = periodicCap
    self.cap = cap
    self.floor = floor
  }
}

/// To which multiples a rate is rounded.
public struct RateRounding: Sendable, Hashable {
  /// Raw values are the names used in files.
  public enum Direction: String, Sendable, CaseIterable, Hashable {
    /// A rate half-way goes up.
    case nearest, up, down
  }

  /// A decimal above 0, such as 0.00125 for an eighth of a percent.
  public let step: Double
  public let direction: Direction

  public init(step: Double, direction: Direction = .nearest) {
    self.step = step
    self.direction = direction
  }
}

/// When the level payment of a loan with a moving rate is worked out anew, and how far it may move.
public struct LoanPaymentReset: Sendable, Hashable {
  /// The payment that is due a period after this due date is the first new one.
  public let first: CivilDate
  /// From one to the next; 0 for once alone.
  public let months: Int
  /// By what part the payment may rise or fall each time; without limit where `nil`.
  public let cap: Double?

  public init(first: CivilDate, months: Int, cap: Double? = nil) {
    self.first = first
    self.months = months
    self.cap = cap
  }
}
