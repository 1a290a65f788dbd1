import AccessControl
import Foundation
import HTTPServing
import JSONDocuments
import PostgresStore
import RunRecords
import Synchronization
import TestSupport

@testable import Services

/// All services behind one port, on a database of their own, stopped at the end of life.
final class TestPlatform: Sendable {
  let settings: PostgresSettings
  let client: TestClient
  let router: Router
  let log = LogRecorder()
  private let server: HTTPServer

  /// - Parameter reading: Where results and market data are read; the database itself when `nil`.
  init(
    reading: PostgresSettings? = nil, runLimits: RunLimits = .standard, diskSpace: DiskSpace? = nil,
    exportLimits: ExportLimits = ExportLimits(), access: AccessSettings = AccessSettings(),
    importLimits: ImportLimits = ImportLimits(), address: String = "127.0.0.1"
  ) throws {
    settings = try TestCluster.makeDatabase()
    let randoms = Mutex<UInt64>(0)
    let environment = ServiceEnvironment(
      database: settings, readDatabase: reading, logins: .roles, codeVersion: "test",
      now: { 1_680_300_000_000 },
      random: {
        randoms.withLock {
          $0 += 1; return $0
        }
      }, runLimits: runLimits, diskSpace: { diskSpace }, exportLimits: exportLimits, access: access,
      importLimits: importLimits)
    var hostSettings = ServiceHost.Settings(services: Service.allCases, port: 0)
    hostSettings.address = address
    hostSettings.allowsRemote = true
    let host = try ServiceHost(hostSettings, environment: environment)
    router = host.router
    server = try host.start { [log] in log.record($0) }
    client = TestClient(port: server.port)
  }

  deinit { server.stop(within: .seconds(5)) }

  func connection() throws -> PostgresConnection { try PostgresConnection(settings) }
}

/// Keeps log entries for tests to read.
final class LogRecorder: Sendable {
  private let recorded = Mutex<[ServerLogEntry]>([])

  var entries: [ServerLogEntry] { recorded.withLock { $0 } }

  var errors: [ServerLogEntry] { recorded.withLock { $0.filter { $0.level == .error } } }

  func record(_ entry: ServerLogEntry) { recorded.withLock { $0.append(entry) } }
}

extension String {
  /// The text with one part in place of another.
  func with(_ part: String, _ other: String) -> String {
    precondition(contains(part), "\(part) is not there")
    return replacing(part, with: other)
  }
}
