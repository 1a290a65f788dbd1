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
      Option(name: "note", value: "TEXT", help: "what is new in this version"), DealMarket.option,
      DealOptions.by, DatabaseOption.option,
    ],
    example: "tenor deal upload Samples/deals/packages/auto-abs.json --by ann",
    notes:
      "A package that is stored already gives the version that has it. A new one is tried under four sets of speeds, and is "
      + "VALIDATED when cash passes through its waterfall in all of them: with the rates and models of --market, else with the "
      + "rates that it assumes or 4%. docs/models/deal-packages.md has the format.",
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
      // Before anything is stored, so that a market that lacks what the deal needs leaves no version behind.
      let trials = try DealTrials(document.package, try arguments.value("market").map(DealMarket.init))
      let store = DealStore(try DatabaseOption.connection(arguments, console, applicationName: "tenor deal"))
      let (version, isNew) = try DealOptions.finding { try store.add(document, note: note, by: person) }
      let name = "\(version.dealID)@\(version.version)"
      console.print("\(isNew ? "stored" : "already stored as") \(name), \(version.documentHash)")
      guard version.state == .uploaded else {
        console.print("\(name) is \(version.state.rawValue)")
        return .success
      }
      return try trials.conclude(version, store, by: person, console)
    })
}
