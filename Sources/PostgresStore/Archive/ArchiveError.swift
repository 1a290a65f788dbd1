import Glibc

/// An archive of a run cannot be written, or is not what was written.
public struct ArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Names the file and, after a semicolon, what to do.
  public let description: String

  init(_ description: String) { self.description = description }

  /// What the system said about a file.
  static func system(_ action: String, _ path: String, _ code: Int32) -> ArchiveError {
    ArchiveError("cannot \(action) \(path): \(String(cString: strerror(code)))")
  }
}
