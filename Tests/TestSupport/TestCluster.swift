import Foundation
import Glibc
public import PostgresStore
import Synchronization

/// One throw-away cluster for all tests of this process, made at first use and removed at the end.
public enum TestCluster {
  private struct State {
    var cluster: PrivateCluster?
    var databases = 0
  }

  private static let state = Mutex(State())
  private static let prefix = "tenor-test-"
  /// The database that a started cluster has, brought to the present schema; new ones are copies of it.
  private static let template = "tenor"

  /// This process's.
  public static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Whether there is a server to test with.
  public static var isAvailable: Bool { (try? PostgresBinaries.find(environment: environment)) != nil }

  /// The address of a new database with the present schema.
  public static func makeDatabase(migrated: Bool = true) throws -> PostgresSettings {
    try state.withLock { state in
      let cluster = try state.cluster ?? start()
      state.cluster = cluster
      state.databases += 1
      let name = "test_\(state.databases)"
      let admin = try PostgresConnection(settings(cluster, database: "postgres"))
      try admin.execute(
        "CREATE DATABASE \(name) TEMPLATE \(migrated ? template : "template1")")
      return settings(cluster, database: name)
    }
  }

  /// The last of two `dbname` counts.
  private static func settings(_ cluster: PrivateCluster, database: String) -> PostgresSettings {
    PostgresSettings(address: "\(cluster.address) dbname=\(database)", applicationName: "test")
  }

  /// A new folder that whoever runs the server may reach.
  public static func makeDirectory() throws -> String {
    let directory = "/tmp/\(prefix)\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    return directory
  }

  private static func start() throws -> PrivateCluster {
    removeLeftovers()
    var settings = PrivateCluster.Settings()
    settings.sharedBuffersMegabytes = 128
    // Every test that runs has sessions of its own, and a process of the program several.
    settings.maxConnections = 400
    settings.isDurable = false
    let cluster = try PrivateCluster(
      directory: try makeDirectory() + "/pg", environment: environment, settings: settings)
    try cluster.start()
    let connection = try PostgresConnection(PostgresSettings(address: cluster.address))
    try Migrator(connection).migrate()
    // Databases are copies of this one, with its grants.
    try RoleGrants(connection).apply()
    atexit { TestCluster.removeAll(ofProcess: getpid()) }
    return cluster
  }

  /// A test process that was killed could not clean up.
  private static func removeLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
    where name.hasPrefix(prefix) {
      let process = Int32(name.dropFirst(prefix.count).prefix { $0.isNumber }) ?? 0
      if process > 0, kill(process, 0) != 0, errno == ESRCH { removeAll(ofProcess: process) }
    }
  }

  private static func removeAll(ofProcess process: Int32) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
    where name.hasPrefix("\(prefix)\(process)-") {
      let directory = "/tmp/" + name
      for cluster in (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
      where cluster.hasSuffix("data/postmaster.pid") {
        let text = (try? String(contentsOfFile: directory + "/" + cluster, encoding: .utf8)) ?? ""
        if let server = text.split(separator: "\n").first.flatMap({ Int32($0) }) { kill(server, SIGQUIT) }
      }
      for _ in 0..<50 where FileManager.default.fileExists(atPath: directory) {
        try? FileManager.default.removeItem(atPath: directory)
        usleep(20_000)
      }
    }
  }
}
