/// How far an import is, or how it ended.
public enum ImportState: String, Sendable, Hashable, Codable, CaseIterable {
  case running = "RUNNING"
  /// Every row is taken and stored; of a dry run, would be.
  case succeeded = "SUCCEEDED"
  /// Some rows are left out, the others stored; of a dry run, would be.
  case partial = "PARTIAL"
  /// Nothing is stored, for what is wrong with the file.
  case refused = "REFUSED"
  /// Nothing is stored, for what is not the file's fault.
  case failed = "FAILED"

  public var isFinal: Bool { self != .running }
}
