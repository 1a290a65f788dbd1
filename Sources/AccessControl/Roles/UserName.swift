/// The name of a user: 1 to 64 of `a-z 0-9 . _ @ -`, beginning with a letter or digit.
public struct UserName: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  /// `nil` where the text is not such a name.
  public init?(_ text: String) {
    let isWord: (UInt8) -> Bool = {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard (1...64).contains(text.utf8.count), isWord(text.utf8.first!),
      text.utf8.allSatisfy({ isWord($0) || ".@_-".utf8.contains($0) })
    else { return nil }
    self.text = text
  }

  public var description: String { text }
}
