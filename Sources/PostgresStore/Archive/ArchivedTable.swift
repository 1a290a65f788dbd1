/// The files of an archive.
enum ArchivedTable: CaseIterable {
  case results
  case cashFlows
  case nodes
  /// Names what the numbers in the other files stand for. It is not restored: position snapshots stay.
  case positions

  var fileName: String {
    switch self {
    case .results: return "valuation_result.csv.gz"
    case .cashFlows: return "cashflow_schedule.csv.gz"
    case .nodes: return "node_result.csv.gz"
    case .positions: return "positions.csv.gz"
    }
  }

  /// Columns of the file, in order.
  private var columns: String {
    switch self {
    case .results: return #"run_no, position_number, measure_no, factor, "values", reasons"#
    case .cashFlows:
      return
        "run_no, position_number, period_number, pay_date, interest, principal, prepayment, balance, currency"
    case .nodes:
      return
        #"run_no, node, product_type, currency, is_reporting_total, measure_no, factor, "values", reasons, "#
        + "position_count, gap_count"
    case .positions:
      return
        "position_number, position_id, portfolio_id, instrument_id, version_hash, p.product_type, currency, quantity"
    }
  }

  /// Rows in the order of their key, so that the same run gives the same bytes.
  private func rows(_ tables: ResultTables) -> String {
    switch self {
    case .results: return "\(tables.results) ORDER BY position_number, measure_no, factor"
    case .cashFlows: return "\(tables.cashFlows) ORDER BY position_number, period_number"
    case .nodes:
      return "node_result WHERE run_no = \(tables.run) "
        + "ORDER BY node, product_type, currency, is_reporting_total, measure_no, factor"
    case .positions:
      return "\(tables.positions) p JOIN instrument i USING (instrument_no) ORDER BY position_number"
    }
  }

  func copyOut(_ tables: ResultTables) -> String {
    "COPY (SELECT \(columns) FROM \(rows(tables))) TO STDOUT (FORMAT csv, HEADER)"
  }

  /// `nil` for what is not restored.
  func copyIn(_ tables: ResultTables) -> String? {
    let table: String
    switch self {
    case .results: table = tables.results
    case .cashFlows: table = tables.cashFlows
    case .nodes: table = "node_result"
    case .positions: return nil
    }
    return "COPY \(table) (\(columns)) FROM STDIN (FORMAT csv, HEADER match)"
  }
}
