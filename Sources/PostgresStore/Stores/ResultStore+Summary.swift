public import DatesAndConventions
public import Instruments
public import Pricing
public import RunRecords

extension ResultStore {
  /// Stored vectors of a run by measure.
  public func rowCounts(_ run: RunID) throws -> [Measure: Int] {
    guard let tables = try tables(of: run) else { return [:] }
    let rows = try connection.query("SELECT measure_no, count(*) FROM \(tables.results) GROUP BY 1")
    return Dictionary(
      uniqueKeysWithValues: try rows.map { (try Measure(number: $0.int(0)), $0.int(1)) })
  }

  /// How many vectors of a run hold each kind of reason somewhere.
  public func gapRows(_ run: RunID) throws -> [(code: Reason.Code, rowCount: Int)] {
    guard let tables = try tables(of: run) else { return [] }
    return try connection.query(
      """
      SELECT e.code, count(*)
      FROM \(tables.results) v
      CROSS JOIN LATERAL (SELECT DISTINCT value ->> 'code' AS code FROM jsonb_each(v.reasons)) e
      WHERE v.reasons IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC, 1
      """
    ).map { row in
      guard let code = Reason.Code(rawValue: row.text(0)) else {
        throw StoreError.unreadable("'\(row.text(0))' is not a reason")
      }
      return (code, row.int(1))
    }
  }

  /// How much of what a holder reported has a present value under the first scenario.
  public struct Coverage: Sendable, Hashable {
    /// First part of the portfolio path.
    public let fund: String
    public let productType: ProductType
    /// Of the instruments.
    public let currency: Currency
    public let positionCount: Int
    public let pricedCount: Int
    /// Sums of the magnitudes of reported values: of all positions, and of those with a present value.
    public let reportedGross: Double
    public let reportedGrossPriced: Double
    /// Signed sum of the reported values of positions with a present value.
    public let reportedNet: Double
    /// Present value in `currency` of the positions that have both.
    public let presentValue: Double
  }

  /// Coverage by fund, product type and currency, in order.
  public func coverage(_ run: RunID) throws -> [Coverage] {
    guard let tables = try tables(of: run) else { return [] }
    return try connection.query(
      """
      SELECT split_part(p.portfolio_id, '/', 1) AS fund, p.product_type, i.currency, count(*),
        count(*) FILTER (WHERE v.pv IS NOT NULL),
        coalesce(sum(abs(p.reported_value) ORDER BY p.position_number), 0),
        coalesce(sum(abs(p.reported_value) ORDER BY p.position_number) FILTER (WHERE v.pv IS NOT NULL), 0),
        coalesce(sum(p.reported_value ORDER BY p.position_number) FILTER (WHERE v.pv IS NOT NULL), 0),
        coalesce(sum(v.pv ORDER BY p.position_number) FILTER (WHERE p.reported_value IS NOT NULL), 0)
      FROM \(tables.positions) p
      JOIN instrument i USING (instrument_no)
      LEFT JOIN (
        SELECT position_number, "values"[1] AS pv FROM \(tables.results) WHERE measure_no = $1 AND factor = ''
      ) v USING (position_number)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """, [.int2(Measure.presentValue.number)]
    ).map { row in
      guard let currency = Currency(row.text(2)) else {
        throw StoreError.unreadable("'\(row.text(2))' is not a currency")
      }
      return Coverage(
        fund: row.text(0), productType: try productType(row.text(1)), currency: currency,
        positionCount: row.int(3),
        pricedCount: row.int(4), reportedGross: row.double(5), reportedGrossPriced: row.double(6),
        reportedNet: row.double(7), presentValue: row.double(8))
    }
  }
}
