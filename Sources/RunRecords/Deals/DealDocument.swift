import JSONDocuments
public import StructuredDeals

/// A deal package as it is stored: its canonical JSON under its hash.
public struct DealDocument: Sendable {
  public let package: DealPackage
  /// RFC 8785; the same for the same content, however it was written.
  public let json: [UInt8]
  /// SHA-256 of `json`, 64 lower-case hex digits.
  public let contentHash: String

  /// `sha256:` and `contentHash`, as versions and runs name it.
  public var contentID: String { "sha256:\(contentHash)" }

  /// Larger documents are refused.
  public static let largestBytes = 64 << 20

  /// Throws everything that is wrong with the package, each with its path.
  public init(json: [UInt8]) throws(DealProblems) {
    guard json.count <= DealDocument.largestBytes else {
      throw DealProblems(problems: [
        DealProblem(
          path: "document",
          message: "has more than \(DealDocument.largestBytes >> 20) MiB; give lines that stand for loans")
      ])
    }
    package = try DealPackage(json: json)
    do throws(JSONError) {
      self.json = try CanonicalJSON.encodeBytes(try JSONDocument.parse(json))
    } catch {
      throw DealProblems(error)
    }
    contentHash = ContentHash.sha256Hex(self.json)
  }
}
