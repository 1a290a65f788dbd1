public import Instruments
import RunRecords

/// A kind of record that comes in files, a row each.
public protocol ImportableRecord: Sendable {
  associatedtype Name: FieldName

  init(fields: some TermFields<Name>) throws(TermsError)

  /// Unique in a file.
  var id: String { get }
  /// The field that holds `id`.
  static var idField: Name { get }
  /// Columns without which no row could be read.
  static var requiredColumns: [Name] { get }
  /// The member that holds the rows of a JSON document that is not itself an array.
  static var collectionName: String { get }
}

extension Position: ImportableRecord {
  public static var idField: PositionField { .positionID }
  public static var requiredColumns: [PositionField] {
    [.positionID, .portfolio, .instrumentID, .quantity]
  }
  public static var collectionName: String { "positions" }
}

extension Counterparty: ImportableRecord {
  public static var idField: CounterpartyField { .counterpartyID }
  public static var requiredColumns: [CounterpartyField] { [.counterpartyID, .name] }
  public static var collectionName: String { "counterparties" }
}

extension InstrumentRecord: ImportableRecord {
  public static var idField: InstrumentField { .instrumentID }
  public static var requiredColumns: [InstrumentField] { [.instrumentID, .productType, .currency] }
  public static var collectionName: String { "instruments" }
}
