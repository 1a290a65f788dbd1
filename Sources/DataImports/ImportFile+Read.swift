public import Ingestion
public import Instruments
public import MarketData

extension ImportFile {
  /// Reads records; each good one goes to `accept`.
  ///
  /// Throws `IngestionError` when the file is refused as a whole, and what `accept` throws.
  public func records<Record: ImportableRecord>(
    counts: RowCounts? = nil, mostRows: Int = .max, note: ((Int) -> Void)? = nil,
    check: @escaping (Record) throws(TermsError) -> Void = { _ in },
    accept: (Record) throws -> Void
  ) throws -> IngestionReport {
    let records = RecordImport<Record>(file: name, counts: counts, mostRows: mostRows, check: check)
    let source = try source(note: note)
    switch format {
    case .json: return try records.json(source, accept: accept)
    case .csv: return try records.csv(source, accept: accept)
    case .tar: throw notTar()
    }
  }

  /// Reads a scenario set from JSON or CSV, where the file's name is that of the set.
  public func scenarioSet() throws(IngestionError) -> ScenarioSet {
    switch format {
    case .json: return try ScenarioImport().document(try source(), file: name)
    case .csv: return try ScenarioImport().csv(try source(), file: name, id: stem)
    case .tar: throw notTar()
    }
  }

  private func notTar() -> IngestionError {
    IngestionError(
      file: name,
      message: "is a tar archive, in which only the folder of a market comes; send the file itself")
  }
}
