import Ingestion
import Instruments
import PostgresStore
import RunRecords

extension FileImport {
  /// Freezes positions as a snapshot.
  ///
  /// A file without positions is rather an export that failed than a book, unless the request says otherwise.
  func positions(_ request: ImportRequest) throws -> ImportOutcome {
    guard let asOf = request.asOf else {
      throw StoreError.invalid([.init(field: "as_of", message: "is missing; give the day of the positions")])
    }
    let instruments = try InstrumentStore(connection).current()
    let counterparties = try CounterpartyStore(connection).ids()
    func read(_ accept: (HeldPosition) throws -> Void) throws -> IngestionReport {
      var instrument: InstrumentReference?
      return try file.records(
        counts: counts, mostRows: mostRows, note: note,
        check: { (position: Position) throws(TermsError) in
          instrument = instruments[position.instrumentID]
          guard instrument != nil else {
            throw TermsError(
              field: "instrument_id",
              message: "'\(position.instrumentID)' is not known; import the instrument first")
          }
          if let counterparty = position.counterpartyID, !counterparties.contains(counterparty) {
            throw TermsError(
              field: "counterparty_id",
              message: "'\(counterparty)' is not known; import the counterparty first")
          }
        },
        accept: { try accept(HeldPosition($0, in: instrument!)) })
    }
    func refusal(_ report: IngestionReport) -> String? {
      report.refusal(request, canBeEmpty: report.read == 0 && request.allowsEmpty)
    }
    do {
      if request.isDryRun {
        let report = try read { _ in }
        throw NothingStored(report: report, problem: refusal(report))
      }
      let (report, record, isNew) = try PositionSnapshotStore(connection).load(
        asOf: asOf, source: request.source ?? file.name
      ) { store in
        let report = try ReadAhead.run(make: read, use: store)
        if let problem = refusal(report) { throw NothingStored(report: report, problem: problem) }
        return report
      }
      return ImportOutcome(report, stored: ImportResult(snapshotId: record.id, isNew: isNew))
    } catch let refused as NothingStored {
      return ImportOutcome(nothingStored: refused.report, because: refused.problem)
    }
  }
}
