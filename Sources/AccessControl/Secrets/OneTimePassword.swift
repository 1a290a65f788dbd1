/// A password that one person gives to another, who has to choose another at the first sign-in.
public enum OneTimePassword {
  /// Letters and digits that are not mistaken for each other when read aloud or copied by hand.
  static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
  private static let groups = 4
  private static let charactersOfAGroup = 5

  /// Four groups of five characters: 99 random bits.
  ///
  /// - Parameter name: Whose it is; the rules for passwords are kept.
  public static func make(for name: UserName, using generator: inout some RandomNumberGenerator) -> String {
    while true {
      let password = (0..<groups).map { _ in
        String((0..<charactersOfAGroup).map { _ in alphabet.randomElement(using: &generator)! })
      }.joined(separator: "-")
      if PasswordRules.fault(in: password, for: name.text) == nil { return password }
    }
  }
}
