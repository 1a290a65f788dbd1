import Instruments

/// What a row of results tells of its position beside numbers.
struct PositionDescription {
  let id: String
  let portfolio: String
  let instrumentID: String
  let productType: ProductType
  /// ISO code.
  let currency: String

  /// Of a position `p` and its instrument `i`, in the order that `init` reads.
  static let columns = "p.position_id, p.portfolio_id, i.instrument_id, p.product_type, i.currency"

  /// Reads a row whose `columns` begin at `first`.
  init(_ row: PostgresRow, _ first: Int) throws {
    id = row.text(first)
    portfolio = row.text(first + 1)
    instrumentID = row.text(first + 2)
    productType = try PostgresStore.productType(row.text(first + 3))
    currency = row.text(first + 4)
  }
}

extension ResultStore {
  /// The positions of a page, by number.
  ///
  /// - Parameter numbers: Ascending; the same may come again.
  func descriptions(_ numbers: [Int32], _ tables: ResultTables) throws -> [Int32: PositionDescription] {
    guard let first = numbers.first, let last = numbers.last else { return [:] }
    // A stretch of the key is read at once, unless most of what lies in it is not asked for.
    let isStretch = Int(last) - Int(first) < 4 * numbers.count
    let rows = try connection.query(
      """
      SELECT p.position_number, \(PositionDescription.columns)
      FROM \(tables.positions) p JOIN instrument i USING (instrument_no)
      WHERE \(tables.keyOfPositions)
        AND \(isStretch ? "p.position_number BETWEEN $1 AND $2" : "p.position_number = ANY($1)")
      """, isStretch ? [.int4(first), .int4(last)] : [.int4Array(numbers)])
    return Dictionary(
      uniqueKeysWithValues: try rows.map { ($0.int32(0), try PositionDescription($0, 1)) })
  }
}
