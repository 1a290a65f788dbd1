import Instruments
import JSONDocuments
public import MarketData
public import RunRecords

extension RunStore {
  /// What a run would take, from its positions and from the runs that finished last. Stores nothing.
  ///
  /// - Parameters:
  ///   - market: The snapshot that the request names.
  ///   - workers: How many are going to work on it, at least 1.
  /// - Throws: `StoreError.notFound` for a position snapshot that is not stored.
  public func estimate(_ request: RunRequest, market: MarketSnapshot, workers: Int) throws -> RunEstimate {
    RunEstimate(
      request, book: try bookShape(request.positionSnapshotID), market: market, history: try finishedRuns(),
      workers: workers)
  }

  private static let sampleSize: Int64 = 500
  private static let historySize: Int64 = 5

  private func bookShape(_ positionSnapshotID: String) throws -> BookShape {
    let number = try snapshotNumber("position_snapshot", kind: "position snapshot", id: positionSnapshotID)
    let holdings = try connection.query(
      """
      SELECT p.portfolio_id, p.product_type, i.currency, count(*)
      FROM position p JOIN instrument i USING (instrument_no)
      WHERE p.position_snapshot_no = $1 GROUP BY 1, 2, 3
      """, [.int4(number)]
    ).map { row in
      BookShape.Holding(
        portfolio: row.text(0), productType: try productType(row.text(1)), currency: row.text(2),
        positionCount: row.int(3))
    }
    let reader = InstrumentReader()
    var samples: [ProductType: [InstrumentRecord]] = [:]
    for type in Set(holdings.map(\.productType)) {
      // The hash of the id has nothing to do with the terms, so the first by hash are a fair sample.
      samples[type] = try connection.query(
        """
        SELECT i.terms FROM position p JOIN instrument i USING (instrument_no)
        WHERE p.position_snapshot_no = $1 AND p.product_type = $2
        ORDER BY p.bucket_hash, p.position_number LIMIT $3
        """, [.int4(number), .text(type.rawValue), .int8(RunStore.sampleSize)]
      ).compactMap {
        // What cannot be read costs its position when it is priced, and no estimate before.
        try? reader.record(json: $0.text(0))
      }
    }
    return BookShape(holdings: holdings, samples: samples)
  }

  /// The runs that succeeded last.
  private func finishedRuns() throws -> [FinishedRun] {
    let runs = try connection.query(
      """
      SELECT r.run_no, r.request, extract(epoch FROM r.finished_at - r.started_at)::float8,
        (SELECT count(DISTINCT a.worker) FROM run_task_attempt a
          WHERE a.run_no = r.run_no AND a.outcome = 'SUCCEEDED')
      FROM run r WHERE r.state = 'SUCCEEDED' AND r.started_at IS NOT NULL
      ORDER BY r.run_no DESC LIMIT $1
      """, [.int8(RunStore.historySize)])
    return try runs.map { run in
      let tasks = try connection.query(
        """
        SELECT product_type, sum(position_count)::int8 FROM run_task
        WHERE run_no = $1 AND kind = 'PRICE' GROUP BY 1
        """, [.int4(run.int32(0))])
      return FinishedRun(
        request: try CanonicalJSON.decode(RunRequest.self, from: run.text(1)),
        positionCounts: Dictionary(
          uniqueKeysWithValues: try tasks.map { (try productType($0.text(0)), $0.int(1)) }),
        elapsedSeconds: run.double(2), workers: max(1, run.int(3)))
    }
  }
}
