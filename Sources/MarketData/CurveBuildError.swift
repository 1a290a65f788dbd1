import DatesAndConventions

/// A curve that cannot be built from its quotes.
public struct CurveBuildError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Id of the curve.
  public let curve: String
  /// The quote at fault, by its tenor or its instrument; `nil` when it is the curve as a whole.
  public let quote: String?
  /// What is wrong and what to do.
  public let problem: String

  public init(curve: String, quote: String?, problem: String) {
    self.curve = curve
    self.quote = quote
    self.problem = problem
  }

  public var description: String {
    "curve \(curve)\(quote.map { Tenor($0) == nil ? ", \($0)" : ", tenor \($0)" } ?? ""): \(problem)"
  }
}
