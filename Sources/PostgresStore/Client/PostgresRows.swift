import CPostgres
public import DatesAndConventions

/// The rows of a statement, in memory.
public final class PostgresRows: RandomAccessCollection {
  private let result: OpaquePointer
  public let startIndex = 0
  public let endIndex: Int

  /// Takes over the result.
  init(_ result: OpaquePointer) {
    self.result = result
    self.endIndex = Int(PQntuples(result))
  }

  deinit { PQclear(result) }

  public subscript(index: Int) -> PostgresRow {
    precondition(index >= 0 && index < endIndex, "row \(index) of \(endIndex)")
    return PostgresRow(rows: self, result: result, index: Int32(index))
  }

  /// Rows that an `INSERT`, `UPDATE` or `DELETE` changed.
  public var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }
}

/// One row. Columns count from 0 and are read as the type that the statement gives them; another type, or a null where
/// no optional is asked for, is a mistake in the program and stops it.
public struct PostgresRow {
  /// Keeps the result alive.
  private let rows: PostgresRows
  private let result: OpaquePointer
  private let index: Int32

  init(rows: PostgresRows, result: OpaquePointer, index: Int32) {
    self.rows = rows
    self.result = result
    self.index = index
  }

  public func isNull(_ column: Int) -> Bool { PQgetisnull(result, index, Int32(column)) == 1 }

  public func text(_ column: Int) -> String {
    let type = PQftype(result, Int32(column))
    var bytes = self.bytes(column)
    switch type {
    case TypeID.text, TypeID.varchar, TypeID.bpchar: break
    case TypeID.jsonb: bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())  // a version byte
    default: preconditionFailure("column \(column) has type \(type), not text")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  public func int(_ column: Int) -> Int {
    let bytes = self.bytes(column)
    switch PQftype(result, Int32(column)) {
    case TypeID.int2: return Int(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
    case TypeID.int4: return Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    case TypeID.int8: return Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
    case let type: preconditionFailure("column \(column) has type \(type), not an integer")
    }
  }

  public func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }

  public func int32(_ column: Int) -> Int32 { Int32(int(column)) }

  public func double(_ column: Int) -> Double {
    require(column, TypeID.float8)
    return Double(bitPattern: UInt64(bigEndian: bytes(column).loadUnaligned(as: UInt64.self)))
  }

  public func optionalDouble(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }

  public func bool(_ column: Int) -> Bool {
    require(column, TypeID.bool)
    return bytes(column)[0] != 0
  }

  public func date(_ column: Int) -> CivilDate {
    require(column, TypeID.date)
    let days = Int32(bigEndian: bytes(column).loadUnaligned(as: Int32.self))
    return CivilDate(dayNumber: days + BinaryCopyWriter.postgresEpoch)
  }

  public func bytea(_ column: Int) -> [UInt8] {
    require(column, TypeID.bytea)
    return Array(bytes(column))
  }

  /// A one-dimensional `float8[]`; `nil` for its null elements.
  public func doubles(_ column: Int) -> [Double?] {
    require(column, TypeID.float8Array)
    let bytes = self.bytes(column)
    func integer(_ offset: Int) -> Int {
      Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    }
    guard integer(0) > 0 else { return [] }
    precondition(integer(0) == 1, "column \(column) is not one-dimensional")
    // Header: dimensions, has-nulls flag, element type, then length and lower bound of the dimension.
    let count = integer(12)
    precondition(bytes.count >= 20 + 4 * count, "column \(column) is cut short")
    // A page holds a hundred thousand of these.
    return [Double?](unsafeUninitializedCapacity: count) { values, initializedCount in
      var offset = 20
      for index in 0..<count {
        let length = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        offset += 4
        if length < 0 {
          values.initializeElement(at: index, to: nil)
        } else {
          let pattern = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
          values.initializeElement(at: index, to: Double(bitPattern: pattern))
          offset += 8
        }
      }
      initializedCount = count
    }
  }

  /// A `text[]` without nulls.
  public func texts(_ column: Int) -> [String] {
    require(column, TypeID.textArray)
    let bytes = self.bytes(column)
    func integer(_ offset: Int) -> Int {
      Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    }
    guard integer(0) > 0 else { return [] }
    var offset = 20
    return (0..<integer(12)).map { _ in
      let length = integer(offset)
      defer { offset += 4 + length }
      return String(decoding: bytes[offset + 4..<offset + 4 + length], as: UTF8.self)
    }
  }

  private func require(_ column: Int, _ type: UInt32) {
    let actual = PQftype(result, Int32(column))
    precondition(actual == type, "column \(column) has type \(actual), not \(type)")
  }

  private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    precondition(!isNull(column), "column \(column) is null")
    return UnsafeRawBufferPointer(
      start: PQgetvalue(result, index, Int32(column)), count: Int(PQgetlength(result, index, Int32(column))))
  }
}
