import Glibc

/// Runs `body` while holding a file's lock against other processes, after waiting for it.
func withFileLock<Success>(_ path: String, _ body: () throws -> Success) throws -> Success {
  let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else {
    throw ClusterError("cannot open \(path): \(String(cString: strerror(errno)))")
  }
  // Closing the file gives up the lock.
  defer { close(descriptor) }
  while flock(descriptor, LOCK_EX) != 0 {
    guard errno == EINTR else {
      throw ClusterError("cannot lock \(path): \(String(cString: strerror(errno)))")
    }
  }
  return try body()
}
