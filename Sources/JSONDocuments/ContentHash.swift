internal import CCrypto

/// SHA-256 (FIPS 180-4) of content, through OpenSSL.
public enum ContentHash {
  /// 64 lower-case hex digits.
  public static func sha256Hex(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes(sha256Hex)
  }

  /// The hash of a text's UTF-8 bytes, as 64 lower-case hex digits.
  public static func sha256Hex(_ text: String) -> String {
    var text = text
    return text.withUTF8 { sha256Hex(UnsafeRawBufferPointer($0)) }
  }

  /// 64 lower-case hex digits.
  public static func sha256Hex(_ bytes: UnsafeRawBufferPointer) -> String {
    let builder = Builder()
    builder.update(bytes)
    return builder.finishHex()
  }

  /// A hash over content that arrives in pieces. Not for use by two threads at once.
  public final class Builder {
    private let context: OpaquePointer

    public init() {
      guard let context = EVP_MD_CTX_new() else { fatalError("no memory for a hash") }
      self.context = context
      start()
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
      guard bytes.count > 0 else { return }
      let code = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
      precondition(code == 1, "OpenSSL refused a digest update")
    }

    public func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes(update) }

    public func update(_ text: String) {
      var text = text
      text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// The hash of everything since the start as 64 lower-case hex digits; the builder starts over.
    public func finishHex() -> String {
      var digest = [UInt8](repeating: 0, count: 32)
      let code = EVP_DigestFinal_ex(context, &digest, nil)
      precondition(code == 1, "OpenSSL refused to finish a digest")
      start()
      let digits = Array("0123456789abcdef".utf8)
      return String(unsafeUninitializedCapacity: 64) { out in
        for (index, byte) in digest.enumerated() {
          out[2 * index] = digits[Int(byte >> 4)]
          out[2 * index + 1] = digits[Int(byte & 15)]
        }
        return 64
      }
    }

    private func start() {
      let code = EVP_DigestInit_ex(context, EVP_sha256(), nil)
      precondition(code == 1, "OpenSSL has no SHA-256")
    }
  }
}
