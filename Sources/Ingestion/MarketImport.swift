import DatesAndConventions
import Instruments
import JSONDocuments
public import MarketData
import RunRecords

/// Reads a market snapshot, whole or not at all: a market short of one point would change values in silence.
public struct MarketImport {
  /// Files of a market are small; larger ones are a mistake.
  public static let fileBytes = 64 << 20

  public init() {}

  /// Reads a snapshot from one JSON document. Throws `IngestionError` with the line or the path at fault.
  public func document(_ source: ByteSource, file: String) throws(IngestionError) -> MarketSnapshot {
    let snapshot = try decode(MarketSnapshot.self, source, file: file)
    if let problems = problems(snapshot) {
      throw IngestionError(file: file, field: problems.path, message: problems.message)
    }
    return snapshot
  }

  /// Reads a snapshot from the files of a market folder. Throws `IngestionError` with the file, line and column at fault.
  ///
  /// - Parameter models: the files of the folder of models, by their names for messages.
  public func folder(
    _ files: [MarketFile: ByteSource], models: [(file: String, source: ByteSource)] = []
  ) throws(IngestionError) -> MarketSnapshot {
    guard let source = files[.manifest], files[.curves] != nil else {
      let missing = files[.manifest] == nil ? MarketFile.manifest : .curves
      throw IngestionError(
        file: missing.rawValue,
        message: "is missing; a market has market.json and curves.csv, and may have the other files")
    }
    let manifest = try decode(
      MarketManifest.self, source.unpacked(file: MarketFile.manifest.rawValue, limit: MarketImport.fileBytes),
      file: MarketFile.manifest.rawValue)
    try refuseRepeated(manifest, files)
    if manifest.collateral != nil, let model = models.first {
      throw IngestionError(
        file: MarketFile.manifest.rawValue, field: "collateral",
        message: "stands beside \(model.file), which says the same; keep one of them")
    }
    let collateralModels = try CollateralModelImport().models(models)
    let tables = try MarketTables(files)
    let snapshot = try manifest.snapshot(tables, collateralModels)
    if let problems = problems(snapshot) {
      throw tables.error(problems.path, field: problems.path, problems.message)
    }
    return snapshot
  }

  /// What a file says stands nowhere else.
  private func refuseRepeated(
    _ manifest: MarketManifest, _ files: [MarketFile: ByteSource]
  ) throws(IngestionError) {
    let members: [(name: String, isGiven: Bool, files: [MarketFile])] = [
      ("short_rate_models", manifest.shortRateModels != nil, [.shortRateModels]),
      ("index_curves", manifest.indexCurves != nil, [.indexCurves]),
      ("fixings", manifest.fixings != nil, [.fixings]),
      ("credit_curves", manifest.creditCurves != nil, [.creditCurves]),
      ("inflation_indices", manifest.inflationIndices != nil, [.priceIndices, .breakevens, .seasonality]),
      ("collateral", manifest.collateral != nil, [.economy]),
    ]
    for member in members where member.isGiven {
      if let file = member.files.first(where: { files[$0] != nil }) {
        throw IngestionError(
          file: MarketFile.manifest.rawValue, field: member.name,
          message: "stands beside \(file.rawValue), which says the same; keep one of them")
      }
    }
  }

  /// What is wrong with a snapshot: the first place, and all of it in words.
  private func problems(_ snapshot: MarketSnapshot) -> (path: String, message: String)? {
    let problems = snapshot.problems
    guard let first = problems.first else { return nil }
    return (
      first.path, ([first.message] + problems.dropFirst().map(\.description)).joined(separator: "; ")
    )
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, _ source: ByteSource, file: String
  ) throws(IngestionError) -> Value {
    let bytes = try source.all(file: file, limit: MarketImport.fileBytes)
    do throws(JSONError) {
      return try CanonicalJSON.decode(type, from: bytes)
    } catch {
      throw IngestionError(file: file, error)
    }
  }
}

extension IngestionError {
  /// A fault of a JSON document as a fault of its file.
  init(file: String, _ error: JSONError) {
    self.init(
      file: file, line: error.location?.line, column: error.location?.column, field: error.path,
      message: error.message)
  }
}
