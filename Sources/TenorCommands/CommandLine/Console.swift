import AuditTrail
import Foundation
import Synchronization

/// Where a command writes: results to standard output, progress and errors to standard error.
final class Console: Sendable {
  private let lock = Mutex(())
  /// Whether standard error is a terminal, on which a progress line may be drawn over.
  let isInteractive: Bool
  /// The environment variables of the process.
  let environment: [String: String]

  /// What the command has changed so far, for the audit trail.
  private let subjects = Mutex<[AuditObject]>([])
  private let output: FileHandle
  private let errors: FileHandle

  init(
    isInteractive: Bool, environment: [String: String], output: FileHandle = .standardOutput,
    errors: FileHandle = .standardError
  ) {
    self.output = output
    self.errors = errors
    self.isInteractive = isInteractive
    self.environment = environment
  }

  /// Tells the audit trail what the command is about.
  func concerns(_ kind: String, _ id: String) {
    subjects.withLock { $0.append(AuditObject(kind: kind, id: id)) }
  }

  /// What ``concerns(_:_:)`` was told, in order.
  var concerned: [AuditObject] { subjects.withLock { $0 } }

  /// One line of result.
  func print(_ line: String) {
    put(Data((line + "\n").utf8))
  }

  /// Bytes of result as they are.
  func write(_ bytes: [UInt8]) {
    put(Data(bytes))
  }

  /// Ends the process where results cannot be written, on a full disk for one: a part must not pass for the whole.
  private func put(_ bytes: Data) {
    do {
      try lock.withLock { _ in try output.write(contentsOf: bytes) }
    } catch {
      note("tenor: the output cannot be written: \(error.localizedDescription)")
      exit(ExitCode.unavailable.rawValue)
    }
  }

  /// One line for the person who waits; dropped when nobody can take it.
  func note(_ line: String) {
    lock.withLock { _ in try? errors.write(contentsOf: Data((line + "\n").utf8)) }
  }

  /// A line that the next one replaces on a terminal; elsewhere a plain line.
  func progress(_ line: String) {
    let text = isInteractive ? "\r\u{1B}[K\(line)" : line + "\n"
    lock.withLock { _ in try? errors.write(contentsOf: Data(text.utf8)) }
  }

  func endProgress() {
    guard isInteractive else { return }
    lock.withLock { _ in try? errors.write(contentsOf: Data("\n".utf8)) }
  }
}
