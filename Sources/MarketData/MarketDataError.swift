/// All that is wrong with a market snapshot.
public struct MarketDataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not empty; in document order.
  public let problems: [MarketDataProblem]

  public init(_ problems: [MarketDataProblem]) { self.problems = problems }

  public var description: String { problems.map(\.description).joined(separator: "; ") }
}

/// One thing wrong with a market snapshot.
public struct MarketDataProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where, with curves by id and points by tenor: `curves[USD.TREASURY].points[3M].rate`.
  public let path: String
  /// What, and what to do.
  public let message: String

  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}
