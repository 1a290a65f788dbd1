/// An ISO 4217 currency, by its three-letter code.
///
/// Packed into 32 bits, so that comparing and hashing cost nothing. Any three capital letters are
/// representable; `isKnown` tells whether Tenor lists the code.
public struct Currency: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let packed: UInt32

  /// A currency from exactly three capital ASCII letters; `nil` otherwise.
  public init?(_ code: some StringProtocol) {
    var value: UInt32 = 0
    var count = 0
    for byte in code.utf8 {
      guard byte >= 65, byte <= 90, count < 3 else { return nil }
      value = value << 8 | UInt32(byte)
      count += 1
    }
    guard count == 3 else { return nil }
    packed = value
  }

  /// The three-letter code.
  public var code: String {
    String(
      decoding: [UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255)], as: UTF8.self)
  }

  public var description: String { code }

  /// Alphabetical by code.
  public static func < (a: Currency, b: Currency) -> Bool { a.packed < b.packed }

  public static let usd = Currency("USD")!
  public static let eur = Currency("EUR")!
  public static let gbp = Currency("GBP")!
  public static let jpy = Currency("JPY")!
  public static let chf = Currency("CHF")!
  public static let cad = Currency("CAD")!
  public static let aud = Currency("AUD")!
}

extension Currency: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let currency = Currency(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a currency; write its ISO 4217 code, such as USD")
    }
    self = currency
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}
