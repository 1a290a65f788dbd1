import Services

/// Which services listen where.
enum ServeOptions {
  /// Where all services and the dashboard answer together.
  static let defaultPort: UInt16 = 8000

  /// Such as `8001 marketdata, 8002 runs`.
  static let ports = Service.allCases.map { "\($0.defaultPort) \($0.rawValue)" }.joined(separator: ", ")

  /// One host for each port; with all services on a port of their own, one more for all of them and the dashboard.
  static func hosts(_ arguments: Arguments) throws -> [ServiceHost.Settings] {
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
    return try groups.map { services in
      var settings = ServiceHost.Settings(
        services: services,
        port: port.map { UInt16($0) } ?? (services == all ? defaultPort : services[0].defaultPort))
      settings.address = arguments.value("address") ?? settings.address
      settings.hostNames = arguments.all("host")
      settings.allowsRemote = arguments.has("allow-remote")
      if let refusal = settings.refusal { throw CommandError(.usage, "\(refusal)") }
      return settings
    }
  }
}
