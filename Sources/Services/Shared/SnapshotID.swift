import HTTPServing
import RunRecords

extension HTTPRequest {
  /// The path parameter `snapshot_id`.
  ///
  /// - Throws: 400 when it is not a content id.
  func snapshotID() throws(ProblemDetails) -> String {
    let id = pathParameter("snapshot_id")
    guard ContentID.isValid(id) else { throw .notSnapshotID("snapshot_id") }
    return id
  }
}

extension QueryItems {
  /// The id of a snapshot that must be given.
  func snapshotID(_ name: String) throws(ProblemDetails) -> String {
    guard let id = try single(name), ContentID.isValid(id) else { throw .notSnapshotID(name) }
    return id
  }
}

extension ProblemDetails {
  fileprivate static func notSnapshotID(_ name: String) -> ProblemDetails {
    .invalid(
      parameter: name, message: "is not a snapshot id",
      fix: "write sha256: and 64 lower-case hexadecimal digits")
  }
}
