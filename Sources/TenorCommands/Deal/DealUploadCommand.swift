import DataImports
import Ingestion
import PostgresStore
import RunRecords
import StructuredDeals

extension Command {
  static let dealUpload = Command(
    path: ["deal", "upload"], summary: "Store a deal package as the next version of its deal",
    arguments: ["FILE"],
    options: [
      Option(name: "note", value: "TEXT", help: "what is new in this version"), DealOptions.by,
      DatabaseOption.option,
    ],
    example: "tenor deal upload Samples/deals/packages/auto-abs.json --by ann",
    notes:
      "A package that is stored already gives the version that has it. A new one is tried under four sets of speeds, and is "
      + "VALIDATED when cash passes through its waterfall in all of them. docs/models/deal-packages.md has the format.",
    isAudited: true,
    run: { arguments, console in
      let path = arguments.positional[0]
      let file = ImportFile.name(path)
      let person = try arguments.person(console)
      let note = arguments.value("note") ?? ""
      guard note.unicodeScalars.count <= 400 else {
        throw CommandError(.usage, "--note is longer than 400 characters")
      }
      let document: DealDocument
      switch try InputFile.refusing({ try DealImport().package(try ByteSource(path: path), file: file) }) {
      case .success(let read): document = read
      case .failure(let error):
        for line in DealText.problems(error, file: file) { console.note(line) }
        return .rejectedInput
      }
      console.concerns("deal", document.package.dealID)
      let store = DealStore(try DatabaseOption.connection(arguments, console, applicationName: "tenor deal"))
      let (version, isNew) = try DealOptions.finding { try store.add(document, note: note, by: person) }
      let name = "\(version.dealID)@\(version.version)"
      console.print("\(isNew ? "stored" : "already stored as") \(name), \(version.documentHash)")
      guard version.state == .uploaded else {
        console.print("\(name) is \(version.state.rawValue)")
        return .success
      }
      return try DealTrials.run(document.package, version, store, by: person, console)
    })
}

/// Trials of a package on the command line.
enum DealTrials {
  /// Tries a version; it is validated when all trials come to their end.
  static func run(
    _ package: DealPackage, _ version: DealVersion, _ store: DealStore, by person: String, _ console: Console
  ) throws -> ExitCode {
    let trials = package.trials()
    for trial in trials {
      console.print("  \(trial.name): \(trial.problem ?? "\(trial.periods) periods, all cash accounted for")")
    }
    let name = "\(version.dealID)@\(version.version)"
    guard trials.allSatisfy({ $0.problem == nil }) else {
      console.note("\(name) stays UPLOADED: correct the deal and upload it anew, or reject it")
      return .rejectedInput
    }
    let moved = try DealOptions.finding {
      try store.move(
        version.version, of: version.dealID, to: .validated, by: person,
        comment: "\(trials.count) trials passed")
    }
    console.print("\(name) is \(moved.state.rawValue)")
    return .success
  }
}
