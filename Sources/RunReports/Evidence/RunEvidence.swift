import Instruments
import JSONDocuments
import MarketData
public import PostgresStore
import Pricing
public import RunRecords

/// What shows how the numbers of a run came about: one ZIP archive, the same bytes for the same run.
///
/// Files are stored as they are, in order of name, with `manifest.json` naming the SHA-256 of every other one. The results
/// themselves are not in it, but their digests are; an archive of the run (`RunArchive`) has the rows.
public struct RunEvidence: Sendable {
  /// A file of the archive.
  public struct File: Sendable, Hashable {
    public let name: String
    public let bytes: [UInt8]
  }

  public static let manifestName = "manifest.json"
  /// A market document of more bytes is left out; its hash and size are in `snapshots.json`.
  private static let mostDocumentBytes = 4 << 20

  public let run: RunID
  /// In order of name, the manifest among them.
  public let files: [File]

  /// Collects what the database has of a run that has succeeded.
  ///
  /// Reads every result: give the connection time.
  ///
  /// - Throws: `StoreError.notFound`, `wrongState` or `removed`.
  public init(of id: RunID, _ connection: PostgresConnection) throws {
    let runs = RunStore(connection)
    let record = try runs.succeeded(id, action: "shown evidence of")
    guard let document = try runs.requestDocument(id: id), let request = try runs.request(id: id) else {
      throw StoreError.notFound(kind: "run", id: id.text)
    }
    var files = [
      File("run.json", try CanonicalJSON.encode(record)),
      File("request.json", document),
      File("scenarios.json", try CanonicalJSON.encode(request.scenarios)),
      File("attempts.json", try CanonicalJSON.encode(try runs.attempts(id: id))),
      File("results.json", try CanonicalJSON.encode(try ResultStore(connection).digests(id))),
      File("code.json", try CanonicalJSON.encode(CodeView(request))),
      File(name: "nodes.csv", bytes: try Self.nodes(record, connection)),
      File(name: "gaps.csv", bytes: try Self.csv(GapsExport(id), connection)),
    ]
    files += try Self.snapshots(record, connection)
    if let publication = try runs.publication(id) {
      files.append(File("publication.json", try CanonicalJSON.encode(PublicationView(publication))))
    }
    files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let manifest = EvidenceManifest(
      schemaVersion: 1, runId: id.text, requestHash: record.requestHash,
      files: files.map {
        .init(name: $0.name, bytes: $0.bytes.count, sha256: ContentHash.sha256Hex($0.bytes))
      })
    files.append(File(Self.manifestName, try CanonicalJSON.encode(manifest)))
    self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    run = id
  }

  /// Writes the archive.
  public func write(to output: ByteOutput) throws {
    let zip = ZipWriter(output)
    for file in files { try zip.store(file.name, file.bytes) }
    try zip.finish()
  }

  /// Totals of every node in the reporting currency, all product types together.
  private static func nodes(_ run: RunRecord, _ connection: PostgresConnection) throws -> [UInt8] {
    var filter = ResultStore.NodeFilter()
    filter.isReportingTotal = true
    filter.onlyAllProducts = true
    return try csv(NodesExport(run.id, filter: filter, scenarios: ScenarioColumns(run)), connection)
  }

  private static func csv(_ table: some RunExport, _ connection: PostgresConnection) throws -> [UInt8] {
    let output = ByteOutput()
    try table.write(as: .csv, about: [], from: SingleConnection(connection), to: output)
    return output.collected
  }

  private static func snapshots(_ run: RunRecord, _ connection: PostgresConnection) throws -> [File] {
    let markets = MarketSnapshotStore(connection)
    let positions = PositionSnapshotStore(connection)
    guard let market = try markets.record(id: run.marketSnapshotID),
      let marketDocument = try markets.document(id: run.marketSnapshotID),
      let book = try positions.record(id: run.positionSnapshotID),
      let bookDocument = try positions.document(id: run.positionSnapshotID)
    else { throw StoreError.notFound(kind: "snapshot of run", id: run.id.text) }
    let isSmall = marketDocument.utf8.count <= mostDocumentBytes
    let view = SnapshotsView(
      market: .init(
        snapshotId: market.id, source: market.source, createdAt: market.createdAt,
        documentBytes: marketDocument.utf8.count, positionCount: nil),
      positions: .init(
        snapshotId: book.id, source: book.source, createdAt: book.createdAt,
        documentBytes: bookDocument.utf8.count, positionCount: book.positionCount))
    return [
      File("snapshots.json", try CanonicalJSON.encode(view)), File("position_snapshot.json", bookDocument),
    ] + (isSmall ? [File("market_snapshot.json", marketDocument)] : []) + (try deals(run, connection))
  }

  /// The packages of the deals that the run was asked with, each as it was hashed.
  private static func deals(_ run: RunRecord, _ connection: PostgresConnection) throws -> [File] {
    let store = DealStore(connection)
    let hashes = try RunStore(connection).request(id: run.id)?.deals ?? [:]
    return try hashes.sorted { $0.key < $1.key }.map { name, hash in
      File(name: "deals/\(name).json", bytes: try store.json(hash: hash))
    }
  }

  private struct SnapshotsView: Encodable {
    let market: Snapshot
    let positions: Snapshot

    struct Snapshot: Encodable {
      /// SHA-256 of the document.
      let snapshotId: String
      let source: String
      let createdAt: String
      let documentBytes: Int
      let positionCount: Int?
    }
  }

  private struct CodeView: Encodable {
    let codeVersion: String
    let modelConfiguration: [String: String]
    /// Whichever instructions a worker has revalued with.
    let discountKernel: String

    init(_ request: RunRequest) {
      codeVersion = request.codeVersion
      modelConfiguration = request.modelConfiguration
      let paths = DiscountKernel.Path.allCases.map(\.rawValue).joined(separator: ", ")
      discountKernel = "any of \(paths); all give the same bits"
    }
  }

  private struct PublicationView: Encodable {
    let publishedBy: String
    let publishedAt: String
    let requestHash: String
    let resultRows: Int
    let cashFlowRows: Int
    let nodeRows: Int

    init(_ publication: RunStore.Publication) {
      publishedBy = publication.publishedBy
      publishedAt = publication.publishedAt
      requestHash = publication.requestHash
      resultRows = publication.resultRows
      cashFlowRows = publication.cashFlowRows
      nodeRows = publication.nodeRows
    }
  }
}

extension RunEvidence.File {
  init(_ name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }
}
