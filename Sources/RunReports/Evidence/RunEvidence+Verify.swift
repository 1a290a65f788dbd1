import JSONDocuments
public import PostgresStore
public import RunRecords

/// An archive of evidence cannot be read.
public struct EvidenceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and after a semicolon what to do.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension RunEvidence {
  /// What was found of an archive.
  public struct Verification: Sendable, Hashable {
    public let run: RunID
    public let fileCount: Int
    /// What does not hold, a sentence each; empty when the archive is whole and says what the database says.
    public let differences: [String]
  }

  /// Holds an archive against its own manifest and against the database, byte by byte.
  ///
  /// - Throws: `EvidenceError` for bytes that are no such archive; `StoreError` for a run that the database does not have.
  public static func verify(_ archive: [UInt8], _ connection: PostgresConnection) throws -> Verification {
    let files = try ZipReader.entries(archive)
    guard let document = files.first(where: { $0.name == manifestName }),
      let manifest = try? CanonicalJSON.decode(EvidenceManifest.self, from: document.bytes),
      let run = RunID(manifest.runId)
    else {
      throw EvidenceError("the archive has no manifest; name a file that 'tenor run evidence' has written")
    }
    guard manifest.schemaVersion == 1 else {
      throw EvidenceError("the archive has the form \(manifest.schemaVersion), not 1; use a newer tenor")
    }
    var differences: [String] = []
    let listed = files.filter { $0.name != manifestName }
    if listed.map(\.name) != manifest.files.map(\.name) {
      differences.append("the files are not those that the manifest names")
    }
    for file in listed {
      let said = manifest.files.first { $0.name == file.name }
      if said?.sha256 != ContentHash.sha256Hex(file.bytes) {
        differences.append("\(file.name) is not what the manifest says")
      }
    }
    let present = try RunEvidence(of: run, connection)
    for file in present.files where files.first(where: { $0.name == file.name })?.bytes != file.bytes {
      differences.append("\(file.name) is not what the database says")
    }
    return Verification(run: run, fileCount: files.count, differences: differences)
  }
}
