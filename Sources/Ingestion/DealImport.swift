import JSONDocuments
public import RunRecords
public import StructuredDeals

/// Reads a deal and its waterfall from one JSON document, whole or not at all.
public struct DealImport {
  /// Deal files are small; larger ones are a mistake.
  static let jsonBytes = 16 << 20

  public init() {}

  /// Reads a deal by the grammar of `docs/models/waterfall.md`.
  ///
  /// Throws `IngestionError` with the line of malformed text or the path of the field at fault, such as
  /// `waterfall[3].order`. Names and formulas are checked by `Waterfall`.
  public func deal(_ source: ByteSource, file: String) throws(IngestionError) -> Deal {
    let bytes = try source.all(file: file, limit: DealImport.jsonBytes)
    do throws(JSONError) {
      return try CanonicalJSON.decode(Deal.self, from: bytes)
    } catch {
      throw IngestionError(file: file, error)
    }
  }

  /// Reads a deal and checks it. Throws as `deal` does, and for the first of the deal's problems.
  public func waterfall(_ source: ByteSource, file: String) throws(IngestionError) -> Waterfall {
    let deal = try deal(source, file: file)
    do throws(DealProblems) {
      return try Waterfall(deal)
    } catch {
      let more = error.problems.count > 1 ? " (and \(error.problems.count - 1) more)" : ""
      throw IngestionError(
        file: file, field: error.problems[0].path, message: error.problems[0].message + more)
    }
  }

  /// Reads a package by the format of `docs/models/deal-packages.md`. Throws what the file lacks, or everything that is wrong with it.
  public func package(_ source: ByteSource, file: String) throws(IngestionError) -> Result<
    DealDocument, DealProblems
  > {
    let bytes = try source.all(file: file, limit: DealDocument.largestBytes)
    do throws(DealProblems) {
      return .success(try DealDocument(json: bytes))
    } catch {
      return .failure(error)
    }
  }

  /// Whether a file holds a package, and not a deal alone: it has a member `deal_id` or `deal`. False for what is no object.
  public func isPackage(_ source: ByteSource, file: String) throws(IngestionError) -> Bool {
    let bytes = try source.all(file: file, limit: DealDocument.largestBytes)
    let names = try? JSONParser().withDocument(bytes) { root in
      (root.members.map(Array.init) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
    }
    return names?.contains { $0 == "deal_id" || $0 == "deal" } ?? false
  }
}
