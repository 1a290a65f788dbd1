import Services

/// Which services listen where.
enum ServeOptions {
  /// One host for each port.
  static func hosts(_ arguments: Arguments) throws -> [ServiceHost.Settings] {
    var groups: [[Service]] = Service.allCases.map { [$0] }
    if let name = arguments.positional.first {
      guard let service = Service(rawValue: name) else {
        let known = Service.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(
          .usage, "there is no service '\(name)'; serve one of \(known), or all by leaving it out")
      }
      groups = [[service]]
    }
    let port = arguments.has("port") ? try arguments.integer("port", default: 0, in: 0...65_535) : nil
    if port != nil { groups = [groups.flatMap(\.self)] }
    return try groups.map { services in
      var settings = ServiceHost.Settings(
        services: services, port: port.map { UInt16($0) } ?? services[0].defaultPort)
      settings.address = arguments.value("address") ?? settings.address
      settings.hostNames = arguments.all("host")
      settings.allowsRemote = arguments.has("allow-remote")
      if let refusal = settings.refusal { throw CommandError(.usage, "\(refusal)") }
      return settings
    }
  }
}
