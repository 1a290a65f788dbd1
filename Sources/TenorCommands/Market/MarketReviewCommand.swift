import AccessControl
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let marketReview = Command(
    path: ["market", "review"], summary: "Let runs use a market snapshot with findings, or keep them from it",
    arguments: ["ID"],
    options: [
      Option(name: "comment", value: "TEXT", help: "why; kept with the snapshot"),
      Option(name: "reject", value: nil, help: "keep runs from using it"),
      Option(name: "by", value: "USER", help: "who reviews; default the login name"),
      DatabaseOption.option, .json,
    ],
    example: "tenor market review latest --comment \"the ECB moved by 75 bp\" --by bob",
    notes: "With TENOR_FOUR_EYES=review another person than who brought the snapshot reviews it.",
    isAudited: true,
    run: { arguments, console in
      let comment = try arguments.required("comment")
      guard (1...1_000).contains(comment.unicodeScalars.count), comment.contains(where: { $0 != " " }),
        comment.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
      else {
        throw CommandError(.usage, "--comment is not 1 to 1000 characters without control characters")
      }
      let person = try arguments.person(console)
      let duties = try AccessOptions.duties(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor market")
      let snapshot = try RunReference.marketSnapshot(arguments.positional[0], connection)
      let record = try MarketCheckStore(connection).review(
        snapshot.id, arguments.has("reject") ? .rejected : .accepted, by: person, comment: comment
      ) { duties.mayReview(person, broughtBy: $0) }
      console.concerns("market_snapshot", record.snapshotId)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(record))
      } else {
        console.print(
          "market snapshot \(record.snapshotId)\n  \(record.state.rawValue), \(MarketCheckText.count(record.findings.count))"
        )
      }
      return .success
    })
}
