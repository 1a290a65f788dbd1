/// One verb of the command line, such as `run create`: its words, its help and what it does.
struct Command: Sendable {
  /// Words after `tenor`, such as `["run", "create"]`.
  let path: [String]
  /// One line, without a full stop.
  let summary: String
  /// Positional arguments as shown in the usage line, such as `RUN`; the last may end in `...`.
  var arguments: [String] = []
  var options: [Option] = []
  /// One command line that works, shown in the help.
  let example: String
  /// Longer text for the help.
  var notes: String = ""
  /// Whether it changes what is stored, and so goes into the audit trail.
  var isAudited = false
  let run: @Sendable (Arguments, Console) throws -> ExitCode

  /// A named value or flag.
  struct Option: Sendable {
    /// Without dashes.
    let name: String
    /// What the value is, such as `FILE`; `nil` for a flag.
    let value: String?
    let help: String
    var repeats = false

    static let json = Option(name: "json", value: nil, help: "print JSON instead of text")
  }
}

/// What a script may rely on.
enum ExitCode: Int32, Sendable {
  case success = 0
  /// The command ran and the answer is no: a run failed, a verification found a difference.
  case failed = 1
  /// The command line itself is wrong.
  case usage = 2
  /// Input was refused, in whole or in part; the accepted part is stored.
  case rejectedInput = 3
  /// The database or another needed resource is not available.
  case unavailable = 4
}

/// An error shown to the person as one line, with the fix in it.
struct CommandError: Error, Sendable {
  let code: ExitCode
  let message: String

  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }
}
