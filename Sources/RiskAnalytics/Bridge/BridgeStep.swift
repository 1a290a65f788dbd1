/// The steps of a duration bridge, in the order in which the inputs of the first run are exchanged for those of the second.
public enum BridgeStep: String, Sendable, CaseIterable, Hashable {
  /// What is paid, or goes ex, up to the second date leaves the book; nothing else changes.
  case amortisation
  /// The second date, with the first run's curves as functions of the time to payment.
  case rollDown = "roll_down"
  /// The second run's rate curves.
  case rates
  /// The second run's spread curves and, for positions held in both, its issue spreads.
  case spreads
  /// The second run's exchange rates.
  case foreignExchange = "foreign_exchange"
  /// Positions that the second run does not hold leave.
  case removed
  /// The second run's quantities.
  case resized
  /// Positions that the first run does not hold come.
  case added
  /// The second run's contract terms: amendments, and loans that repaid otherwise than projected.
  case terms
}
