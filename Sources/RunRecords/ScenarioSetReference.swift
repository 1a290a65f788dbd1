/// A scenario set by its name and, where one is meant, a version of it: `NAME` or `NAME@VERSION`.
public struct ScenarioSetReference: Sendable, Hashable, CustomStringConvertible {
  public let name: String
  /// From 1; `nil` for the newest that may be used.
  public let version: Int?

  public init(name: String, version: Int? = nil) {
    self.name = name
    self.version = version
  }

  /// `nil` for a text without a name, or with something else than a version from 1 after the last `@`.
  public init?(_ text: String) {
    guard let at = text.lastIndex(of: "@") else {
      guard !text.isEmpty else { return nil }
      self.init(name: text)
      return
    }
    let name = text[..<at]
    guard !name.isEmpty, let version = Int(text[text.index(after: at)...]), version >= 1,
      version <= Int(Int32.max)
    else { return nil }
    self.init(name: String(name), version: version)
  }

  public var description: String { version.map { "\(name)@\($0)" } ?? name }
}
