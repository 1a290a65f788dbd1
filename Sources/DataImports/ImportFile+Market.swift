import Foundation
public import Ingestion
public import MarketData
public import RunRecords

extension ImportFile {
  /// Reads a market from one JSON document, or from the tar archive of its folder.
  public func market() throws(IngestionError) -> (snapshot: MarketSnapshot, files: [SourceFile]) {
    switch format {
    case .csv:
      throw IngestionError(
        file: name,
        message: "is one table; send a market as one JSON document, or all its files in a tar archive")
    case .json:
      let digest = SourceDigest()
      let snapshot = try MarketImport().document(try source(digest: digest), file: name)
      return (snapshot, [SourceFile(name: name, byteCount: digest.byteCount, sha256: digest.sha256())])
    case .tar:
      let archive = try TarArchive(try source(), file: name, limit: min(mostBytes, MarketImport.fileBytes))
      return try ImportFile.market(
        archive.members.map { member in
          let name =
            member.folder == MarketFile.modelFolder ? "\(MarketFile.modelFolder)/\(member.name)" : member.name
          return (name, { () throws(IngestionError) in ByteSource(member.bytes) })
        },
        of: name)
    }
  }

  /// Reads a market from a JSON document, a folder, or a tar archive of one.
  public static func market(path: String) throws(IngestionError) -> (
    snapshot: MarketSnapshot, files: [SourceFile]
  ) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      let format = ImportFormat(fileName: path)
      return try ImportFile(name: name(path), format: format == .tar ? .tar : .json) {
        () throws(IngestionError) in try ByteSource(path: path)
      }.market()
    }
    // Other files may lie beside those of the market: notes, say.
    var tables = try names(in: path, [".csv", ".json", ".csv.gz", ".json.gz"])
    let models = "\(path)/\(MarketFile.modelFolder)"
    if FileManager.default.fileExists(atPath: models) {
      tables += try names(in: models, [".json", ".json.gz"]).map { "\(MarketFile.modelFolder)/\($0)" }
    }
    return try market(
      tables.map { name in (name, { () throws(IngestionError) in try ByteSource(path: "\(path)/\(name)") }) },
      of: path)
  }

  /// Files with one of the endings, in order of name.
  private static func names(in folder: String, _ endings: [String]) throws(IngestionError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
        !name.hasPrefix(".") && endings.contains { name.hasSuffix($0) }
      }
    } catch {
      throw IngestionError(file: folder, message: "cannot be read: \(error.localizedDescription)")
    }
  }

  /// Reads a market from the files of its folder.
  ///
  /// - Parameter whole: the folder or archive, for messages.
  private static func market(
    _ members: [(name: String, open: () throws(IngestionError) -> ByteSource)], of whole: String
  ) throws(IngestionError) -> (snapshot: MarketSnapshot, files: [SourceFile]) {
    var sources: [MarketFile: ByteSource] = [:]
    var models: [(file: String, source: ByteSource)] = []
    var digests: [(name: String, digest: SourceDigest)] = []
    for member in members {
      if member.name.hasPrefix("\(MarketFile.modelFolder)/") {
        let digest = SourceDigest()
        digests.append((member.name, digest))
        models.append((member.name, try member.open().digested(by: digest)))
        continue
      }
      guard let file = MarketFile(fileName: member.name) else {
        throw IngestionError(
          file: member.name, message: "is no file of a market; take it away or rename it: \(MarketFile.names)"
        )
      }
      guard sources[file] == nil else {
        throw IngestionError(
          file: member.name, message: "stands beside \(file.rawValue) in \(whole); keep one of them")
      }
      let digest = SourceDigest()
      digests.append((member.name, digest))
      sources[file] = try member.open().digested(by: digest)
    }
    let snapshot = try MarketImport().folder(sources, models: models)
    return (
      snapshot,
      digests.map { SourceFile(name: $0.name, byteCount: $0.digest.byteCount, sha256: $0.digest.sha256()) }
    )
  }
}
