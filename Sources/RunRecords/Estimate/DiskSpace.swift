/// Room on the disk of a database.
public struct DiskSpace: Sendable, Hashable {
  public let freeBytes: Int
  public let totalBytes: Int

  public init(freeBytes: Int, totalBytes: Int) {
    self.freeBytes = freeBytes
    self.totalBytes = totalBytes
  }

  /// What must stay free for the log, for sorting and for everybody else: a tenth of the disk and at least 1 GiB.
  public var reserve: Int { max(totalBytes / 10, 1 << 30) }

  /// Whether the reserve is still there once so many bytes more are stored.
  public func holds(_ bytes: Int) -> Bool { freeBytes - bytes >= reserve }
}
