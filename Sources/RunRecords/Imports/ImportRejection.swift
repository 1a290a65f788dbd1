/// A row that an import did not take, as it is kept.
public struct ImportRejection: Sendable, Hashable, Codable {
  /// Among the rejections of the import, from 1.
  public let number: Int
  public let file: String
  /// Line of the file on which the row starts, from 1; `nil` for JSON.
  public let line: Int?
  /// Among the rows of the file, from 1; 0 where the file is at fault as a whole.
  public let row: Int
  /// The field at fault; `nil` when it is the row as such.
  public let field: String?
  /// What the row holds there, shortened.
  public let value: String?
  /// What is wrong.
  public let problem: String
  /// What to do.
  public let fix: String

  /// - Parameter message: What is wrong and, after a semicolon, the fix.
  public init(
    number: Int, file: String, line: Int?, row: Int, field: String?, value: String?, message: String
  ) {
    self.number = number
    self.file = file
    self.line = line
    self.row = row
    self.field = field
    self.value = value
    if let cut = message.firstRange(of: "; ") {
      problem = String(message[..<cut.lowerBound])
      fix = String(message[cut.upperBound...])
    } else {
      problem = message
      fix = field == nil ? "correct the row" : "correct this field"
    }
  }
}
