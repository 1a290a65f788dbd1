/// How much one import over HTTP may take; the command line has no limit.
public struct ImportLimits: Sendable {
  /// Bytes as they are sent.
  public var bytes = 256 << 20
  /// Bytes that they may unpack to.
  public var unpackedBytes = 2 << 30
  /// Rows of a file.
  public var rows = 5_000_000
  /// Imports that one server carries out at a time; more are answered with 503.
  public var simultaneous = 2
  /// Where files lie while they come and until they are read.
  public var folder = "/tmp"

  public init() {}
}
