public import Instruments

/// A position that two snapshots have differently.
public struct PositionDifference: Sendable, Hashable {
  public enum Kind: String, Sendable, Codable, CaseIterable, Hashable {
    case added = "ADDED"
    case removed = "REMOVED"
    /// The quantity differs, and perhaps more.
    case resized = "RESIZED"
    /// Something else than the quantity differs.
    case changed = "CHANGED"
  }

  /// What differs of a position that both have.
  public enum Field: String, Sendable, Codable, CaseIterable, Hashable {
    case portfolio
    case instrument = "instrument_id"
    /// Another version of the same instrument.
    case instrumentVersion = "instrument_version"
    case quantity
    case cleanPrice = "clean_price"
    case spread = "spread_bp"
    case reportedValue = "reported_value"
    case counterparty = "counterparty_id"
  }

  public let kind: Kind
  /// Empty for positions that only one snapshot has.
  public let fields: [Field]
  public let before: Side?
  public let after: Side?

  /// A position in one of the snapshots.
  public struct Side: Sendable, Hashable {
    public let position: Position
    public let productType: ProductType
    /// ISO code of the instrument's currency.
    public let currency: String
    public let instrumentVersion: String

    public init(position: Position, productType: ProductType, currency: String, instrumentVersion: String) {
      self.position = position
      self.productType = productType
      self.currency = currency
      self.instrumentVersion = instrumentVersion
    }
  }

  /// - Precondition: there is at least one side, and two of them differ.
  public init(before: Side?, after: Side?) {
    self.before = before
    self.after = after
    guard let before, let after else {
      precondition(before != nil || after != nil, "a difference has a side")
      fields = []
      kind = before == nil ? .added : .removed
      return
    }
    let (old, new) = (before.position, after.position)
    fields = Field.allCases.filter { field in
      switch field {
      case .portfolio: old.portfolio != new.portfolio
      case .instrument: old.instrumentID != new.instrumentID
      case .instrumentVersion:
        old.instrumentID == new.instrumentID && before.instrumentVersion != after.instrumentVersion
      case .quantity: old.quantity != new.quantity
      case .cleanPrice: old.markCleanPrice != new.markCleanPrice
      case .spread: old.spreadBasisPoints != new.spreadBasisPoints
      case .reportedValue: old.reportedValue != new.reportedValue
      case .counterparty: old.counterpartyID != new.counterpartyID
      }
    }
    precondition(!fields.isEmpty, "two sides of a difference differ")
    kind = fields.contains(.quantity) ? .resized : .changed
  }

  public var positionID: String { (before ?? after)!.position.id }
}
