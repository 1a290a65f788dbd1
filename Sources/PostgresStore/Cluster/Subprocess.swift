import Foundation
import Glibc

/// Runs a program to its end.
///
/// Not Foundation's `Process`: that waits for every descendant that inherits its descriptors, such as a server that
/// `pg_ctl` leaves running.
enum Subprocess {
  struct Outcome {
    /// The exit status; 128 and more when a signal ended it.
    let status: Int32
    /// Standard output and error together.
    let output: String
  }

  /// Runs `program` in the root folder with only its standard streams open.
  ///
  /// - Throws: `ClusterError` when the program cannot be started.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String]
  ) throws(ClusterError) -> Outcome {
    func failure(_ code: Int32) -> ClusterError {
      ClusterError("cannot run \(program): \(String(cString: strerror(code)))")
    }
    // A file, not a pipe: a server left running could hold a pipe open for ever.
    var name = Array("/tmp/tenor-output-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw failure(errno) }
    defer { close(file) }
    unlink(name)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, file, 1)
    posix_spawn_file_actions_adddup2(&actions, file, 2)
    for descriptor in openDescriptors() where descriptor > 2 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var process: pid_t = 0
    // The working folder may be closed to the user that the program becomes.
    let code = withArguments(["env", "-C", "/", "--", program] + arguments) { arguments in
      withArguments(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&process, "/usr/bin/env", &actions, nil, arguments, environment)
      }
    }
    guard code == 0 else { throw failure(code) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: contents(of: file))
  }

  private static func contents(of file: Int32) -> String {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = pread(file, &buffer, buffer.count, off_t(output.count))
      guard count > 0 else { return String(decoding: output, as: UTF8.self) }
      output += buffer[..<count]
    }
  }

  private static func openDescriptors() -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.compactMap { Int32($0) }
  }

  private static func withArguments<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { body($0.baseAddress!) }
  }
}
