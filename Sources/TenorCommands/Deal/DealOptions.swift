import PostgresStore
import RunRecords
import StructuredDeals

/// A stored deal on the command line.
enum DealOptions {
  static let by = Command.Option(name: "by", value: "USER", help: "who does it; default the login name")
  static let comment = Command.Option(name: "comment", value: "TEXT", help: "why; kept for good")

  /// A version that a command names: `DEAL@VERSION`, or the newest of `DEAL`.
  static func version(_ text: String, _ store: DealStore) throws -> DealVersion {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return try finding { try store.versions(of: text)[0] } }
    guard let number = Int(parts[1]), number >= 1 else {
      throw CommandError(.usage, "'\(text)' is not DEAL or DEAL@VERSION")
    }
    return try finding { try store.version(number, of: String(parts[0])) }
  }

  /// The version that a command names, where it names one and not a file: `auto-abs@1`.
  static func stored(_ arguments: Arguments, _ console: Console) throws -> DealDocument? {
    let text = arguments.positional[0]
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, DealPackage.isDealID(String(parts[0])), Int(parts[1]) != nil else { return nil }
    let store = DealStore(
      try DatabaseOption.connection(arguments, console, applicationName: "tenor deal"))
    let version = try version(text, store)
    return try finding { try store.document(version.version, of: version.dealID) }
  }

  /// Runs `body`, telling how to find the deal where there is none, and what is refused as such.
  static func finding<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      switch error {
      case .notFound: throw CommandError(.failed, "\(error); 'tenor deal list' tells them")
      case .invalid, .invalidRow: throw CommandError(.rejectedInput, "\(error)")
      case .exists, .wrongState, .refused, .removed, .unreadable: throw CommandError(.failed, "\(error)")
      }
    }
  }

  /// A command that takes a version to a state.
  static func move(
    _ verb: String, summary: String, to state: DealState, notes: String = ""
  ) -> Command {
    Command(
      path: ["deal", verb], summary: summary, arguments: ["DEAL@VERSION"],
      options: [comment, by, DatabaseOption.option],
      example: "tenor deal \(verb) auto-abs@1 --comment \"terms checked against the prospectus\" --by bob",
      notes: notes,
      isAudited: true,
      run: { arguments, console in
        console.concerns("deal", arguments.positional[0])
        guard let comment = arguments.value("comment") else {
          throw CommandError(.usage, "--comment is missing; say why")
        }
        let person = try arguments.person(console)
        let store = DealStore(
          try DatabaseOption.connection(arguments, console, applicationName: "tenor deal"))
        let version = try version(arguments.positional[0], store)
        let moved = try finding {
          try store.move(version.version, of: version.dealID, to: state, by: person, comment: comment)
        }
        console.print("\(moved.dealID)@\(moved.version) is \(moved.state.rawValue)")
        return .success
      })
  }
}

extension Command {
  static let dealApprove = DealOptions.move(
    "approve", summary: "Let runs use a version of a deal", to: .approved,
    notes: "Another person than the version's author approves it; new runs use the newest approved version.")
  static let dealReject = DealOptions.move(
    "reject", summary: "Refuse a version of a deal that waits", to: .rejected)
  static let dealArchive = DealOptions.move(
    "archive", summary: "Keep new runs from using a version of a deal", to: .archived)
}
