import Ingestion
import Instruments
import PostgresStore
import RunRecords

extension FileImport {
  /// Stores counterparties in place of those of the same ids.
  ///
  /// The file is read twice: a parent may stand after its children.
  func counterparties(_ request: ImportRequest) throws -> ImportOutcome {
    let store = CounterpartyStore(connection)
    var known = try store.ids()
    _ = try file.records(mostRows: mostRows) { (record: Counterparty) in known.insert(record.id) }
    let ids = known
    var counterparties: [Counterparty] = []
    let report = try file.records(
      counts: counts, mostRows: mostRows, note: note,
      check: { (record: Counterparty) throws(TermsError) in
        guard let parent = record.parentID, !ids.contains(parent) else { return }
        throw TermsError(
          field: "parent_id",
          message: "'\(parent)' is not known; give it in the same file or import it first")
      },
      accept: { counterparties.append($0) })
    let problem = report.refusal(request, canBeEmpty: true)
    guard problem == nil, !request.isDryRun else {
      return ImportOutcome(nothingStored: report, because: problem)
    }
    let stored = try connection.undoable { try store.put(counterparties) }
    return ImportOutcome(
      report,
      stored: ImportResult(
        isNew: stored.new + stored.changed > 0, newCount: stored.new, changedCount: stored.changed))
  }
}
