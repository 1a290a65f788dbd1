private import CCrypto
private import Glibc
private import Synchronization

/// The body of a request in a file without a name, which is gone when nobody has it open, however the process ends.
public final class UploadedFile: Sendable {
  /// What the system said.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ action: String, _ code: Int32) {
      description = "cannot \(action): \(String(cString: strerror(code)))"
    }
  }

  private struct State: @unchecked Sendable {
    var byteCount = 0
    /// Freed when the digest is made.
    var digest: OpaquePointer?
    var sha256 = ""
  }

  private let descriptor: Int32
  private let state: Mutex<State>
  private let isGone: @Sendable () -> Void

  /// - Parameters:
  ///   - folder: On a disk with room for it.
  ///   - isGone: Called when nobody has it any more.
  init(in folder: String, isGone: @escaping @Sendable () -> Void = {}) throws(Failure) {
    var template = Array("\(folder)/tenor-upload-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Failure("make a temporary file in \(folder)", errno) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard let digest = EVP_MD_CTX_new(), EVP_DigestInit_ex(digest, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL has no SHA-256")
    }
    self.descriptor = descriptor
    self.isGone = isGone
    state = Mutex(State(digest: digest))
  }

  deinit {
    _ = close(descriptor)
    state.withLock { EVP_MD_CTX_free($0.digest) }
    isGone()
  }

  public var byteCount: Int { state.withLock { $0.byteCount } }

  /// Of the whole content, as 64 lower-case hexadecimal digits. Nothing is appended any more once it was asked.
  public var sha256: String {
    state.withLock { state in
      guard let digest = state.digest else { return state.sha256 }
      var bytes = [UInt8](repeating: 0, count: 32)
      guard EVP_DigestFinal_ex(digest, &bytes, nil) == 1 else {
        preconditionFailure("OpenSSL refused to finish a digest")
      }
      EVP_MD_CTX_free(digest)
      state.digest = nil
      let digits = Array("0123456789abcdef".utf8)
      state.sha256 = String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
      return state.sha256
    }
  }

  /// Fills the front of a buffer with what stands at `offset`, and returns how many bytes that is; 0 at the end, a
  /// negative error number when it cannot be read.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
      if count >= 0 { return count }
      guard errno == EINTR else { return -Int(errno) }
    }
  }

  /// Adds bytes at the end.
  func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var sent = 0
    while sent < bytes.count {
      let count = write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure("write the temporary file", errno) }
      sent += count
    }
    state.withLock { state in
      state.byteCount += bytes.count
      if let digest = state.digest { EVP_DigestUpdate(digest, bytes.baseAddress, bytes.count) }
    }
  }
}
