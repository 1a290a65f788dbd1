import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let marketLineage = Command(
    path: ["market", "lineage"], summary: "Where a market snapshot comes from, and which runs use it",
    arguments: ["[ID]"], options: [DatabaseOption.option, .json], example: "tenor market lineage latest",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor market")
      let snapshot = try RunReference.marketSnapshot(arguments.positional.first, connection)
      let lineage = try MarketCheckStore(connection).lineage(snapshot.id)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(lineage))
        return .success
      }
      console.print(
        "market snapshot \(lineage.snapshotId)\n  \(lineage.source)\n  built at \(lineage.builtAt)")
      for adjustment in lineage.adjustments { console.print("  adjusted: \(adjustment)") }
      for upload in lineage.uploads {
        let origin = upload.importId.map { " by import \($0)" } ?? ""
        console.print("  brought by \(upload.uploadedBy) at \(upload.uploadedAt)\(origin)")
        for file in upload.files {
          console.print("    \(file.name)  \(file.byteCount) bytes  sha256 \(file.sha256)")
        }
      }
      console.print("  \(lineage.runCount) \(lineage.runCount == 1 ? "run uses" : "runs use") it")
      for run in lineage.runs.prefix(MarketCheckText.shown) {
        console.print("    \(run.runId)  \(run.state.rawValue)\(run.isPublished ? ", published" : "")")
      }
      return .success
    })
}
