import DatesAndConventions

/// A parameter of a statement. Sent in binary with its type, never spliced into SQL.
public enum PostgresValue: Sendable, Hashable {
  case null
  case text(String)
  case bool(Bool)
  case int2(Int16)
  case int4(Int32)
  case int8(Int64)
  case float8(Double)
  case bytea([UInt8])
  case textArray([String])
  case int4Array([Int32])
  case int8Array([Int64])
  case float8Array([Double])

  /// An optional text.
  static func text(orNull value: String?) -> PostgresValue { value.map { .text($0) } ?? .null }

  /// The type's number in `pg_type`; 0 lets the server infer it.
  var typeID: UInt32 {
    switch self {
    case .null: return 0
    case .text: return TypeID.text
    case .bool: return TypeID.bool
    case .int2: return TypeID.int2
    case .int4: return TypeID.int4
    case .int8: return TypeID.int8
    case .float8: return TypeID.float8
    case .bytea: return TypeID.bytea
    case .textArray: return TypeID.textArray
    case .int4Array: return TypeID.int4Array
    case .int8Array: return TypeID.int8Array
    case .float8Array: return TypeID.float8Array
    }
  }

  /// The binary form; `nil` for null.
  var bytes: [UInt8]? {
    switch self {
    case .null: return nil
    case .text(let value): return Array(value.utf8)
    case .bool(let value): return [value ? 1 : 0]
    case .int2(let value): return bigEndian(value)
    case .int4(let value): return bigEndian(value)
    case .int8(let value): return bigEndian(value)
    case .float8(let value): return bigEndian(value.bitPattern)
    case .bytea(let value): return value
    case .textArray(let values):
      return array(of: TypeID.text, count: values.count) { bytes in
        for value in values {
          bytes += bigEndian(Int32(value.utf8.count))
          bytes += value.utf8
        }
      }
    case .int4Array(let values):
      return array(of: TypeID.int4, count: values.count) { bytes in
        for value in values { bytes += bigEndian(Int32(4)) + bigEndian(value) }
      }
    case .int8Array(let values):
      return array(of: TypeID.int8, count: values.count) { bytes in
        for value in values { bytes += bigEndian(Int32(8)) + bigEndian(value) }
      }
    case .float8Array(let values):
      return array(of: TypeID.float8, count: values.count) { bytes in
        for value in values { bytes += bigEndian(Int32(8)) + bigEndian(value.bitPattern) }
      }
    }
  }

  private func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// One dimension without nulls, lower bound 1.
  private func array(of type: UInt32, count: Int, elements: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes = bigEndian(Int32(count == 0 ? 0 : 1)) + bigEndian(Int32(0)) + bigEndian(type)
    guard count > 0 else { return bytes }
    bytes += bigEndian(Int32(count)) + bigEndian(Int32(1))
    elements(&bytes)
    return bytes
  }
}

/// Numbers of built-in types in `pg_type`.
enum TypeID {
  static let bool: UInt32 = 16
  static let bytea: UInt32 = 17
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let text: UInt32 = 25
  static let float8: UInt32 = 701
  static let date: UInt32 = 1082
  static let int4Array: UInt32 = 1007
  static let textArray: UInt32 = 1009
  static let bpchar: UInt32 = 1042
  static let int8Array: UInt32 = 1016
  static let float8Array: UInt32 = 1022
  static let jsonb: UInt32 = 3802
  static let varchar: UInt32 = 1043
}
