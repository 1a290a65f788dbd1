/// All that is wrong with the numbers that a volatility surface was to be made of, each with the node at fault.
public struct VolatilitySurfaceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not empty.
  public let problems: [String]

  public init(_ problems: [String]) { self.problems = problems }

  public var description: String { problems.joined(separator: "; ") }
}

/// Gathers problems of nodes.
struct NodeProblems {
  private(set) var found: [String] = []

  mutating func add(_ problem: String) { found.append(problem) }

  /// An axis of times or strikes; returns whether it can carry a grid.
  mutating func checkAxis(_ name: String, _ values: [Double], above bound: Double? = nil) {
    if values.isEmpty { add("\(name): give at least one") }
    for value in values where !value.isFinite || bound.map({ value <= $0 }) == true {
      add("\(name): \(value) is not \(bound.map { "above \($0)" } ?? "finite")")
    }
    for (before, after) in zip(values, values.dropFirst()) where !(before < after) {
      add("\(name): \(after) comes after \(before); put them in ascending order")
    }
  }

  mutating func checkCount(_ name: String, _ count: Int, _ expected: Int) {
    if count != expected { add("\(name): \(count) values for \(expected) nodes") }
  }

  func throwIfAny() throws(VolatilitySurfaceError) {
    if !found.isEmpty { throw VolatilitySurfaceError(found) }
  }
}
