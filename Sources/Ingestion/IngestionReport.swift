/// What became of a file's rows. Accepted and rejected rows add up to those read, always.
public struct IngestionReport: Sendable, Hashable, Codable {
  /// Rejections kept in full; later ones are only counted.
  public static let rejectionsKept = 10_000

  public let file: String
  public private(set) var accepted = 0
  public private(set) var rejected = 0
  /// The first rejections, in the order of the file.
  public private(set) var rejections: [RowRejection] = []

  public init(file: String) { self.file = file }

  /// Data rows read: blank lines and the header are not counted.
  public var read: Int { accepted + rejected }

  mutating func accept() { accepted += 1 }

  mutating func reject(line: Int?, field: String? = nil, value: String? = nil, _ message: String) {
    rejected += 1
    guard rejections.count < IngestionReport.rejectionsKept else { return }
    rejections.append(
      RowRejection(file: file, line: line, row: read, field: field, value: value, message: message))
  }
}
