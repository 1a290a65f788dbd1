public import Instruments

/// A position with the stored instrument version that it is a holding of.
public struct HeldPosition: Sendable, Hashable {
  public let position: Position
  public let instrument: InstrumentReference

  public init(_ position: Position, in instrument: InstrumentReference) {
    self.position = position
    self.instrument = instrument
  }
}
