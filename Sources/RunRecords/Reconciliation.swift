/// Totals of a position file, or of another system, beside those of a stored snapshot.
public struct Reconciliation: Sendable, Hashable {
  /// One difference.
  public enum Difference: Sendable, Hashable {
    /// The snapshot holds another number of positions.
    case positionCount(ControlTotal, stored: Int)
    /// The snapshot holds another quantity.
    case quantity(ControlTotal, stored: Double)
    /// The snapshot holds nothing of what the control total counts.
    case notStored(ControlTotal)
    /// No control total counts this part of the snapshot.
    case notControlled(PositionTotal)
  }

  /// In the order of the control totals, then of the parts that none counts.
  public let differences: [Difference]
  /// Control totals without a difference.
  public let agreeing: Int

  /// Share of the gross quantity within which two quantities are equal: sums of the same numbers in another order differ by
  /// less.
  public static let tolerance = 1e-9

  /// Compares control totals with every total of a snapshot, or of a part of it.
  public init(_ controls: [ControlTotal], stored: [PositionTotal]) {
    var differences: [Difference] = []
    var agreeing = 0
    for control in controls {
      let parts = stored.filter { control.covers($0.key) }
      let before = differences.count
      let count = parts.reduce(0) { $0 + $1.positionCount }
      let quantity = parts.reduce(0.0) { $0 + $1.quantity }
      let gross = parts.reduce(0.0) { $0 + $1.grossQuantity }
      if parts.isEmpty, control.positionCount != 0 || (control.quantity ?? 0) != 0 {
        differences.append(.notStored(control))
      } else {
        if count != control.positionCount { differences.append(.positionCount(control, stored: count)) }
        if let expected = control.quantity, abs(expected - quantity) > Self.tolerance * gross {
          differences.append(.quantity(control, stored: quantity))
        }
      }
      if differences.count == before { agreeing += 1 }
    }
    differences += stored.filter { total in !controls.contains { $0.covers(total.key) } }
      .map { .notControlled($0) }
    self.differences = differences
    self.agreeing = agreeing
  }
}
