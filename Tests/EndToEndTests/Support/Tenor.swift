import Foundation
import PostgresStore
import Synchronization
import TestSupport

/// The built `tenor` in a working folder of its own, with a database or without.
final class Tenor: Sendable {
  /// The working folder; empty at first.
  let folder: String
  private let environment: [String: String]
  private let started = Mutex(0)

  /// Beside the program that runs the tests.
  private static let program =
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path
    + "/tenor"

  /// The repository's `Samples`.
  static let samples: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return parts.joined(separator: "/") + "/Samples"
  }()
  static let fund = samples + "/bond-fund-2023-03-31"

  /// - Parameters:
  ///   - database: Given to every command as `TENOR_DATABASE_URL`; without it a command that needs one makes a private
  ///     cluster in the folder.
  ///   - variables: Further variables of every command.
  init(database: PostgresSettings? = nil, variables: [String: String] = [:]) throws {
    folder = try TestCluster.makeDirectory()
    var environment = TestCluster.environment.filter {
      ["PATH", "HOME", "TMPDIR", "PG_BINDIR"].contains($0.key)
    }
    environment["LC_ALL"] = "C.UTF-8"
    environment["USER"] = "tester"
    environment["TENOR_DATABASE_URL"] = database?.address
    self.environment = environment.merging(variables) { $1 }
  }

  deinit {
    guard !FileManager.default.fileExists(atPath: folder + "/.tenor") else { return }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Starts a command and goes on.
  func start(_ arguments: String...) throws -> TenorProcess { try start(arguments) }

  /// Runs a command to its end.
  @discardableResult
  func run(_ arguments: String..., within limit: Duration = .seconds(900)) async throws
    -> TenorProcess.Outcome
  {
    try await start(arguments).outcome(within: limit)
  }

  @discardableResult
  func run(_ arguments: [String], within limit: Duration = .seconds(900)) async throws -> TenorProcess.Outcome
  {
    try await start(arguments).outcome(within: limit)
  }

  /// Runs a command to its end, with a text as its standard input.
  @discardableResult
  func run(_ arguments: [String], input: String) async throws -> TenorProcess.Outcome {
    let file = "process-input-\(started.withLock { $0 })"
    try write(file, input)
    return try await start(arguments, input: "\(folder)/\(file)").outcome(within: .seconds(900))
  }

  /// Runs a command that must succeed and gives what it prints, without the line's end.
  @discardableResult
  func success(_ arguments: String..., within limit: Duration = .seconds(900)) async throws -> String {
    let outcome = try await start(arguments).outcome(within: limit)
    guard outcome.status == 0 else {
      throw TenorProcess.Failure(
        description:
          "tenor \(arguments.joined(separator: " ")) ended with \(outcome.status): \(outcome.errors)")
    }
    return outcome.output.trimmingCharacters(in: .newlines)
  }

  /// Starts a command and goes on.
  func start(_ arguments: [String], input: String = "/dev/null") throws -> TenorProcess {
    let number = started.withLock { started in
      started += 1
      return started
    }
    return try TenorProcess(
      Tenor.program, arguments, folder: folder, environment: environment,
      files: "\(folder)/process-\(number)",
      input: input)
  }

  /// Writes a file in the working folder.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    return name
  }

  /// What stands in the working folder but the output of processes.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      !$0.hasPrefix("process-")
    }.sorted()
  }
}

/// Reads JSON with another parser than Tenor's. Its numbers may be off in the last bits.
func json(_ text: String) throws -> Any {
  try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
}
