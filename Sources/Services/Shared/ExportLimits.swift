/// How much one export over HTTP may take; the command line has no limit.
public struct ExportLimits: Sendable {
  /// Rows of the table.
  public var rows = 1_000_000
  /// Bytes of the file.
  public var bytes = 2 << 30
  /// Where files are written while they grow and until they are sent.
  public var folder = "/tmp"

  public init() {}
}
