import Foundation
import Glibc
import Synchronization

@testable import PostgresStore

/// Databases of one throw-away cluster, made at first use and removed with the process.
enum TestDatabase {
  private struct State {
    var cluster: PrivateCluster?
    var count = 0
  }

  private static let state = Mutex(State())
  private static let directory = "/tmp/tenor-services-test-\(getpid())"

  /// Whether there is a server to test with.
  static var isAvailable: Bool {
    (try? PostgresBinaries.find(environment: ProcessInfo.processInfo.environment)) != nil
  }

  /// A new database with the present schema.
  static func make() throws -> PostgresSettings {
    try state.withLock { state in
      let cluster = try state.cluster ?? start()
      state.cluster = cluster
      state.count += 1
      let name = "services_\(state.count)"
      let admin = try PostgresConnection(PostgresSettings(address: cluster.address(database: "postgres")))
      try admin.execute("CREATE DATABASE \(name) TEMPLATE \(PrivateCluster.databaseName)")
      return PostgresSettings(address: cluster.address(database: name), applicationName: "test")
    }
  }

  private static func start() throws -> PrivateCluster {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    var settings = PrivateCluster.Settings()
    settings.sharedBuffersMegabytes = 64
    settings.isDurable = false
    let cluster = try PrivateCluster(
      directory: directory + "/pg", environment: ProcessInfo.processInfo.environment, settings: settings)
    try cluster.start()
    try Migrator(PostgresConnection(PostgresSettings(address: cluster.address))).migrate()
    atexit { TestDatabase.remove() }
    return cluster
  }

  private static func remove() {
    let cluster = state.withLock { $0.cluster }
    _ = try? cluster?.stop()
    try? FileManager.default.removeItem(atPath: directory)
    if let socket = cluster?.socketDirectory { try? FileManager.default.removeItem(atPath: socket) }
  }
}
