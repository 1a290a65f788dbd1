public import Instruments

/// One position with its instrument, as handed to the pricer.
public struct PositionToPrice: Sendable {
  /// The position's ordinal in its snapshot, 0 for the first.
  public let number: Int32
  public let position: Position
  public let instrument: InstrumentRecord

  public init(number: Int32, position: Position, instrument: InstrumentRecord) {
    self.number = number
    self.position = position
    self.instrument = instrument
  }
}
