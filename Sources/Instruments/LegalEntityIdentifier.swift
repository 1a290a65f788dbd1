/// A legal entity identifier of ISO 17442: 18 capital letters and digits, then two check digits.
///
/// The check is that of ISO 7064 MOD 97-10: with letters read as 10 for A to 35 for Z, the number leaves 1 over 97.
public struct LegalEntityIdentifier: Sendable, Hashable, CustomStringConvertible {
  public let description: String

  /// Why a text is no identifier; the description completes a sentence that begins with the text.
  public enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
    case shape
    case checkDigits

    public var description: String {
      switch self {
      case .shape: "is not a LEI; write 18 capital letters or digits and two check digits"
      case .checkDigits: "is not a LEI: its check digits do not fit; a character is wrong or two are swapped"
      }
    }
  }

  public init(_ text: String) throws(Fault) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes.allSatisfy({ Self.isDigit($0) || (65...90).contains($0) }),
      bytes.suffix(2).allSatisfy(Self.isDigit)
    else { throw .shape }
    var remainder = 0
    for byte in bytes {
      let value = Self.isDigit(byte) ? Int(byte) - 48 : Int(byte) - 55
      remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97
    }
    guard remainder == 1 else { throw .checkDigits }
    description = text
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
