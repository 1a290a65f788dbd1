public import Instruments
public import Pricing
public import RunRecords

extension ResultStore {
  /// What is compared of the positions of two runs: one measure, factor and scenario.
  public struct PositionComparison: Sendable {
    public var measure: Measure
    public var factor: String
    /// The scenario as its ordinal in each run.
    public var scenarioOrdinals: (a: Int, b: Int)
    /// By currency, what amounts of each run are multiplied by; `nil` for measures that are no amounts.
    public var rates: (a: [String: Double], b: [String: Double])?
    /// The node itself and all below it, in either run.
    public var node: String?
    public var productType: ProductType?

    public init(
      measure: Measure, factor: String, scenarioOrdinals: (a: Int, b: Int),
      rates: (a: [String: Double], b: [String: Double])?
    ) {
      self.measure = measure
      self.factor = factor
      self.scenarioOrdinals = scenarioOrdinals
      self.rates = rates
    }
  }

  /// A position in one of the runs.
  public struct PositionSide: Sendable, Hashable {
    public let portfolio: String
    public let currency: String
    /// In `currency`; `nil` where the run has a reason instead.
    public let value: Double?
    /// Converted; the value itself for a measure that is no amount.
    public let amount: Double?
  }

  /// A position that differs between two runs.
  public struct PositionDifference: Sendable, Hashable {
    public let positionID: String
    public let productType: ProductType
    public let a: PositionSide?
    public let b: PositionSide?
    /// Of converted amounts, b less a, where what is missing counts as nothing, as it does in totals. Of other measures, the
    /// difference of two values.
    public let difference: Double
  }

  public struct PositionDifferences: Sendable, Hashable {
    /// The largest by magnitude, largest first; without positions that do not differ.
    public let largest: [PositionDifference]
    public let inBoth: Int
    /// Of those in both, positions whose difference is not zero.
    public let differing: Int
    /// Of those in both, positions with a value in one run only.
    public let valuedInOne: Int
    public let onlyInA: OneSided
    public let onlyInB: OneSided

    /// Positions that only one run has.
    public struct OneSided: Sendable, Hashable {
      public let count: Int
      /// The first in order.
      public let positionIDs: [String]
    }
  }

  /// Compares the positions of two runs by their ids, in one pass over each run.
  ///
  /// - Parameters:
  ///   - limit: The most differences, and the most ids of positions that one run has.
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func positionDifferences(
    _ a: RunID, _ b: RunID, _ comparison: PositionComparison, limit: Int
  ) throws -> PositionDifferences {
    guard let first = try tables(of: a), let second = try tables(of: b) else {
      let none = PositionDifferences.OneSided(count: 0, positionIDs: [])
      return PositionDifferences(
        largest: [], inBoth: 0, differing: 0, valuedInOne: 0, onlyInA: none, onlyInB: none)
    }
    let currencies = Set(comparison.rates.map { Array($0.a.keys) + Array($0.b.keys) } ?? []).sorted()
    var parameters: [PostgresValue] = [
      .int8(Int64(limit)), .int2(comparison.measure.number), .text(comparison.factor), .textArray(currencies),
      // A rate that is missing is no rate: the amount is missing too.
      .float8Array(currencies.map { comparison.rates?.a[$0] ?? .nan }),
      .float8Array(currencies.map { comparison.rates?.b[$0] ?? .nan }),
    ]
    var narrowing = ""
    if let node = comparison.node {
      parameters.append(.text(node))
      narrowing += " AND " + PortfolioStore.isUnder("p.portfolio_id", node: "$\(parameters.count)")
    }
    if let type = comparison.productType {
      parameters.append(.text(type.rawValue))
      narrowing += " AND p.product_type = $\(parameters.count)"
    }
    let isAmount = comparison.rates != nil
    // An FX delta is an amount of its factor's currency.
    let currency = comparison.measure == .fxDelta ? "$3" : "i.currency"
    func side(_ tables: ResultTables, _ ordinal: Int, _ rate: String) -> String {
      """
      SELECT p.position_id, p.portfolio_id, p.product_type, \(currency)::text AS currency, v.value,
        \(isAmount ? "v.value * nullif(r.\(rate), 'NaN')" : "v.value") AS amount
      FROM \(tables.positions) p
      JOIN instrument i USING (instrument_no)
      LEFT JOIN (
        SELECT position_number, "values"[\(ordinal + 1)] AS value FROM \(tables.results)
        WHERE measure_no = $2 AND factor = $3
      ) v USING (position_number)
      LEFT JOIN unnest($4::text[], $5::float8[], $6::float8[]) AS r (currency, a, b) ON r.currency = \(currency)
      WHERE p.position_snapshot_no = \(tables.positionSnapshot)\(narrowing)
      """
    }
    let difference =
      isAmount
      ? """
      CASE WHEN a.amount IS NULL AND b.amount IS NULL THEN NULL
        WHEN (a.value IS NULL) = (a.amount IS NULL) AND (b.value IS NULL) = (b.amount IS NULL)
        THEN coalesce(b.amount, 0) - coalesce(a.amount, 0) END
      """ : "b.amount - a.amount"
    func ids(_ missing: String) -> String {
      """
      ARRAY(SELECT position_id FROM d WHERE \(missing) IS NULL ORDER BY position_id LIMIT $1)
      """
    }
    let rows = try connection.query(
      """
      WITH a AS (\(side(first, comparison.scenarioOrdinals.a, "a"))),
      b AS (\(side(second, comparison.scenarioOrdinals.b, "b"))),
      d AS MATERIALIZED (
        SELECT position_id, coalesce(a.product_type, b.product_type) AS product_type,
          a.portfolio_id AS a_portfolio, a.currency AS a_currency, a.value AS a_value, a.amount AS a_amount,
          b.portfolio_id AS b_portfolio, b.currency AS b_currency, b.value AS b_value, b.amount AS b_amount,
          \(difference) AS difference
        FROM a FULL JOIN b USING (position_id)
      ),
      counts AS (
        SELECT count(*) FILTER (WHERE a_portfolio IS NOT NULL AND b_portfolio IS NOT NULL) AS in_both,
          count(*) FILTER (WHERE a_portfolio IS NOT NULL AND b_portfolio IS NOT NULL AND difference <> 0) AS differing,
          count(*) FILTER (WHERE a_portfolio IS NOT NULL AND b_portfolio IS NOT NULL
            AND (a_value IS NULL) <> (b_value IS NULL)) AS valued_in_one,
          count(*) FILTER (WHERE b_portfolio IS NULL) AS only_in_a,
          count(*) FILTER (WHERE a_portfolio IS NULL) AS only_in_b
        FROM d
      )
      SELECT c.in_both, c.differing, c.valued_in_one, c.only_in_a, c.only_in_b,
        \(ids("b_portfolio")), \(ids("a_portfolio")),
        t.position_id, t.product_type, t.a_portfolio, t.a_currency, t.a_value, t.a_amount,
        t.b_portfolio, t.b_currency, t.b_value, t.b_amount, t.difference
      FROM counts c LEFT JOIN (
        SELECT * FROM d WHERE difference <> 0 ORDER BY abs(difference) DESC, position_id LIMIT $1
      ) t ON true
      ORDER BY abs(t.difference) DESC, t.position_id
      """, parameters)
    let counts = rows[0]
    return PositionDifferences(
      largest: try rows.filter { !$0.isNull(7) }.map { row in
        PositionDifference(
          positionID: row.text(7), productType: try productType(row.text(8)), a: Self.side(row, 9),
          b: Self.side(row, 13), difference: row.double(17))
      },
      inBoth: counts.int(0), differing: counts.int(1), valuedInOne: counts.int(2),
      onlyInA: .init(count: counts.int(3), positionIDs: counts.texts(5)),
      onlyInB: .init(count: counts.int(4), positionIDs: counts.texts(6)))
  }

  /// A side from four columns; `nil` where the run does not have the position.
  private static func side(_ row: PostgresRow, _ column: Int) -> PositionSide? {
    guard let portfolio = row.optionalText(column) else { return nil }
    return PositionSide(
      portfolio: portfolio, currency: row.text(column + 1), value: row.optionalDouble(column + 2),
      amount: row.optionalDouble(column + 3))
  }
}
