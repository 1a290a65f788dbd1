public import RunRecords

/// What every export tells of where it is from.
public enum ExportAbout {
  /// - Parameters:
  ///   - exportedAt: ISO 8601 UTC.
  ///   - program: The version of the program that writes.
  public static func run(
    _ run: RunRecord, codeVersion: String, exportedAt: String, program: String
  ) -> [ExportTable.About] {
    [
      .init("run_id", run.id.text), .init("run_finished_at", run.finishedAt ?? ""),
      .init("is_published", run.isPublished ? "true" : "false"),
      .init("market_snapshot_id", run.marketSnapshotID),
      .init("position_snapshot_id", run.positionSnapshotID), .init("request_hash", run.requestHash),
      .init("code_version", codeVersion),
    ] + runs(exportedAt: exportedAt, program: program)
  }

  public static func runs(exportedAt: String, program: String) -> [ExportTable.About] {
    [.init("exported_at", exportedAt), .init("exported_by", "tenor \(program)")]
  }

  /// The filters that are set, each named as the services name it.
  static func filters(_ values: [(name: String, value: String?)]) -> [ExportTable.About] {
    values.compactMap { item in item.value.map { ExportTable.About("filter: \(item.name)", $0) } }
  }
}
