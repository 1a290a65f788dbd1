/// A path with parameters, such as `/v1/runs/{run_id}`, as OpenAPI writes it.
public struct PathTemplate: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
  enum Segment: Sendable, Hashable {
    case literal(String)
    case parameter(String)
  }

  public let description: String
  let segments: [Segment]

  /// - Precondition: starts with `/`; segments are not empty; a parameter fills its segment; parameter
  ///   names differ.
  public init(_ text: String) {
    precondition(text.hasPrefix("/"), "path template \(text) must start with /")
    description = text
    let parts = text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    segments = parts.map { part in
      precondition(!part.isEmpty, "path template \(text) has an empty segment")
      if part.hasPrefix("{"), part.hasSuffix("}"), part.count > 2 {
        return .parameter(String(part.dropFirst().dropLast()))
      }
      precondition(!part.contains { "{}".contains($0) }, "a parameter must fill its segment in \(text)")
      return .literal(String(part))
    }
    precondition(Set(parameterNames).count == parameterNames.count, "\(text) repeats a parameter")
  }

  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// The parameters' names, left to right.
  public var parameterNames: [String] {
    segments.compactMap { segment in
      switch segment {
      case .literal: nil
      case .parameter(let name): name
      }
    }
  }

  /// The parameters' values where the path fits, `nil` where it does not. A parameter is never empty.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      switch segment {
      case .literal(let literal):
        guard text == literal else { return nil }
      case .parameter(let name):
        guard !text.isEmpty else { return nil }
        values[name] = text
      }
    }
    return values
  }

  /// Which segments are parameters: two templates of one shape match the same paths.
  var shape: [String?] {
    segments.map { segment in
      switch segment {
      case .literal(let text): text
      case .parameter: nil
      }
    }
  }

  /// Whether a path both fit belongs to this template: at the first difference, a literal wins.
  func isMoreSpecific(than other: PathTemplate) -> Bool {
    for (mine, theirs) in zip(segments, other.segments) {
      switch (mine, theirs) {
      case (.literal, .parameter): return true
      case (.parameter, .literal): return false
      case (.literal, .literal), (.parameter, .parameter): continue
      }
    }
    return false
  }
}
