import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let dealList = Command(
    path: ["deal", "list"], summary: "List the stored deals, or the versions and steps of one",
    arguments: ["[DEAL]"],
    options: [DatabaseOption.option, .json], example: "tenor deal list",
    run: { arguments, console in
      let store = DealStore(try DatabaseOption.connection(arguments, console, applicationName: "tenor deal"))
      guard let name = arguments.positional.first else {
        let deals = try store.deals(limit: 100_000)
        if arguments.has("json") {
          console.print(try CanonicalJSON.encode(deals))
          return .success
        }
        guard !deals.isEmpty else {
          console.print("there is no deal yet; store one with 'tenor deal upload'")
          return .success
        }
        var table = TextTable([
          ("deal", .left), ("version", .right), ("state", .left), ("as of", .left), ("runs use", .right),
          ("by", .left),
        ])
        for deal in deals {
          table.append([
            deal.latest.dealID, "\(deal.latest.version)", deal.latest.state.rawValue, deal.latest.asOf,
            deal.usableVersion.map(String.init) ?? "-", deal.latest.createdBy,
          ])
        }
        for line in table.lines { console.print(line) }
        return .success
      }
      let versions = try DealOptions.finding { try store.versions(of: name) }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(versions))
        return .success
      }
      var table = TextTable([
        ("version", .right), ("state", .left), ("at", .left), ("by", .left), ("comment", .left),
      ])
      for version in versions {
        for event in try store.events(version.version, of: name) {
          table.append(["\(version.version)", event.state.rawValue, event.at, event.actor, event.comment])
        }
      }
      for line in table.lines { console.print(line) }
      return .success
    })
}
