import Ingestion
import Instruments
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let importCounterparties = Command(
    path: ["import", "counterparties"], summary: "Store counterparties; those of known ids are replaced",
    arguments: ["FILE"], options: [DatabaseOption.option] + IngestionReport.options + [.json],
    example: "tenor import counterparties Samples/bond-fund-2023-03-31/counterparties.csv",
    notes: "A parent stands in the same file, anywhere, or is stored already.",
    isAudited: true,
    run: { arguments, console in
      let path = arguments.positional[0]
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
      let store = CounterpartyStore(connection)
      var known = try store.ids()
      _ = try InputFile.records(path) { (record: Counterparty) in known.insert(record.id) }
      var counterparties: [Counterparty] = []
      let report = try InputFile.records(
        path, console: console,
        check: { (record: Counterparty) throws(TermsError) in
          guard let parent = record.parentID, !known.contains(parent) else { return }
          throw TermsError(
            field: "parent_id",
            message: "'\(parent)' is not known; give it in the same file or import it first")
        },
        accept: { counterparties.append($0) })
      var outcome = "; nothing stored"
      if !arguments.has("dry-run"), !(arguments.has("strict") && report.rejected > 0) {
        do {
          let stored = try store.put(counterparties)
          outcome = ", new \(stored.new), changed \(stored.changed)"
        } catch StoreError.invalid(let problems) {
          throw CommandError(.rejectedInput, problems.map(\.description).joined(separator: "; "))
        }
      }
      try report.announce(arguments, console, stored: outcome)
      if arguments.has("json") { console.print(try CanonicalJSON.encode(report)) }
      return report.rejected > 0 ? .rejectedInput : .success
    })
}
