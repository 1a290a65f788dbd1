import PostgresStore
import Testing

@testable import TenorCommands

@Suite("Finding and running commands")
struct CommandTreeTests {
  private static func command(
    _ path: String..., fails error: (any Error)? = nil
  ) -> Command {
    Command(
      path: path, summary: "Do \(path.joined(separator: " "))",
      options: [.init(name: "level", value: "N", help: "how much")],
      example: "tenor \(path.joined(separator: " ")) --level 3"
    ) { _, console in
      if let error { throw error }
      console.print("done \(path.joined(separator: " "))")
      return .success
    }
  }

  private func run(_ words: String..., fails error: (any Error)? = nil) -> (
    code: ExitCode, output: String, errors: String
  ) {
    let recorder = Recorder()
    let tree = CommandTree(commands: [
      Self.command("run", "create", fails: error), Self.command("run", "list"), Self.command("price"),
    ])
    let code = tree.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  @Test("a command runs by its whole path")
  func runs() {
    let answer = run("run", "create", "--level", "2")
    #expect(answer.code == .success && answer.output == "done run create\n" && answer.errors.isEmpty)
    #expect(run("price").output == "done price\n")
  }

  @Test("help is given for everything, for a noun and for a command, in each way of asking")
  func help() {
    for words in [["--help"], ["-h"], ["help"], []] {
      let recorder = Recorder()
      let tree = CommandTree(commands: [Self.command("price")])
      #expect(tree.run(words, console: recorder.console) == .success)
      #expect(recorder.finish().output.contains("usage: tenor COMMAND [options]"))
    }
    let whole = run("run", "create", "--help")
    #expect(whole.code == .success && whole.output.contains("  --level N  how much"))
    #expect(run("help", "run", "create") == whole)
    #expect(run("run", "--help").output == run("run", "-h").output)
    #expect(run("help", "run").output.contains("  run create  Do run create"))
  }

  @Test("every command is audited but those that are known to change nothing that is stored")
  func audited() {
    let unaudited = CommandTree.standard.commands.filter { !$0.isAudited }.map {
      $0.path.joined(separator: " ")
    }
    #expect(
      Set(unaudited) == [
        "db start", "db stop", "db status", "run estimate", "run status", "run results", "run verify",
        "run limits", "run cube", "run var",
        "limit list", "scenario list", "scenario show", "schedule list", "schedule show", "schedule next",
        "queue status", "audit list",
        "run compare", "run evidence", "export results", "export nodes", "export cashflows", "export gaps",
        "export runs",
        "audit verify", "audit head", "price", "bond price", "bond yield", "deal validate", "deal run",
        "deal table", "deal stress", "deal list", "deal show",
        "collateral project", "collateral compare", "collateral calibrate", "collateral prices",
        "collateral table",
        "user list", "key list", "market findings", "market lineage",
        // What these change is recorded for each request, each firing, and as attempts of tasks.
        "serve", "schedule tick", "worker",
      ])
  }

  @Test("a noun alone, or with options, lists its verbs and is wrong usage")
  func nounAlone() {
    for answer in [run("run"), run("run", "--level", "3"), run("run", "--json")] {
      #expect(answer.code == .usage && answer.output.contains("run list"))
    }
    #expect(run("run", "--help").code == .success)
  }

  @Test("unknown words are named with what there is")
  func unknown() {
    let verb = run("run", "make")
    #expect(
      verb.code == .usage && verb.errors == "tenor: unknown command 'run make'; tenor run has create, list\n")
    #expect(run("prise").code == .usage)
  }

  @Test("errors end in the code that scripts rely on, and say what to do")
  func errors() {
    let refused = run("run", "create", fails: CommandError(.rejectedInput, "row 3 is empty; fill it"))
    #expect(refused.code == .rejectedInput && refused.errors == "tenor: row 3 is empty; fill it\n")
    let cases: [(any Error, ExitCode, String)] = [
      (PostgresError(sqlState: "", message: "no server"), .unavailable, "tenor db start"),
      (PostgresError(sqlState: "53300", message: "too many clients"), .unavailable, "when it has room"),
      (PostgresError(sqlState: "22012", message: "division by zero"), .failed, "22012"),
      (SchemaError.olderThanProgram(database: 1, program: 3), .unavailable, "run: tenor db migrate"),
      (SchemaError.newerThanProgram(database: 9, program: 3), .unavailable, "use a newer tenor"),
    ]
    for (error, code, words) in cases {
      let answer = run("run", "create", fails: error)
      #expect(answer.code == code && answer.errors.contains(words), "\(answer.errors)")
      #expect(answer.output.isEmpty && answer.errors.split(separator: "\n").count == 1)
    }
  }
}
