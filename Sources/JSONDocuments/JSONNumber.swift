// Int64(exactly:) needs libm, which this import links.
import Glibc

/// ECMAScript's text of a number (ECMA-262 Number::toString), which RFC 8785 section 3.2.2.3 prescribes.
public enum JSONNumber {
  /// The shortest text that reads back to the same `Double`, laid out as ECMAScript does: `1e+21`, `0.000001`,
  /// `1e-7`, and `0` for negative zero. Precondition: finite.
  public static func text(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `text(_:)` as ASCII. Precondition: finite.
  public static func append(_ value: Double, to out: inout [UInt8]) {
    precondition(value.isFinite, "JSON has no text for \(value)")
    if let integer = Int64(exactly: value), integer.magnitude < 1 << 53 {
      append(integer, to: &out)
      return
    }
    if value < 0 { out.append(UInt8(ascii: "-")) }
    var (digits, point) = shortestDigits(value.magnitude)
    let count = digits.count
    switch point {
    case count...21:
      out.append(contentsOf: digits)
      out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - count))
    case 1...21:
      out.append(contentsOf: digits[..<point])
      out.append(UInt8(ascii: "."))
      out.append(contentsOf: digits[point...])
    case -5...0:
      out.append(contentsOf: "0.".utf8)
      out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
      out.append(contentsOf: digits)
    default:
      out.append(digits.removeFirst())
      if !digits.isEmpty {
        out.append(UInt8(ascii: "."))
        out.append(contentsOf: digits)
      }
      out.append(UInt8(ascii: "e"))
      out.append(point > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
      append(Int64(abs(point - 1)), to: &out)
    }
  }

  private static func append(_ integer: Int64, to out: inout [UInt8]) {
    if integer < 0 { out.append(UInt8(ascii: "-")) }
    let first = out.count
    var rest = integer.magnitude
    repeat {
      out.append(UInt8(48 + rest % 10))
      rest /= 10
    } while rest > 0
    out[first...].reverse()
  }

  /// The shortest decimal digits d₁d₂… without trailing zeros, and the power n with value = 0.d₁d₂… × 10ⁿ.
  ///
  /// Swift's `description` gives the same digits as ECMAScript (shortest, then closest) in another layout.
  private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point = 0
    var seenPoint = false
    var exponent = 0
    var description = value.description
    description.withUTF8 { text in
      for (index, byte) in text.enumerated() {
        switch byte {
        case UInt8(ascii: "."): seenPoint = true
        case UInt8(ascii: "e"):
          exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self))!
          return
        default:
          if !seenPoint { point += 1 }
          digits.append(byte)
        }
      }
    }
    let leading = digits.prefix { $0 == 48 }.count
    digits.removeFirst(leading)
    while digits.last == 48 { digits.removeLast() }
    return (digits, point - leading + exponent)
  }
}
