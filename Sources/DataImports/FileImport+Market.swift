import Ingestion
public import MarketData
import PostgresStore
public import RunRecords

extension FileImport {
  /// Freezes a market as a snapshot, and checks it.
  ///
  /// - Parameter market: As it was read, with the files that it came from.
  public func market(
    _ market: (snapshot: MarketSnapshot, files: [SourceFile]), _ request: ImportRequest
  ) throws -> ImportOutcome {
    guard !request.isDryRun else { return ImportOutcome(whole: nil) }
    let (record, isNew) = try MarketSnapshotStore(connection).put(
      market.snapshot, upload: MarketUpload(by: person, files: market.files, importNumber: importNumber),
      thresholds: thresholds)
    return ImportOutcome(
      whole: ImportResult(snapshotId: record.id, isNew: isNew, findingCount: record.findingCount))
  }
}
