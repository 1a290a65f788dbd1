import Foundation

@testable import TenorCommands

/// A console that keeps what is written to it.
struct Recorder {
  private let pipes = (output: Pipe(), errors: Pipe())
  let console: Console

  init(isInteractive: Bool = false, environment: [String: String] = [:]) {
    console = Console(
      isInteractive: isInteractive, environment: environment, output: pipes.output.fileHandleForWriting,
      errors: pipes.errors.fileHandleForWriting)
  }

  /// All that was written; nothing can be written after it.
  func finish() -> (output: String, errors: String) {
    func text(_ pipe: Pipe) -> String {
      try? pipe.fileHandleForWriting.close()
      return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    return (text(pipes.output), text(pipes.errors))
  }
}
