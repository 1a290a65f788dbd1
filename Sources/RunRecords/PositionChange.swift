public import Instruments

/// A change of a book that somebody considers.
public enum PositionChange: Sendable, Hashable {
  /// A position of an id that the book does not have, in the current version of its instrument.
  case add(Position)
  case remove(positionID: String)
  /// The same position with another quantity; 0 keeps it in the book without size.
  case resize(positionID: String, quantity: Double)

  /// The position that is changed.
  public var positionID: String {
    switch self {
    case .add(let position): position.id
    case .remove(let id), .resize(let id, _): id
    }
  }
}
