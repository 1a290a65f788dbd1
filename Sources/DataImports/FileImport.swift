public import Ingestion
public import MarketData
public import PostgresStore
public import RunRecords

/// Reads a file and stores what it holds, all of it or nothing, for the command line and the ingestion service alike.
///
/// Within a transaction of the connection what is stored is part of it.
public struct FileImport {
  public let file: ImportFile
  /// Who imports.
  public let person: String
  let connection: PostgresConnection
  /// Told of every row.
  public var counts: RowCounts?
  /// Told how many bytes were read, from the thread that reads.
  public var note: ((Int) -> Void)?
  /// A file with more is refused as a whole.
  public var mostRows = Int.max
  /// When a market has to be looked at by a person.
  public var thresholds = MarketCheckThresholds.standard
  /// Of the import that this is, where it is recorded.
  public var importNumber: Int32?

  public init(_ file: ImportFile, by person: String, _ connection: PostgresConnection) {
    self.file = file
    self.person = person
    self.connection = connection
  }

  /// Does what is asked.
  ///
  /// Throws `IngestionError` when the file is refused as a whole, `StoreError.invalid` when what it says does not fit what
  /// is stored, and the database's errors. Nothing is stored then.
  public func run(_ request: ImportRequest) throws -> ImportOutcome {
    switch request.kind {
    case .positions: try positions(request)
    case .instruments: try instruments(request)
    case .counterparties: try counterparties(request)
    case .market: try market(try file.market(), request)
    case .scenarios: try scenarios(request)
    }
  }
}
