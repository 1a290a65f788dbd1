/// Finds the command that a command line names, and runs it.
struct CommandTree: Sendable {
  let commands: [Command]

  /// Runs the command named by `words`, the command line without `tenor`.
  func run(_ words: [String], console: Console) -> ExitCode {
    // `help run create` is `run create --help`.
    let words = words.first == "help" ? words.dropFirst() + ["--help"] : words
    if words.isEmpty || words == ["--help"] || words == ["-h"] {
      console.print(overview)
      return .success
    }
    if words == ["--version"] {
      console.print("tenor \(TenorVersion.text)")
      return .success
    }
    guard let command = match(words) else {
      let prefix = words.prefix { !$0.hasPrefix("-") }
      let siblings = commands.filter { $0.path.first == words.first }
      if !siblings.isEmpty {
        if prefix.count == 1 {
          console.print(listing(siblings))
          return [["--help"], ["-h"]].contains(Array(words.dropFirst())) ? .success : .usage
        }
        let names = siblings.map { $0.path.dropFirst().joined(separator: " ") }.joined(separator: ", ")
        console.note(
          "tenor: unknown command '\(prefix.joined(separator: " "))'; tenor \(words[0]) has \(names)")
        return .usage
      }
      console.note("tenor: unknown command '\(words[0])'; run 'tenor --help' for the list")
      return .usage
    }
    let rest = Array(words.dropFirst(command.path.count))
    if rest.contains("--help") || rest.contains("-h") {
      console.print(command.help)
      return .success
    }
    do {
      let arguments = try Arguments(rest, for: command)
      return try command.isAudited
        ? CommandAudit(command, arguments, console).run() : command.run(arguments, console)
    } catch {
      let refusal = (error as? CommandError) ?? DatabaseOption.refusal(error)
      console.note("tenor: \(refusal?.message ?? "\(error)")")
      return refusal?.code ?? .failed
    }
  }

  private func match(_ words: [String]) -> Command? {
    commands.filter { words.starts(with: $0.path) }.max { $0.path.count < $1.path.count }
  }

  private var overview: String {
    """
    Tenor: fixed-income portfolio analytics.

    usage: tenor COMMAND [options]

    \(listing(commands))

    Every command has --help with an example; --version tells the version. Exit codes: 0 done, 1 failed, 2 wrong usage,
    3 input refused, 4 database or resource unavailable.
    """
  }

  private func listing(_ commands: [Command]) -> String {
    let width = commands.map { $0.path.joined(separator: " ").count }.max() ?? 0
    return commands.map { command in
      let name = command.path.joined(separator: " ")
      return "  \(name)\(String(repeating: " ", count: width - name.count + 2))\(command.summary)"
    }.joined(separator: "\n")
  }
}
