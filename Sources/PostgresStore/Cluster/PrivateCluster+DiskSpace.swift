import Glibc
public import RunRecords

extension PrivateCluster {
  /// Room on the disk that holds the cluster's data; `nil` when the system does not tell.
  public func diskSpace() -> DiskSpace? {
    var disk = statvfs()
    guard statvfs(directory, &disk) == 0 else { return nil }
    let block = Int(disk.f_frsize)
    // What a server that does not run as root may use.
    return DiskSpace(freeBytes: Int(disk.f_bavail) * block, totalBytes: Int(disk.f_blocks) * block)
  }
}
