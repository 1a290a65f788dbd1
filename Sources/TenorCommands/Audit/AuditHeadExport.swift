import AuditTrail
import Foundation
import PostgresStore

/// Exports the head of the audit trail to a folder from a thread of its own: at once, then hourly, when it has moved.
final class AuditHeadExport: Sendable {
  static let option = Command.Option(
    name: "audit-heads", value: "FOLDER",
    help: "export the head of the audit trail here: at once, every hour, and at the end (tenor audit head)")

  /// The folder of the option, if it was given.
  static func folder(_ arguments: Arguments) throws(CommandError) -> String? {
    guard let folder = arguments.value(option.name) else { return nil }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw CommandError(.usage, "--audit-heads: there is no folder \(folder); make it first")
    }
    return folder
  }

  private static let interval = 3_600.0
  private let stopped = DispatchSemaphore(value: 0)

  /// - Parameter failure: Told when a head could not be exported; it is tried again a minute later.
  init(_ database: PostgresSettings, to folder: String, failure: @escaping @Sendable (any Error) -> Void) {
    let thread = Thread { [stopped] in
      var wait: Double
      repeat {
        do {
          try AuditHeadExport.export(database, to: folder)
          wait = AuditHeadExport.interval
        } catch {
          failure(error)
          wait = 60
        }
      } while stopped.wait(timeout: .now() + wait) == .timedOut
    }
    thread.name = "audit heads"
    thread.start()
  }

  /// Writes the head as it is now, unless it is there already.
  static func export(_ database: PostgresSettings, to folder: String) throws {
    let connection = try PostgresConnection(
      database.with(applicationName: "tenor audit", statementTimeoutMilliseconds: 10_000))
    let head = try AuditStore(connection).head()
    let path = "\(folder)/\(AuditHeadFile.name(head))"
    guard head.sequence > 0 else { return }
    guard FileManager.default.fileExists(atPath: path) else { return try AuditHeadFile.write(head, to: path) }
    guard try AuditHeadFile.read(path) == [head] else {
      throw CommandError(
        .failed,
        "\(path) is not the head of this database's audit trail; check it with 'tenor audit verify --head \(folder)'"
      )
    }
  }

  /// Lets no further export begin.
  func stop() { stopped.signal() }
}
