import Foundation
import Glibc
import Synchronization

/// One running `tenor`, a process of its own, killed when it is let go of.
///
/// Its output goes to files: a server that a command leaves running would hold a pipe open for ever.
final class TenorProcess: Sendable {
  /// What a process that has ended leaves behind.
  struct Outcome: Sendable {
    /// The exit status; 128 and more when a signal ended it.
    let status: Int32
    let output: String
    let errors: String

    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let id: pid_t
  private let name: String
  private let files: String
  private let ended = Mutex<Int32?>(nil)

  /// - Parameters:
  ///   - files: Output is written to this path with `.out` and `.err`.
  ///   - input: The file that is read as standard input.
  init(
    _ program: String, _ arguments: [String], folder: String, environment: [String: String], files: String,
    input: String = "/dev/null"
  ) throws {
    self.files = files
    name = (["tenor"] + arguments).joined(separator: " ")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let write = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files + ".out", write, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, files + ".err", write, 0o644)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // A test that writes to a process that has ended learns it as an error, and the process inherits none of that.
    signal(SIGPIPE, SIG_IGN)
    var pipes = none
    sigaddset(&pipes, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &pipes)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    // Becomes the program, so the process keeps its number.
    let command = ["env", "-C", folder, "--", program] + arguments
    let code = TenorProcess.withStrings(command) { arguments in
      TenorProcess.withStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) {
        posix_spawn(&process, "/usr/bin/env", &actions, &attributes, arguments, $0)
      }
    }
    guard code == 0 else { throw Failure(description: "\(name): \(String(cString: strerror(code)))") }
    id = process
  }

  deinit {
    guard ended.withLock({ $0 }) == nil else { return }
    kill(id, SIGKILL)
    var status: Int32 = 0
    waitpid(id, &status, 0)
  }

  func send(_ signal: Int32) { kill(id, signal) }

  var isRunning: Bool { endStatus() == nil }

  /// What it has written to standard error so far.
  var errors: String { (try? String(contentsOfFile: files + ".err", encoding: .utf8)) ?? "" }

  /// What it has written to standard output so far.
  var output: String { (try? String(contentsOfFile: files + ".out", encoding: .utf8)) ?? "" }

  /// Waits for its end.
  func outcome(within limit: Duration = .seconds(900)) async throws -> Outcome {
    let deadline = ContinuousClock.now + limit
    while true {
      if let status = endStatus() {
        return Outcome(status: status, output: output, errors: errors)
      }
      guard ContinuousClock.now < deadline else {
        send(SIGKILL)
        throw Failure(description: "\(name) did not end within \(limit); it said: \(errors.suffix(1_000))")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private func endStatus() -> Int32? {
    ended.withLock { ended in
      if ended != nil { return ended }
      var status: Int32 = 0
      guard waitpid(id, &status, WNOHANG) == id else { return nil }
      let signal = status & 0x7F
      ended = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
      return ended
    }
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}
