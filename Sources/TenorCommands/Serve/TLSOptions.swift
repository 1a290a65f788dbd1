import Foundation
import Glibc
import HTTPServing

/// TLS by files: of options, or of environment variables.
enum TLSOptions {
  static let options = [
    Command.Option(
      name: "tls-certificate", value: "FILE",
      help: "PEM certificate chain: speak HTTPS, TLS 1.3 only; default $TENOR_TLS_CERTIFICATE"),
    Command.Option(
      name: "tls-key", value: "FILE", help: "its PEM key, readable by its owner alone; default $TENOR_TLS_KEY"
    ),
    Command.Option(
      name: "tls-client-ca", value: "FILE",
      help:
        "PEM authorities, one of which must have signed a client's certificate; default $TENOR_TLS_CLIENT_CA"),
  ]

  /// - Returns: `nil` where no certificate is named: plain HTTP.
  static func settings(_ arguments: Arguments, _ console: Console) throws -> TLSSettings? {
    func path(_ option: String, _ variable: String) -> String? {
      arguments.value(option) ?? console.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
    let certificate = path("tls-certificate", "TENOR_TLS_CERTIFICATE")
    let key = path("tls-key", "TENOR_TLS_KEY")
    let authorities = path("tls-client-ca", "TENOR_TLS_CLIENT_CA")
    guard let certificate, let key else {
      guard certificate == nil, key == nil, authorities == nil else {
        throw CommandError(
          .usage, "TLS needs both --tls-certificate and --tls-key; --tls-client-ca goes with them")
      }
      return nil
    }
    try requirePrivate(key)
    do {
      return try TLSSettings(
        certificate: try contents(certificate), key: try contents(key),
        clientAuthorities: try authorities.map { try contents($0) })
    } catch let error as TLSError {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }

  private static func contents(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError(.unavailable, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    return [UInt8](data)
  }

  /// Refuses a key that others can read: PostgreSQL's rule, so that one key file serves both. A file of root may be
  /// readable by a group.
  private static func requirePrivate(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw CommandError(.unavailable, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    let tooOpen: mode_t = status.st_uid == 0 ? 0o037 : 0o077
    guard status.st_mode & tooOpen == 0 else {
      throw CommandError(
        .usage, "the key \(path) can be read by others; take that from them: chmod 600 \(path)")
    }
  }
}
