import DatesAndConventions
import Instruments
import JSONDocuments
public import MarketData
import RunRecords

/// Reads a market snapshot, whole or not at all: a market short of one point would change values in silence.
public struct MarketImport {
  /// The files of a market folder.
  public struct Folder {
    public var manifest: ByteSource
    public var curves: ByteSource
    /// A market may have no spread curves.
    public var spreads: ByteSource?
    /// A market may have one currency only.
    public var fx: ByteSource?

    public init(
      manifest: ByteSource, curves: ByteSource, spreads: ByteSource? = nil, fx: ByteSource? = nil
    ) {
      self.manifest = manifest
      self.curves = curves
      self.spreads = spreads
      self.fx = fx
    }
  }

  /// Market documents are small; larger files are a mistake.
  static let jsonBytes = 64 << 20

  public init() {}

  /// Reads a snapshot from one JSON document. Throws `IngestionError` with the line or the path at fault.
  public func document(_ source: ByteSource, file: String) throws(IngestionError) -> MarketSnapshot {
    try checked(try decode(MarketSnapshot.self, source, file: file), file: file)
  }

  /// Reads a snapshot from a folder of `market.json`, `curves.csv`, `spreads.csv` and `fx.csv`.
  public func folder(_ folder: Folder) throws(IngestionError) -> MarketSnapshot {
    let manifest = try decode(MarketManifest.self, folder.manifest, file: "market.json")
    var curves = CurveGroups()
    try rows(folder.curves, file: "curves.csv", required: CurveField.required) {
      (fields: CSVFields<CurveField>) throws(TermsError) in try curves.add(CurveRow(fields: fields))
    }
    var spreads = SpreadGroups()
    if let source = folder.spreads {
      try rows(source, file: "spreads.csv", required: SpreadField.allCases) {
        (fields: CSVFields<SpreadField>) throws(TermsError) in try spreads.add(SpreadRow(fields: fields))
      }
    }
    var fxRates: [String: Double] = [:]
    if let source = folder.fx {
      try rows(source, file: "fx.csv", required: FXField.allCases) {
        (fields: CSVFields<FXField>) throws(TermsError) in
        let row = try FXRow(fields: fields)
        guard fxRates.updateValue(row.rate, forKey: row.currency.code) == nil else {
          throw TermsError(field: "currency", message: "\(row.currency) has two rows; keep one")
        }
      }
    }
    let snapshot = MarketSnapshot(
      schemaVersion: manifest.schemaVersion, valuationDate: manifest.valuationDate,
      source: manifest.source, builtAt: manifest.builtAt, adjustments: manifest.adjustments,
      curves: curves.quotes + (manifest.curves ?? []), spreadCurves: spreads.quotes,
      discountCurves: manifest.discountCurves,
      fxRates: fxRates, fxBase: manifest.fxBase,
      shortRateModels: manifest.shortRateModels ?? [:], indexCurves: manifest.indexCurves ?? [:],
      fixings: manifest.fixings ?? [:], creditCurves: manifest.creditCurves ?? [],
      inflationIndices: manifest.inflationIndices ?? [:])
    return try checked(snapshot, file: "market.json")
  }

  private func checked(_ snapshot: MarketSnapshot, file: String) throws(IngestionError) -> MarketSnapshot {
    do throws(MarketDataError) {
      try snapshot.validate()
    } catch {
      throw IngestionError(
        file: file, field: error.problems.first?.path,
        message: ([error.problems.first?.message] + error.problems.dropFirst().map(\.description))
          .compactMap(\.self).joined(separator: "; "))
    }
    return snapshot
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, _ source: ByteSource, file: String
  ) throws(IngestionError) -> Value {
    let bytes = try source.all(file: file, limit: MarketImport.jsonBytes)
    do throws(JSONError) {
      return try CanonicalJSON.decode(type, from: bytes)
    } catch {
      throw IngestionError(file: file, error)
    }
  }

  /// Reads every row of a CSV file, refusing the file at the first that is wrong.
  private func rows<Name: FieldName>(
    _ source: ByteSource, file: String, required: [Name],
    _ take: (CSVFields<Name>) throws(TermsError) -> Void
  ) throws(IngestionError) {
    let reader = CSVReader(source)
    var header: CSVHeader<Name>?
    while true {
      switch try reader.next() {
      case .end:
        guard header != nil else {
          throw IngestionError(file: file, message: "is empty; the first row names the columns")
        }
        return
      case .fault(let message): throw IngestionError(file: file, line: reader.line, message: message)
      case .cells:
        guard let header else {
          header = try CSVHeader(reader.cells, required: required, file: file, line: reader.line)
          continue
        }
        guard reader.cells.count == header.width else {
          throw IngestionError(
            file: file, line: reader.line,
            message: "the row has \(reader.cells.count) cells and the header \(header.width)")
        }
        do throws(TermsError) {
          try take(CSVFields(columns: header.columns, cells: reader.cells))
        } catch {
          throw IngestionError(file: file, line: reader.line, field: error.field, message: error.message)
        }
      }
    }
  }
}

extension CurveField {
  fileprivate static let required: [CurveField] = [.curve, .currency, .kind, .tenor, .ratePercent, .source]
}

extension IngestionError {
  /// A fault of a JSON document as a fault of its file.
  init(file: String, _ error: JSONError) {
    self.init(
      file: file, line: error.location?.line, column: error.location?.column, field: error.path,
      message: error.message)
  }
}
