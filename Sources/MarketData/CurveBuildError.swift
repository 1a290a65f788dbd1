public import DatesAndConventions

/// A curve that cannot be built from its quotes.
public struct CurveBuildError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Id of the curve.
  public let curve: String
  /// The quote at fault; `nil` when it is the curve as a whole.
  public let tenor: Tenor?
  /// What is wrong and what to do.
  public let problem: String

  public init(curve: String, tenor: Tenor?, problem: String) {
    self.curve = curve
    self.tenor = tenor
    self.problem = problem
  }

  public var description: String {
    "curve \(curve)\(tenor.map { ", tenor \($0)" } ?? ""): \(problem)"
  }
}
