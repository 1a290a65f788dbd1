import DatesAndConventions
import RunRecords

/// The SQL of a dimension, over a position `p` and its instrument `i`.
struct CubeColumn {
  let dimension: CubeDimension
  /// Buckets of maturity count from here.
  let valuationDate: CivilDate

  /// What is the same for all positions of a group, or of several that `values` puts together.
  var expression: String {
    switch dimension {
    case .fund, .subFund, .desk, .book: return "p.portfolio_id"
    case .productType: return "p.product_type"
    case .currency: return "i.currency::text"
    case .issuer: return "i.issuer"
    case .sector: return "i.sector"
    case .rating: return "i.rating"
    case .country: return "i.country"
    case .maturity: return bucket
    case .vintage: return "i.vintage::text"
    case .tag: return "i.tags"
    }
  }

  private var bucket: String {
    let cases = MaturityBucket.allCases.map { bucket in
      let condition = bucket.lastDay(from: valuationDate).map { "i.maturity <= DATE '\($0)'" }
      return "WHEN \(condition ?? "i.maturity IS NOT NULL") THEN '\(bucket.rawValue)'"
    }
    return "CASE \(cases.joined(separator: " ")) END"
  }

  /// The groups of a value of the expression; `nil` for positions that have none.
  func values(_ row: PostgresRow, _ column: Int) -> [String?] {
    if dimension == .tag {
      let tags = row.texts(column)
      return tags.isEmpty ? [nil] : tags
    }
    guard let text = row.optionalText(column) else { return [nil] }
    guard let level = dimension.portfolioLevel else { return [text] }
    return [text.split(separator: "/").prefix(level).joined(separator: "/")]
  }

  /// A condition: the position is in one of the groups.
  ///
  /// - Parameter parameter: Takes a value into the statement and gives its name there.
  func condition(_ groups: [String?], _ parameter: (PostgresValue) -> String) -> String {
    let names = groups.compactMap(\.self)
    var conditions: [String] = []
    if let level = dimension.portfolioLevel {
      conditions = names.map { name in
        // Booked higher up, a position is in the group of its own node.
        name.split(separator: "/").count < level
          ? "p.portfolio_id = \(parameter(.text(name)))"
          : PortfolioStore.isUnder("p.portfolio_id", node: parameter(.text(name)))
      }
    } else if dimension == .tag {
      if !names.isEmpty { conditions.append("i.tags && \(parameter(.textArray(names)))") }
      if groups.contains(nil) { conditions.append("i.tags = '{}'") }
    } else {
      if !names.isEmpty { conditions.append("\(expression) = ANY (\(parameter(.textArray(names))))") }
      if groups.contains(nil) { conditions.append("\(expression) IS NULL") }
    }
    return conditions.isEmpty ? "false" : "(\(conditions.joined(separator: " OR ")))"
  }
}

extension ResultStore {
  /// The day of the market of a run.
  func valuationDate(run: Int32) throws -> CivilDate {
    let rows = try connection.query(
      """
      SELECT m.valuation_date FROM run r JOIN marketdata_snapshot m ON m.snapshot_no = r.market_snapshot_no
      WHERE r.run_no = $1
      """, [.int4(run)])
    guard let row = rows.first else { throw StoreError.notFound(kind: "run number", id: "\(run)") }
    return row.date(0)
  }
}
