/// A closed list of the field names of one kind of record.
///
/// Raw values number the names from 0 without gaps, so that a record's fields can lie in an array.
public protocol FieldName: RawRepresentable<Int>, CaseIterable, Hashable, Sendable {
  /// The name in files, documents and messages, in `snake_case`.
  var name: String { get }
}
