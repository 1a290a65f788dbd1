public import Instruments

/// A position as a worker reads it, with its instrument's record still as text.
public struct StoredPosition: Sendable, Hashable {
  /// The position's ordinal in its snapshot, 0 for the first.
  public let number: Int32
  public let position: Position
  public let productType: ProductType
  /// The ISO 4217 code under which the instrument is stored.
  public let currency: String
  /// SHA-256 of the instrument's record.
  public let instrumentVersion: String
  /// Canonical JSON of the instrument record.
  public let instrumentRecord: String

  public init(
    number: Int32, position: Position, productType: ProductType, currency: String,
    instrumentVersion: String, instrumentRecord: String
  ) {
    self.number = number
    self.position = position
    self.productType = productType
    self.currency = currency
    self.instrumentVersion = instrumentVersion
    self.instrumentRecord = instrumentRecord
  }
}
