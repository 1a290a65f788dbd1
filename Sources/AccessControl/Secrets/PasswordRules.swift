/// Which passwords are taken: long ones of any kind (NIST SP 800-63B-4 section 3.1.1), without rules of composition.
public enum PasswordRules {
  /// The least that a password needs that is asked for alone.
  public static let leastCharacters = 15
  public static let mostCharacters = 256
  private static let leastDifferent = 6

  /// What is wrong with a password for `name`, and what to do; `nil` when it is taken.
  public static func fault(in password: String, for name: String) -> (message: String, fix: String)? {
    let count = password.unicodeScalars.count
    guard (leastCharacters...mostCharacters).contains(count) else {
      return (
        "has \(count) characters", "choose \(leastCharacters) to \(mostCharacters); several words are fine"
      )
    }
    guard password.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      return ("holds control characters", "leave them out")
    }
    guard Set(password.lowercased()).count >= leastDifferent else {
      return ("repeats few characters", "use at least \(leastDifferent) different ones")
    }
    let lower = password.lowercased()
    guard !(name.count >= 4 && lower.contains(name.lowercased())), !lower.contains("tenor") else {
      return ("holds the user's or the program's name", "leave it out")
    }
    return nil
  }
}
