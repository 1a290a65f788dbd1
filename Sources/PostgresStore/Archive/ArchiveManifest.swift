/// What an archive of a run holds: `manifest.json`, canonical JSON.
public struct ArchiveManifest: Codable, Sendable, Hashable {
  /// A file and what must be true of it.
  public struct File: Codable, Sendable, Hashable {
    public let name: String
    /// Of the file as it is, compressed; what `sha256sum` prints.
    public let sha256: String
    /// CSV records, without the header.
    public let rows: Int
  }

  /// 1.
  public let schemaVersion: Int
  public let runId: String
  /// The run's number in the database that wrote the archive, and can take it back.
  public let runNo: Int
  /// SHA-256 of `request.json`, which says everything that was asked.
  public let requestHash: String
  public let marketSnapshotId: String
  public let positionSnapshotId: String
  /// In the order of every vector.
  public let scenarioIds: [String]
  /// Names of measures by the number in the files.
  public let measures: [String: String]
  public let files: [File]
}
