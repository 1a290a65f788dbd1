import MarketData
import PostgresStore
import RunRecords

/// A stored scenario set on the command line.
enum ScenarioSetOptions {
  static let option = Command.Option(
    name: "scenario-set", value: "NAME", help: "a stored set in place of --scenarios, or NAME@VERSION")

  /// The scenarios that are asked for, with `BASE` first, and the stored version they are of, if they are of one.
  static func scenarios(_ arguments: Arguments, _ connection: PostgresConnection) throws -> (
    scenarios: [Scenario], set: String?
  ) {
    guard let text = arguments.value("scenario-set") else {
      return (try PricingOptions.scenarios(arguments), nil)
    }
    guard !arguments.has("scenarios") else {
      throw CommandError(.usage, "--scenarios and --scenario-set are both given; give one of them")
    }
    guard let reference = ScenarioSetReference(text) else {
      throw CommandError(.usage, "--scenario-set '\(text)' is not NAME or NAME@VERSION")
    }
    let stored: (scenarios: [Scenario], reference: ScenarioSetReference)?
    do {
      stored = try ScenarioStore(connection).usable(reference)
    } catch let error as StoreError {
      throw CommandError(.rejectedInput, "\(error)")
    }
    guard let stored else {
      throw CommandError(
        .failed, "there is no scenario set '\(reference.name)'; 'tenor scenario list' tells them")
    }
    return (Scenario.baseFirst(stored.scenarios), stored.reference.description)
  }

  /// A version that a command names: `NAME@VERSION`, or the newest of `NAME`.
  static func version(_ text: String, _ store: ScenarioStore) throws -> (name: String, version: Int) {
    guard let reference = ScenarioSetReference(text) else {
      throw CommandError(.usage, "'\(text)' is not NAME or NAME@VERSION")
    }
    let set = try finding { try store.set(reference.name) }
    return (set.name, reference.version ?? set.latestVersion)
  }

  /// Runs `body`, telling how to find the set where there is none, and refused input as such.
  static func finding<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      switch error {
      case .notFound: throw CommandError(.failed, "\(error); 'tenor scenario list' tells them")
      case .invalid, .invalidRow: throw CommandError(.rejectedInput, "\(error)")
      case .exists, .wrongState, .refused, .removed, .unreadable: throw CommandError(.failed, "\(error)")
      }
    }
  }
}
