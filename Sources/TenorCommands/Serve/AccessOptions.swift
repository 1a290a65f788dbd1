import AccessControl
import Foundation
import JSONDocuments
import PostgresStore
import Services

/// Who may use what `tenor serve` serves.
enum AccessOptions {
  static let tokensOption = Command.Option(
    name: "tokens", value: "FILE",
    help: "take the signed tokens of an identity provider (docs/security.md); default $TENOR_TOKENS, or none")

  /// The variable that names acts which need a second person.
  static let fourEyesVariable = "TENOR_FOUR_EYES"

  static func settings(_ arguments: Arguments, _ console: Console) throws -> AccessSettings {
    var settings = AccessSettings()
    settings.duties = try duties(console)
    let file =
      arguments.value(tokensOption.name)
      ?? console.environment["TENOR_TOKENS"].flatMap { $0.isEmpty ? nil : $0 }
    settings.tokens = try file.map { try tokens($0, console) }
    return settings
  }

  static func duties(_ console: Console) throws -> SeparationOfDuties {
    do throws(SeparationOfDuties.UnknownAct) {
      return try SeparationOfDuties(list: console.environment[fourEyesVariable] ?? "")
    } catch {
      throw CommandError(.usage, "\(fourEyesVariable): \(error)")
    }
  }

  /// What reads tokens by the policy in a file and the key set that it names.
  private static func tokens(_ file: String, _ console: Console) throws -> TokenSource {
    let text = try bytes(file)
    let policy: TokenPolicy
    do throws(JSONError) {
      policy = try CanonicalJSON.decode(TokenPolicy.self, from: try JSONDocument.parse(text))
    } catch {
      throw CommandError(.rejectedInput, "\(file): \(error)")
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    func path(_ name: String) -> String { URL(fileURLWithPath: name, relativeTo: folder).path }
    switch policy.keys {
    case .file(let name):
      let keys = try bytes(path(name))
      do throws(JSONWebKeySet.Fault) {
        return .fixed(TokenVerifier(policy, keys: try JSONWebKeySet(json: keys)))
      } catch {
        throw CommandError(.rejectedInput, "\(path(name)): \(error)")
      }
    case .fetched(let address, let refreshSeconds, let authoritiesFile):
      let authorities = authoritiesFile.map(path)
      if let authorities { _ = try bytes(authorities) }
      var timing = FetchedKeySet.Timing()
      timing.refresh = .seconds(refreshSeconds)
      let fetch = KeySetFetch(address, authorities: authorities)
      let keys = FetchedKeySet(policy, timing: timing, fetch: { try fetch() }, note: { console.note($0) })
      // Others may sign in while the provider is away.
      keys.start()
      return .fetched(keys)
    }
  }

  private static func bytes(_ file: String) throws -> [UInt8] {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else {
      throw CommandError(.rejectedInput, "\(file) cannot be read")
    }
    return Array(data)
  }

  /// Refuses to listen where others could come while nobody is known, and says so when the server is open to everyone here.
  static func check(
    _ settings: AccessSettings, _ hosts: [ServiceHost.Settings], _ database: PostgresSettings,
    _ console: Console
  ) throws {
    guard settings.tokens == nil, try !UserStore(PostgresConnection(database)).isAnyoneKnown() else { return }
    guard hosts.allSatisfy(\.isLoopback) else {
      throw CommandError(
        .usage,
        "nobody could sign in: add the first user with 'tenor user add NAME --role admin --mine', or give --tokens FILE; "
          + "until then only 127.0.0.1 is served")
    }
    console.note(
      "anyone on this machine may do everything here; from the first user on, everyone has to sign in: "
        + "tenor user add NAME --role admin --mine")
  }
}
