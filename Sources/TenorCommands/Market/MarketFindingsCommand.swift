import DatesAndConventions
import JSONDocuments
import MarketData
import PostgresStore
import RunRecords

extension Command {
  static let marketFindings = Command(
    path: ["market", "findings"], summary: "What is unusual in a market snapshot, and who has looked at it",
    arguments: ["[ID]"], options: [DatabaseOption.option, .json], example: "tenor market findings latest",
    notes: "docs/market-review.md says what is looked for.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor market")
      let snapshot = try RunReference.marketSnapshot(arguments.positional.first, connection)
      let record = try MarketCheckStore(connection).record(snapshot.id)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(record))
        return .success
      }
      console.print("market snapshot \(record.snapshotId)")
      let compared = record.comparedWith.map { ", compared with \($0)" } ?? ""
      console.print("  \(record.valuationDate), \(record.state.rawValue)\(compared)")
      for finding in record.findings {
        console.print("  \(finding.kind.rawValue): \(finding.place): \(finding.message)")
      }
      for review in record.reviews {
        console.print(
          "  \(review.decision.rawValue.lowercased()) by \(review.reviewedBy) at \(review.reviewedAt): \(review.comment)"
        )
      }
      return .success
    })
}
