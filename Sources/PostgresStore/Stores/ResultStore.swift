public import Instruments
public import Pricing
public import RunRecords

/// Reads the results of runs.
public struct ResultStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Which vectors with reasons in place of numbers.
  public enum Gaps: Sendable, Hashable {
    case any
    case code(Reason.Code)
  }

  /// Which results of a run; everything that is not `nil` must fit.
  public struct Filter: Sendable, Hashable {
    public var positionID: String?
    public var positionIDPrefix: String?
    /// The node itself and all below it.
    public var node: String?
    public var productType: ProductType?
    /// Only positions in these groups.
    public var groups: PositionGroups = [:]
    public var measure: Measure?
    public var factor: String?
    /// Only vectors with a cell that has a reason instead of a number.
    public var gaps: Gaps?

    public init(
      positionID: String? = nil, positionIDPrefix: String? = nil, node: String? = nil,
      productType: ProductType? = nil, measure: Measure? = nil
    ) {
      self.positionID = positionID
      self.positionIDPrefix = positionIDPrefix
      self.node = node
      self.productType = productType
      self.measure = measure
    }
  }

  /// The place after one row, in the order of pages.
  public struct Cursor: Sendable, Hashable {
    public let positionNumber: Int32
    public let measure: Measure
    public let factor: String

    public init(positionNumber: Int32, measure: Measure, factor: String) {
      self.positionNumber = positionNumber
      self.measure = measure
      self.factor = factor
    }
  }

  public struct Page: Sendable, Hashable {
    public let rows: [PositionResult]
    /// Where the next page begins; `nil` after the last.
    public let next: Cursor?
  }

  /// The whole vector, or only its values at some ordinals: a page of one scenario of a hundred is a hundredth of the bytes.
  private static func values(_ scenarios: [Int]?) -> String {
    guard let scenarios else { return "v.\"values\"" }
    return "ARRAY[\(scenarios.map { "v.\"values\"[\($0 + 1)]" }.joined(separator: ", "))]::float8[]"
  }

  /// Puts fetched values at their ordinals in a vector that held `count`.
  private static func spread(_ values: [Double?], _ scenarios: [Int]?, count: Int) -> [Double?] {
    guard let scenarios else { return values }
    var vector = [Double?](repeating: nil, count: min(count, (scenarios.last ?? -1) + 1))
    for (value, ordinal) in zip(values, scenarios) where ordinal < vector.count { vector[ordinal] = value }
    return vector
  }

  /// One page of vectors, in ascending position number, measure and factor.
  ///
  /// Costs the same at any depth: it begins at a key, not at a count.
  ///
  /// - Parameter scenarios: Ordinals of the run's scenarios, ascending; the values of others are not fetched and read as
  ///   missing. All when `nil`.
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func page(
    _ run: RunID, filter: Filter = Filter(), scenarios: [Int]? = nil, after cursor: Cursor? = nil, limit: Int
  ) throws -> Page {
    guard let tables = try tables(of: run) else { return Page(rows: [], next: nil) }
    var parameters: [PostgresValue] = [.int8(Int64(limit) + 1)]
    var ofPositions = [tables.keyOfPositions]
    var ofVectors: [String] = []
    func add(_ value: PostgresValue, to conditions: inout [String], _ condition: (String) -> String) {
      parameters.append(value)
      conditions.append(condition("$\(parameters.count)"))
    }
    if let id = filter.positionID { add(.text(id), to: &ofPositions) { "p.position_id = \($0)" } }
    if let prefix = filter.positionIDPrefix {
      add(.text(prefix), to: &ofPositions) { "p.position_id ^@ \($0)" }
    }
    if let node = filter.node {
      add(.text(node), to: &ofPositions) { PortfolioStore.isUnder("p.portfolio_id", node: $0) }
    }
    if let type = filter.productType {
      add(.text(type.rawValue), to: &ofPositions) { "p.product_type = \($0)" }
    }
    if !filter.groups.isEmpty {
      let valuationDate = try valuationDate(run: tables.run)
      for (dimension, groups) in filter.groups.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        ofPositions.append(
          CubeColumn(dimension: dimension, valuationDate: valuationDate).condition(groups) {
            parameters.append($0)
            return "$\(parameters.count)"
          })
      }
    }
    let choosesPositions = ofPositions.count > 1
    if let measure = filter.measure { add(.int2(measure.number), to: &ofVectors) { "v.measure_no = \($0)" } }
    if let factor = filter.factor { add(.text(factor), to: &ofVectors) { "v.factor = \($0)" } }
    switch filter.gaps {
    case nil: break
    case .any: ofVectors.append("v.reasons IS NOT NULL")
    case .code(let code):
      add(.text(code.rawValue), to: &ofVectors) {
        "EXISTS (SELECT FROM jsonb_each(v.reasons) r WHERE r.value ->> 'code' = \($0))"
      }
    }
    if let cursor {
      parameters += [.int4(cursor.positionNumber), .int2(cursor.measure.number), .text(cursor.factor)]
      let first = parameters.count - 2
      ofPositions.append("p.position_number >= $\(first)")
      ofVectors.append(
        "(v.position_number, v.measure_no, v.factor) > ($\(first), $\(first + 1), $\(first + 2))")
    }
    let vectors = """
      SELECT v.position_number, v.measure_no, v.factor, \(Self.values(scenarios)) AS "values", v.reasons,
        cardinality(v."values") AS value_count
      FROM \(tables.results) v
      """
    func matching(_ conditions: [String]) -> String {
      conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
    }
    // The planner takes the two tables' conditions on the cursor for independent ones, expects too few rows of a plain
    // join, the fewer the deeper the page, and then sorts the rest of the run. So the vectors of one position after
    // another are looked up, or the page is cut from the vectors alone and its positions, which as a rule follow each
    // other, are read by themselves.
    let cut: PostgresRows
    var positions: [Int32: PositionDescription] = [:]
    if choosesPositions {
      cut = try connection.query(
        """
        SELECT v.*, \(PositionDescription.columns)
        FROM \(tables.positions) p
        CROSS JOIN LATERAL (
          \(vectors) \(matching(["v.position_number = p.position_number"] + ofVectors)) OFFSET 0) v
        JOIN instrument i USING (instrument_no)
        \(matching(ofPositions))
        ORDER BY p.position_number, v.measure_no, v.factor LIMIT $1
        """, parameters)
    } else {
      cut = try connection.query(
        "\(vectors) \(matching(ofVectors)) ORDER BY v.position_number, v.measure_no, v.factor LIMIT $1",
        parameters)
      positions = try descriptions(cut.map { $0.int32(0) }, tables)
    }
    var reasons = ReasonDocument()
    var rows = try cut.map { row in
      let number = row.int32(0)
      let position = try positions[number] ?? PositionDescription(row, 6)
      return PositionResult(
        positionNumber: number, positionID: position.id, portfolio: position.portfolio,
        instrumentID: position.instrumentID, productType: position.productType, currency: position.currency,
        measure: try Measure(number: row.int(1)), factor: row.text(2),
        values: ScenarioValues(
          values: Self.spread(row.doubles(3), scenarios, count: row.int(5)),
          reasons: try reasons.reasons(row.optionalText(4))))
    }
    guard rows.count > limit else { return Page(rows: rows, next: nil) }
    rows.removeLast()
    return Page(
      rows: rows,
      next: rows.last.map {
        Cursor(positionNumber: $0.positionNumber, measure: $0.measure, factor: $0.factor)
      })
  }
}
