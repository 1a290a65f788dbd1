/// The name of a limit: 1 to 40 characters of `A-Z a-z 0-9 . _ -`, beginning with a letter or digit.
public struct LimitName: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let text: String

  /// A name from text; `nil` when it is not one.
  public init?(_ text: some StringProtocol) {
    // The same letters as the name of a run.
    guard let id = RunID(text) else { return nil }
    self.text = id.text
  }

  public var description: String { text }

  public static func < (a: LimitName, b: LimitName) -> Bool { a.text < b.text }
}

extension LimitName: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let name = LimitName(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "'\(text)' is not the name of a limit; write 1 to 40 of the characters A-Z a-z 0-9 . _ - "
          + "beginning with a letter or digit")
    }
    self = name
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
