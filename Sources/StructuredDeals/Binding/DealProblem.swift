/// Something wrong with a deal, whatever its collateral does.
public struct DealProblem: Equatable, Sendable, CustomStringConvertible {
  /// The place in the document: `waterfall[3].bonds[1]`.
  public let path: String
  /// What is wrong and the fix.
  public let message: String

  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}

/// Everything wrong with a deal; never empty.
public struct DealProblems: Error, Equatable, Sendable, CustomStringConvertible {
  public let problems: [DealProblem]

  public init(problems: [DealProblem]) { self.problems = problems }

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
