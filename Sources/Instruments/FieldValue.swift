/// What a record's source holds for a field, before it is read as a type.
///
/// The bytes belong to the source and are valid only while it holds the record.
public enum FieldValue {
  /// Missing, `null` or empty.
  case absent
  /// A CSV cell: text that may stand for anything.
  case cell(UnsafeBufferPointer<UInt8>)
  /// A JSON string.
  case text(UnsafeBufferPointer<UInt8>)
  case number(Double)
  case flag(Bool)
  /// A JSON array of payments; also the empty array, whatever it would hold.
  case payments([PrincipalPayment])
  /// A JSON array of strings.
  case words([String])
  /// Something no field can be, in words such as `an object`.
  case unusable(String)
}

/// What a field is written as.
public enum FieldOutput: Sendable, Hashable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case payments([PrincipalPayment])
  case words([String])
}
