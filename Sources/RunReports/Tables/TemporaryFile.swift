import Glibc

/// A file without a name, which is gone when nobody has it open, however the process ends.
public final class TemporaryFile {
  public let descriptor: Int32

  /// - Parameter folder: On a disk with room for it.
  public init(in folder: String) throws(ByteOutput.Failure) {
    var template = Array("\(folder)/tenor-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw ByteOutput.Failure("make a temporary file in \(folder)", errno) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Another descriptor of the same file, which the caller closes.
  public func duplicate() throws(ByteOutput.Failure) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw ByteOutput.Failure("open the temporary file again", errno) }
    return copy
  }
}
