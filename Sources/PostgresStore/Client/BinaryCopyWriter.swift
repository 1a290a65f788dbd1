import CPostgres
public import DatesAndConventions

/// Writes rows of `COPY … FROM STDIN (FORMAT binary)` through one buffer.
///
/// Format: PostgreSQL manual, COPY, "Binary Format". Each row names its number of columns, each value its length.
public struct BinaryCopyWriter: ~Copyable {
  private let connection: PostgresConnection
  private let buffer: UnsafeMutableRawBufferPointer
  private var used = 0
  private let columnCount: Int16
  private var columnsLeft = 0
  public private(set) var rowCount = 0

  /// Days from 1970-01-01 to 2000-01-01, where PostgreSQL's dates begin.
  static let postgresEpoch: Int32 = 10_957

  init(_ connection: PostgresConnection, columnCount: Int) {
    self.connection = connection
    self.columnCount = Int16(columnCount)
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    buffer.copyBytes(from: signature)
    // Flags and the length of a header extension, both zero.
    buffer.baseAddress!.advanced(by: 11).initializeMemory(as: UInt8.self, repeating: 0, count: 8)
    used = 19
  }

  deinit { buffer.deallocate() }

  /// Begins the next row; the columns follow in order.
  public mutating func beginRow() throws(PostgresError) {
    precondition(columnsLeft == 0, "the row before lacks \(columnsLeft) columns")
    columnsLeft = Int(columnCount)
    rowCount += 1
    try reserve(2)
    store(columnCount)
  }

  public mutating func write(_ value: Int16) throws(PostgresError) { try writeInteger(value) }
  public mutating func write(_ value: Int32) throws(PostgresError) { try writeInteger(value) }
  public mutating func write(_ value: Int64) throws(PostgresError) { try writeInteger(value) }
  public mutating func write(_ value: Double) throws(PostgresError) { try writeInteger(value.bitPattern) }

  public mutating func write(_ value: Double?) throws(PostgresError) {
    if let value { try write(value) } else { try writeNull() }
  }

  public mutating func write(_ value: Bool) throws(PostgresError) { try writeInteger(UInt8(value ? 1 : 0)) }

  public mutating func write(_ value: CivilDate) throws(PostgresError) {
    try writeInteger(value.dayNumber - BinaryCopyWriter.postgresEpoch)
  }

  /// A `text` or `char`.
  public mutating func write(_ value: String) throws(PostgresError) {
    let bytes = value.utf8.span
    try beginValue(length: bytes.count)
    try bytes.withUnsafeBytes { bytes throws(PostgresError) in try append(bytes) }
  }

  public mutating func write(_ value: String?) throws(PostgresError) {
    if let value { try write(value) } else { try writeNull() }
  }

  /// A `jsonb` from its text.
  public mutating func write(json text: String) throws(PostgresError) {
    // The binary form is a version byte, then the text.
    try write(bytes: [1] + Array(text.utf8))
  }

  /// A `bytea`, or the UTF-8 bytes of a text.
  public mutating func write(bytes: [UInt8]) throws(PostgresError) {
    try beginValue(length: bytes.count)
    try bytes.span.withUnsafeBytes { bytes throws(PostgresError) in try append(bytes) }
  }

  /// A `text[]`.
  public mutating func write(_ values: [String]) throws(PostgresError) {
    try write(bytes: PostgresValue.textArray(values).bytes ?? [])
  }

  public mutating func writeNull() throws(PostgresError) { try beginValue(length: -1) }

  /// A `float8[]`; the elements whose ordinals are in `nulls`, ascending, are null.
  public mutating func write(
    _ values: ArraySlice<Double>, nulls: some Collection<Int> = EmptyCollection<Int>()
  ) throws(PostgresError) {
    let count = values.count
    guard count > 0 else {
      try beginValue(length: 12)
      try reserve(12)
      store(Int32(0))
      store(Int32(0))
      store(TypeID.float8)
      return
    }
    try beginValue(length: 20 + 12 * count - 8 * nulls.count)
    try reserve(20)
    store(Int32(1))
    store(Int32(nulls.isEmpty ? 0 : 1))
    store(TypeID.float8)
    store(Int32(count))
    store(Int32(1))
    var nextNull = nulls.makeIterator()
    var null = nextNull.next()
    for (ordinal, value) in values.enumerated() {
      try reserve(12)
      if ordinal == null {
        store(Int32(-1))
        null = nextNull.next()
      } else {
        store(Int32(8))
        store(value.bitPattern)
      }
    }
    precondition(null == nil, "null ordinals are ascending and within the vector")
  }

  /// Sends what is left and the end mark.
  mutating func finish() throws(PostgresError) {
    precondition(columnsLeft == 0, "the last row lacks \(columnsLeft) columns")
    try reserve(2)
    store(Int16(-1))
    try flush()
  }

  // MARK: Bytes

  private mutating func writeInteger(_ value: some FixedWidthInteger) throws(PostgresError) {
    try beginValue(length: value.bitWidth / 8)
    try reserve(value.bitWidth / 8)
    store(value)
  }

  private mutating func beginValue(length: Int) throws(PostgresError) {
    precondition(columnsLeft > 0, "a value outside a row, or one too many")
    columnsLeft -= 1
    try reserve(4)
    store(Int32(length))
  }

  private mutating func store(_ value: some FixedWidthInteger) {
    buffer.storeBytes(of: value.bigEndian, toByteOffset: used, as: type(of: value))
    used += value.bitWidth / 8
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
    var rest = bytes
    while !rest.isEmpty {
      if used == buffer.count { try flush() }
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(buffer.count - used))
      UnsafeMutableRawBufferPointer(rebasing: buffer[used...]).copyMemory(from: part)
      used += part.count
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
    }
  }

  private mutating func reserve(_ count: Int) throws(PostgresError) {
    if used + count > buffer.count { try flush() }
  }

  private mutating func flush() throws(PostgresError) {
    guard used > 0 else { return }
    let sent = PQputCopyData(
      connection.handle, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), Int32(used))
    guard sent == 1 else { throw connection.connectionError() }
    used = 0
  }
}
