import PostgresStore
public import RunRecords

/// The rows that an import did not take, and why.
public struct ImportRejectionsExport: RunExport {
  private static let pageRows = 1_000
  private let number: Int32

  /// - Parameter number: Of the import.
  public init(_ number: Int32) { self.number = number }

  public var name: String { "Rejections" }
  public var columns: [String] { Self.columns }
  public var filters: [ExportTable.About] { [] }

  public static let columns = ["file", "line", "row", "field", "value", "problem", "fix"]

  /// The cells of a rejection.
  public static func cells(_ rejection: ImportRejection) -> [ExportCell] {
    func text(_ text: String?) -> ExportCell { text.map { .text($0) } ?? .empty }
    return [
      .text(rejection.file), rejection.line.map { .integer($0) } ?? .empty, .integer(rejection.row),
      text(rejection.field), text(rejection.value), .text(rejection.problem), .text(rejection.fix),
    ]
  }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    var last: Int32 = 0
    while true {
      let page = try database.read {
        try ImportStore($0).rejections(of: number, limit: Self.pageRows, after: last)
      }
      for rejection in page { try body(Self.cells(rejection)) }
      guard page.count == Self.pageRows, let number = page.last?.number else { return }
      last = Int32(number)
    }
  }
}
