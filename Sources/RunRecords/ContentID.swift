/// The name of an immutable document: `sha256:` and the 64 lower-case hexadecimal digits of its content hash.
public enum ContentID {
  public static func isValid(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 71 && text.hasPrefix("sha256:")
      && text.utf8.dropFirst(7).allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
