import Foundation

@testable import TenorCommands

/// A console that keeps what is written to it, however much.
struct Recorder {
  /// A file, as a pipe that nobody reads holds up who writes more than it has room for.
  private struct Record {
    let path = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID().uuidString)").path
    let handle: FileHandle

    init() {
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { preconditionFailure("tests can write temporary files") }
      self.handle = handle
    }

    func finish() -> String {
      try? handle.close()
      defer { try? FileManager.default.removeItem(atPath: path) }
      return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
  }

  private let records = (output: Record(), errors: Record())
  let console: Console

  init(isInteractive: Bool = false, environment: [String: String] = [:]) {
    console = Console(
      isInteractive: isInteractive, environment: environment, output: records.output.handle,
      errors: records.errors.handle)
  }

  /// All that was written; nothing can be written after it.
  func finish() -> (output: String, errors: String) {
    (records.output.finish(), records.errors.finish())
  }
}
