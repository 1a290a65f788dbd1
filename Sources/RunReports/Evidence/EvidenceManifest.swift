/// What an archive of evidence holds.
struct EvidenceManifest: Codable, Sendable, Hashable {
  struct File: Codable, Sendable, Hashable {
    let name: String
    let bytes: Int
    /// 64 hexadecimal digits, as `sha256sum` prints them.
    let sha256: String
  }

  /// 1.
  let schemaVersion: Int
  let runId: String
  let requestHash: String
  /// Every file but the manifest, in order of name.
  let files: [File]
}
