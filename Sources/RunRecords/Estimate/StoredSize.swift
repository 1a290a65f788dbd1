import Pricing

/// Bytes that rows take in PostgreSQL's files, pages and keys included.
///
/// Source: PostgreSQL 15, "Database Page Layout" and "B-Tree Implementation": pages of 8 KiB with a header of 24 bytes; a
/// pointer of 4 bytes to each row or entry; a row has a header of 24 bytes and is padded to 8, an entry has one of 8.
enum StoredSize {
  /// How full a key's pages are that is made over finished rows: the server's default.
  private static let keyFill = 0.9
  /// Maps of free space and first pages of a run's tables, whatever they hold; measured.
  static let emptyTables = 60_000.0
  private static let page = 8_192
  private static let pageHeader = 24
  private static let rowHeader = 24
  /// Rows above this many bytes are compressed and cut up where their columns allow it.
  private static let largestPlainRow = 2_032
  /// What compression leaves of exact sums, whose upper bytes are mostly alike; measured.
  private static let compressedShare = 0.8

  /// A vector with its key.
  static func vector(_ shape: VectorShape, values: Int) -> (row: Double, key: Double) {
    let beforeArray = rowHeader + 4 + 4 + 2 + 1 + shape.factorLength
    // Of an array: its header, then a bit for each value where some are missing, then those that are there.
    let array = shape.reason == nil ? 24 + 8 * values : padded(24 + (values + 7) / 8, to: 8)
    var end = appended(array, to: beforeArray, alignment: 8)
    if let reason = shape.reason {
      end = appended(
        50 + reason.code.rawValue.utf8.count + reason.detail.utf8.count, to: end, alignment: 4)
    }
    return (row(end), key(4 + 2 + 1 + shape.factorLength + 4))
  }

  /// A cash flow with its key.
  static let cashFlow = row(rowHeader + 4 * 4 + 5 * 8 + 4) + key(3 * 4)

  /// A partial sum of a task, which has no key.
  static func rollUp(_ sum: SumShape) -> Double {
    let names = 4 + 4 + sum.nameBytes + 4 + 2
    let sums = 4 + 16 * sum.values
    var end = appended(sums, to: rowHeader + names, alignment: 4)
    end = appended(sum.isWeighted ? sums : 4, to: end, alignment: 4)
    end = padded(end, to: 4) + 8
    return end > largestPlainRow ? compressedShare * Double(end) : row(end)
  }

  /// A node's result with its key.
  static func nodeResult(_ sum: SumShape) -> Double {
    let names = 4 + sum.nameBytes + 4 + 1 + 2
    let end = padded(appended(24 + 8 * sum.values, to: rowHeader + names, alignment: 8), to: 4) + 8
    return row(end) + key(names)
  }

  /// The names and the length of a sum.
  struct SumShape {
    let portfolio: String
    let product: String
    let factorLength: Int
    let values: Int
    let isWeighted: Bool

    /// With a length of one byte before each.
    var nameBytes: Int { 3 + portfolio.utf8.count + product.utf8.count + factorLength }
  }

  /// A row that ends at `end`, with its share of what its page cannot use.
  private static func row(_ end: Int) -> Double {
    let rowsPerPage = max(1, (page - pageHeader) / (padded(end, to: 8) + 4))
    return Double(page) / Double(rowsPerPage)
  }

  private static func key(_ columns: Int) -> Double {
    Double(padded(8 + columns, to: 8) + 4) / keyFill
  }

  /// Where a value of varying length ends that begins after `start`. Short ones have a header of 1 byte in place of 4
  /// and need no alignment.
  private static func appended(_ bytes: Int, to start: Int, alignment: Int) -> Int {
    bytes <= 130 ? start + bytes - 3 : padded(start, to: alignment) + bytes
  }

  private static func padded(_ bytes: Int, to alignment: Int) -> Int {
    (bytes + alignment - 1) / alignment * alignment
  }
}
