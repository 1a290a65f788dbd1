import Services

/// Which services listen where.
enum ServeOptions {
  /// Where all services and the dashboard answer together.
  static let defaultPort: UInt16 = 8000

  /// Such as `8001 marketdata, 8002 runs`.
  static let ports = Service.allCases.map { "\($0.defaultPort) \($0.rawValue)" }.joined(separator: ", ")

  /// One host for each port; with all services on a port of their own, one more for all of them and the dashboard.
  static func hosts(_ arguments: Arguments, _ environment: [String: String] = [:]) throws -> [ServiceHost
    .Settings]
  {
    let all = Service.allCases
    var groups = [all] + all.map { [$0] }
    if let name = arguments.positional.first {
      guard let service = Service(rawValue: name) else {
        let known = all.map(\.rawValue).joined(separator: ", ")
        throw CommandError(
          .usage, "there is no service '\(name)'; serve one of \(known), or all by leaving it out")
      }
      groups = [[service]]
    }
    let port = arguments.has("port") ? try arguments.integer("port", default: 0, in: 0...65_535) : nil
    if port != nil { groups = [groups[0]] }
    let requestsPerMinute = try requestsPerMinute(arguments, environment)
    return try groups.map { services in
      var settings = ServiceHost.Settings(
        services: services,
        port: port.map { UInt16($0) } ?? (services == all ? defaultPort : services[0].defaultPort))
      settings.address = arguments.value("address") ?? settings.address
      settings.hostNames = arguments.all("host")
      settings.requestsPerMinute = requestsPerMinute
      settings.allowsRemote = arguments.has("allow-remote")
      if let refusal = settings.refusal { throw CommandError(.usage, "\(refusal)") }
      return settings
    }
  }

  /// The limit on requests of one client; `nil` for none.
  private static func requestsPerMinute(_ arguments: Arguments, _ environment: [String: String]) throws
    -> Int?
  {
    let range = 0...1_000_000_000
    var fallback = 60_000
    if !arguments.has("rate-limit"), let text = environment["TENOR_RATE_LIMIT"], !text.isEmpty {
      guard let number = Int(text), range.contains(number) else {
        throw CommandError(
          .usage, "TENOR_RATE_LIMIT '\(text)' is not a whole number from 0 to \(range.upperBound)")
      }
      fallback = number
    }
    let number = try arguments.integer("rate-limit", default: fallback, in: range)
    return number == 0 ? nil : number
  }
}
