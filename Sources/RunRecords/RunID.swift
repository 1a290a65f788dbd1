public import DatesAndConventions

/// The name of a run: 1 to 40 characters of `A-Z a-z 0-9 . _ -`, beginning with a letter or digit.
///
/// Names made by `init(valuationDate:createdAtMilliseconds:random:)` sort by valuation date, then by creation.
public struct RunID: Sendable, Hashable, Comparable, Encodable, CustomStringConvertible {
  public let text: String

  /// A run id from text; `nil` when it is not one.
  public init?(_ text: some StringProtocol) {
    guard (1...40).contains(text.utf8.count), let first = text.utf8.first, RunID.isAlphanumeric(first),
      text.utf8.allSatisfy({ RunID.isAlphanumeric($0) || $0 == 45 || $0 == 46 || $0 == 95 })
    else { return nil }
    self.text = String(text)
  }

  /// A new id, such as `R20230331-01JZ8K3V5T-7QF2`.
  ///
  /// - Parameters:
  ///   - createdAtMilliseconds: Since 1970-01-01 UTC; its lower 50 bits are kept.
  ///   - random: Tells apart runs created in the same millisecond; its lower 20 bits are kept.
  public init(valuationDate: CivilDate, createdAtMilliseconds: Int64, random: UInt64) {
    let day = valuationDate.description.filter { $0 != "-" }
    let time = RunID.base32(UInt64(bitPattern: createdAtMilliseconds), digits: 10)
    text = "R\(day)-\(time)-\(RunID.base32(random, digits: 4))"
  }

  public var description: String { text }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  public static func < (a: RunID, b: RunID) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  /// Crockford's alphabet: no letters that look like digits, and it sorts like the number.
  private static func base32(_ value: UInt64, digits: Int) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    let bytes = (0..<digits).reversed().map { alphabet[Int((value >> UInt64(5 * $0)) & 31)] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
