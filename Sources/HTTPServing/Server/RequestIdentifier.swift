/// The identifier that ties a request, its log entries and its answer together.
enum RequestIdentifier {
  /// The client's `X-Request-ID` if it is 1 to 128 letters, digits, `-`, `_` or `.`; else a random one.
  static func of(_ headers: HTTPHeaders) -> String {
    if let given = headers["X-Request-ID"], (1...128).contains(given.utf8.count),
      given.utf8.allSatisfy(isAllowed)
    {
      return given
    }
    let digits = String(UInt128.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default:
      false
    }
  }
}
