public import Instruments

/// A position of a snapshot with what its instrument is, for showing.
public struct SnapshotPosition: Sendable, Hashable {
  /// The position's ordinal in its snapshot, 0 for the first.
  public let number: Int32
  public let position: Position
  public let productType: ProductType
  /// ISO code of the currency of the instrument's values.
  public let currency: String
  /// SHA-256 of the instrument's record.
  public let instrumentVersion: String
  public let reference: ReferenceData

  public init(
    number: Int32, position: Position, productType: ProductType, currency: String, instrumentVersion: String,
    reference: ReferenceData
  ) {
    self.number = number
    self.position = position
    self.productType = productType
    self.currency = currency
    self.instrumentVersion = instrumentVersion
    self.reference = reference
  }
}
