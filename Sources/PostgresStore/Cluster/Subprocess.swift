import Foundation

/// Runs a program to its end.
enum Subprocess {
  struct Outcome {
    let status: Int32
    /// Standard output and error together.
    let output: String
  }

  /// - Throws: `ClusterError` when the program cannot be started.
  static func run(
    _ program: String, _ arguments: [String], in directory: String = "/", environment: [String: String]? = nil
  ) throws(ClusterError) -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    if let environment { process.environment = environment }
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    do {
      try process.run()
    } catch {
      throw ClusterError("cannot run \(program): \(error.localizedDescription)")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}
