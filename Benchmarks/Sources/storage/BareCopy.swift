import PostgresStore
import Pricing

/// The bound: the same vectors in the same threads, by binary COPY into tables without a key, a check or anything else.
enum BareCopy {
  /// - Returns: Seconds of the load alone.
  static func seconds(_ parts: [Part], _ settings: PostgresSettings, workers: Int, isLogged: Bool) throws
    -> Double
  {
    let connection = try PostgresConnection(settings)
    try connection.execute(
      """
      DROP TABLE IF EXISTS bare;
      CREATE \(isLogged ? "" : "UNLOGGED") TABLE bare (run_no int, position_number int, measure_no smallint,
        factor text COLLATE "C", "values" float8[], reasons jsonb) WITH (toast_tuple_target = 8160);
      ALTER TABLE bare ALTER "values" SET STORAGE EXTERNAL;
      CHECKPOINT;
      """)
    let (seconds, _) = try timed {
      try onThreads(workers) { worker in
        let connection = try PostgresConnection(settings)
        for part in stride(from: worker, to: parts.count, by: workers).map({ parts[$0] }) {
          try copy(part.block, connection)
        }
      }
    }
    try connection.execute("DROP TABLE bare")
    return seconds
  }

  private static func copy(_ block: ResultBlock, _ connection: PostgresConnection) throws {
    let columns = ["run_no", "position_number", "measure_no", "factor", "\"values\"", "reasons"]
    try connection.copyIn("bare", columns: columns) { copy in
      for (index, row) in block.rows.enumerated() {
        try copy.beginRow()
        try copy.write(Int32(1))
        try copy.write(row.positionNumber)
        try copy.write(Int16(1))
        try copy.write(row.factor)
        try copy.write(block.values[block.range(ofRow: index)])
        try copy.writeNull()
      }
    }
  }
}
