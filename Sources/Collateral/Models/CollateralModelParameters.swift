/// Parameters of a model, as a file of their own with a name and a version.
public protocol CollateralModelParameters: Codable, Sendable {
  var name: String { get }
  var version: String { get }
  /// What is wrong with the parameters; empty when they can be used.
  var problems: [ParameterProblem] { get }
}

/// A parameter that a model cannot be used with.
public struct ParameterProblem: Hashable, Sendable, CustomStringConvertible {
  /// Path of the parameter in its file.
  public let field: String
  /// What is wrong and what would be right.
  public let message: String

  public var description: String { "\(field): \(message)" }

  static func ofName(_ name: String, _ version: String) -> [ParameterProblem] {
    var problems: [ParameterProblem] = []
    problems.require((1...64).contains(name.utf8.count), "name", "is not 1 to 64 characters")
    problems.require((1...32).contains(version.utf8.count), "version", "is not 1 to 32 characters")
    for (field, text) in [("name", name), ("version", version)] {
      problems.require(
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, field, "has a control character; remove it")
    }
    return problems
  }
}

extension [ParameterProblem] {
  mutating func require(_ holds: Bool, _ field: String, _ message: String) {
    if !holds { append(ParameterProblem(field: field, message: message)) }
  }

  /// A number within bounds.
  mutating func require(_ value: Double, in range: ClosedRange<Double>, _ field: String) {
    require(
      range.contains(value), field, "\(value) is not between \(range.lowerBound) and \(range.upperBound)")
  }
}
