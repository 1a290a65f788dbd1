internal import CArgon2
internal import Foundation

/// A password as it is stored: argon2id (RFC 9106) with its salt and parameters, as a PHC string.
public struct PasswordHash: Sendable, Hashable {
  /// What one hash costs.
  public struct Parameters: Sendable, Hashable {
    public let passes: UInt32
    public let memoryKiB: UInt32
    public let lanes: UInt32

    public init(passes: UInt32, memoryKiB: UInt32, lanes: UInt32) {
      self.passes = passes
      self.memoryKiB = memoryKiB
      self.lanes = lanes
    }

    /// The second recommended option of RFC 9106 section 4, for servers without gigabytes to spare; above what OWASP
    /// asks for at least (19 MiB, two passes).
    public static let standard = Parameters(passes: 3, memoryKiB: 64 * 1024, lanes: 4)
  }

  /// Such as `$argon2id$v=19$m=65536,t=3,p=4$…$…`.
  public let phc: String

  private static let saltBytes = 16
  private static let tagBytes = 32

  /// A hash that no password has, which takes as long to check as any other of these parameters: what is checked when a
  /// name does not exist.
  public static func matchingNothing(_ parameters: Parameters) -> PasswordHash {
    let (salt, tag) = (String(repeating: "A", count: 22), String(repeating: "A", count: 43))
    return PasswordHash(
      phc:
        "$argon2id$v=19$m=\(parameters.memoryKiB),t=\(parameters.passes),p=\(parameters.lanes)$\(salt)$\(tag)"
    )
  }

  /// A hash that was stored.
  public init(phc: String) { self.phc = phc }

  /// The hash of a password under a new salt.
  public init(
    of password: String, parameters: Parameters = .standard, using generator: inout some RandomNumberGenerator
  ) {
    self.init(
      of: password, salt: RandomBytes.make(Self.saltBytes, using: &generator), parameters: parameters)
  }

  /// - Precondition: the salt has at least eight bytes, the parameters are within argon2's limits.
  init(of password: String, salt: [UInt8], parameters: Parameters) {
    let password = Self.bytes(password)
    let length = argon2_encodedlen(
      parameters.passes, parameters.memoryKiB, parameters.lanes, UInt32(salt.count), UInt32(Self.tagBytes),
      Argon2_id)
    var encoded = [CChar](repeating: 0, count: length)
    let code = argon2id_hash_encoded(
      parameters.passes, parameters.memoryKiB, parameters.lanes, password, password.count, salt, salt.count,
      Self.tagBytes, &encoded, encoded.count)
    precondition(code == ARGON2_OK.rawValue, "argon2id: \(String(cString: argon2_error_message(code)))")
    phc = encoded.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// Whether this is the hash of the password; false too for a hash that cannot be read. Tags are compared in constant
  /// time.
  public func matches(_ password: String) -> Bool {
    let password = Self.bytes(password)
    return argon2id_verify(phc, password, password.count) == ARGON2_OK.rawValue
  }

  /// UTF-8 in normal form C, so that a password is the same however a keyboard composes it (RFC 8265 section 4.2).
  private static func bytes(_ password: String) -> [UInt8] {
    Array(password.precomposedStringWithCanonicalMapping.utf8)
  }
}
