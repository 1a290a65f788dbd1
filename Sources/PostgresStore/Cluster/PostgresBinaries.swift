import Foundation

/// Where the programs of a PostgreSQL server are.
public struct PostgresBinaries: Sendable, Hashable {
  /// Holds `initdb`, `pg_ctl` and `postgres`.
  public let directory: String
  /// Such as 15.
  public let majorVersion: Int

  /// The oldest server whose SQL Tenor uses.
  public static let oldestVersion = 15

  func path(_ program: String) -> String { directory + "/" + program }

  /// Finds a server: `PG_BINDIR`, then what `pg_config` names, then the newest under `/usr/lib/postgresql`, then `PATH`.
  ///
  /// - Parameters:
  ///   - environment: The caller's environment.
  ///   - majorVersion: Only this version, for a cluster that exists.
  /// - Throws: `ClusterError` that tells how to install one.
  public static func find(
    environment: [String: String], majorVersion: Int? = nil
  ) throws(ClusterError) -> PostgresBinaries {
    if let named = environment["PG_BINDIR"], !named.isEmpty {
      guard let found = at(named) else {
        throw ClusterError(
          "PG_BINDIR is '\(named)', which holds no PostgreSQL server; correct it or unset it")
      }
      if let majorVersion, found.majorVersion != majorVersion {
        throw ClusterError(
          "PG_BINDIR holds PostgreSQL \(found.majorVersion), the cluster was made by \(majorVersion); "
            + "point it to version \(majorVersion)")
      }
      return found
    }
    let path = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
    var directories: [String] = []
    for directory in path where FileManager.default.isExecutableFile(atPath: directory + "/pg_config") {
      if let result = try? Subprocess.run(directory + "/pg_config", ["--bindir"], environment: environment),
        result.status == 0
      {
        directories.append(result.output.trimmingCharacters(in: .whitespacesAndNewlines))
      }
      break
    }
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let newestFirst = versions.compactMap { Int($0) }.sorted(by: >)
    directories += newestFirst.map { "/usr/lib/postgresql/\($0)/bin" } + path
    let found = directories.lazy.compactMap { at($0) }.first {
      majorVersion == nil ? $0.majorVersion >= oldestVersion : $0.majorVersion == majorVersion
    }
    if let found { return found }
    let wanted = majorVersion.map { "\($0)" } ?? "\(oldestVersion) or newer"
    let package = majorVersion.map { "postgresql-\($0)" } ?? "postgresql"
    throw ClusterError(
      "no PostgreSQL server \(wanted) found; install it (apt-get install \(package)) or set PG_BINDIR "
        + "to the folder of initdb and pg_ctl")
  }

  private static func at(_ directory: String) -> PostgresBinaries? {
    for program in ["initdb", "pg_ctl", "postgres"]
    where !FileManager.default.isExecutableFile(atPath: directory + "/" + program) {
      return nil
    }
    // "postgres (PostgreSQL) 15.20 (Debian …)"
    guard
      let result = try? Subprocess.run(
        directory + "/postgres", ["--version"], environment: ServerUser.environment), result.status == 0,
      let number = result.output.split(separator: " ").dropFirst(2).first,
      let major = Int(number.prefix { $0.isNumber })
    else { return nil }
    return PostgresBinaries(directory: directory, majorVersion: major)
  }
}
