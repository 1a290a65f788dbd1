import AuditTrail
import Foundation
import Glibc
import JSONDocuments
import PostgresStore

/// Runs a command that changes what is stored, and puts it into the audit trail, however it ends.
struct CommandAudit {
  private let command: Command
  private let arguments: Arguments
  private let console: Console

  init(_ command: Command, _ arguments: Arguments, _ console: Console) {
    self.command = command
    self.arguments = arguments
    self.console = console
  }

  /// - Throws: What the command throws; after one that succeeded, `CommandError` when it could not be recorded.
  func run() throws -> ExitCode {
    // Such a command changes nothing, and may not need a database at all.
    if arguments.has("dry-run") { return try command.run(arguments, console) }
    let code: ExitCode
    do {
      code = try command.run(arguments, console)
    } catch {
      let refusal = (error as? CommandError) ?? DatabaseOption.refusal(error)
      switch refusal?.code {
      case .usage, .unavailable: break
      case .failed, .rejectedInput, .success, nil:
        do {
          try record(refusal?.code ?? .failed, error: refusal?.message ?? "\(error)")
        } catch let failure {
          console.note("tenor: the audit trail could not be written: \(failure)")
        }
      }
      throw error
    }
    do {
      try record(code, error: nil)
    } catch {
      throw CommandError(
        .unavailable,
        "the command was carried out, but the audit trail could not be written: \(error); "
          + "tell whoever looks after the database")
    }
    return code
  }

  private func record(_ code: ExitCode, error: String?) throws {
    guard let address = try address else { return }
    let event = try event(code, error: error)
    for attempt in 1... {
      do {
        let connection = try PostgresConnection(
          PostgresSettings(address: address, applicationName: "tenor audit"))
        try AuditStore(connection).append([event])
        return
      } catch let error as PostgresError where error.isPassing && attempt < CommandAudit.attempts {
        Thread.sleep(forTimeInterval: 0.5 * Double(attempt))
      }
    }
  }

  /// What was done cannot be undone, so its record is worth some patience.
  private static let attempts = 5

  /// The database that the command used; `nil` when it has not come to that.
  private var address: String? {
    get throws {
      if let given = DatabaseOption.address(arguments, console) { return given }
      let cluster = try DatabaseOption.cluster(console)
      return try cluster.status().isRunning ? cluster.address : nil
    }
  }

  private func event(_ code: ExitCode, error: String?) throws -> AuditEvent {
    var details = JSONObject()
    if !arguments.positional.isEmpty {
      details["arguments"] = .array(arguments.positional.map { .string($0) })
    }
    // Addresses of databases may hold passwords.
    let options = arguments.options.filter {
      ![DatabaseOption.option.name, DatabaseOption.readOption.name].contains($0.key)
    }
    .sorted { $0.key < $1.key }
    if !options.isEmpty {
      details["options"] = .object(
        JSONObject(options.map { .init($0.key, .array($0.value.map { .string($0) })) }))
    }
    details["machine"] = .string(ProcessInfo.processInfo.hostName)
    if let error { details["error"] = .string(error) }
    let objects = console.concerned
    if objects.count > 1 {
      details["objects"] = .array(objects.prefix(100).map { .string("\($0.kind) \($0.id)") })
      details["object_count"] = .number(Double(objects.count))
    }
    return try AuditEvent(
      time: Int64(Date().timeIntervalSince1970 * 1_000),
      actor: .operatingSystemUser(CommandAudit.loginName), action: command.name,
      object: objects.first ?? .none,
      outcome: "exit \(code.rawValue)", details: details)
  }

  /// By the system, not by the environment, which anybody may set.
  private static var loginName: String {
    getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
  }
}
