public import Ingestion
public import Instruments
public import MarketData
import Foundation
public import RunRecords

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
    return isJSON ? try records.json(source, accept: accept) : try records.csv(source, accept: accept)
  }

  /// Reads a market from one JSON document.
  public func market() throws(IngestionError) -> (snapshot: MarketSnapshot, files: [SourceFile]) {
    guard isJSON else {
      throw IngestionError(
        file: name,
        message:
          "is not JSON; send a market as one JSON document, or import its folder with 'tenor import market'")
    }
    let digest = SourceDigest()
    let snapshot = try MarketImport().document(try source(digest: digest), file: name)
    return (snapshot, [SourceFile(name: name, byteCount: digest.byteCount, sha256: digest.sha256())])
  }

  /// Reads a market from a JSON document, or from a folder of `market.json`, `curves.csv`, `spreads.csv`, `fx.csv`.
  public static func market(path: String) throws(IngestionError) -> (
    snapshot: MarketSnapshot, files: [SourceFile]
  ) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return try ImportFile(name: name(path), isJSON: true) { () throws(IngestionError) in
        try ByteSource(path: path)
      }.market()
    }
    var digests: [(name: String, digest: SourceDigest)] = []
    func part(_ file: String) throws(IngestionError) -> ByteSource {
      let digest = SourceDigest()
      digests.append((file, digest))
      return try ByteSource(path: "\(path)/\(file)").digested(by: digest)
    }
    func optional(_ file: String) throws(IngestionError) -> ByteSource? {
      FileManager.default.fileExists(atPath: "\(path)/\(file)") ? try part(file) : nil
    }
    let snapshot = try MarketImport().folder(
      MarketImport.Folder(
        manifest: try part("market.json"), curves: try part("curves.csv"),
        spreads: try optional("spreads.csv"), fx: try optional("fx.csv")))
    return (
      snapshot,
      digests.map { SourceFile(name: $0.name, byteCount: $0.digest.byteCount, sha256: $0.digest.sha256()) }
    )
  }

  /// Reads a scenario set from JSON or CSV, where the file's name is that of the set.
  public func scenarioSet() throws(IngestionError) -> ScenarioSet {
    isJSON
      ? try ScenarioImport().document(try source(), file: name)
      : try ScenarioImport().csv(try source(), file: name, id: stem)
  }
}
