public import DatesAndConventions
public import Instruments
import JSONDocuments

/// One immutable version of an instrument record, as stored.
public struct InstrumentVersion: Sendable, Hashable {
  public let id: String
  /// SHA-256 of `record` as 64 hexadecimal digits.
  public let versionHash: String
  public let productType: ProductType
  /// ISO code of the currency of its values.
  public let currency: String
  /// What the record says beside its terms.
  public let reference: ReferenceData
  /// As in `Instrument.maturity`.
  public let maturity: CivilDate?
  /// Canonical JSON of the whole record.
  public let record: String

  /// The version that a record is.
  public init(_ record: InstrumentRecord) {
    let bytes = record.canonicalJSON()
    self.init(
      id: record.id, versionHash: ContentHash.sha256Hex(bytes), productType: record.terms.productType,
      currency: record.terms.currency.code, reference: ReferenceData(record),
      maturity: record.terms.maturity, record: String(decoding: bytes, as: UTF8.self))
  }

  public init(
    id: String, versionHash: String, productType: ProductType, currency: String, reference: ReferenceData,
    maturity: CivilDate? = nil, record: String
  ) {
    self.id = id
    self.versionHash = versionHash
    self.productType = productType
    self.currency = currency
    self.reference = reference
    self.maturity = maturity
    self.record = record
  }
}

/// A stored version of an instrument, by the store's short number.
public struct InstrumentReference: Sendable, Hashable {
  public let number: Int32
  public let versionHash: String
  public let productType: ProductType

  public init(number: Int32, versionHash: String, productType: ProductType) {
    self.number = number
    self.versionHash = versionHash
    self.productType = productType
  }
}
