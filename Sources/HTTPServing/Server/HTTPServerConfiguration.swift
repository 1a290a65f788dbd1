/// Where and how a server listens.
public struct HTTPServerConfiguration: Sendable {
  /// The IPv4 or IPv6 address to bind, numeric. Loopback unless told otherwise.
  public var address = "127.0.0.1"
  /// The TCP port; 0 lets the system choose one, which ``HTTPServer/port`` reports.
  public var port: UInt16 = 0
  /// Threads that read and write connections.
  public var eventThreads = 2
  public var limits = ServerLimits()
  /// Speaks HTTPS where there is one, else HTTP.
  public var tls: TLSSettings?

  public init() {}
}

/// Why a server did not start.
public enum HTTPServerError: Error, Sendable, CustomStringConvertible {
  case invalidAddress(String)
  case cannotListen(address: String, port: UInt16, reason: String)
  case libraryRefused

  public var description: String {
    switch self {
    case .invalidAddress(let address):
      "\"\(address)\" is not a numeric IPv4 or IPv6 address; use for instance 127.0.0.1 or ::1"
    case .cannotListen(let address, let port, let reason):
      "cannot listen on \(address) port \(port): \(reason)"
    case .libraryRefused:
      "the HTTP library did not start; check the limits on threads and open files"
    }
  }
}
