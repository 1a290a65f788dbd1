/// A value inside a document that a `JSONParser` holds.
///
/// A view without ownership: valid only inside the closure it was lent to. Reading makes no `String` unless
/// asked. The layout is simdjson's tape: a type in the top byte of each word, a payload in the other 56 bits.
public struct JSONElement {
  let tape: UnsafePointer<UInt64>
  let strings: UnsafePointer<UInt8>
  let index: Int

  public enum Kind: Sendable, Hashable {
    case null, bool, number, string, array, object

    /// For messages: `a number`, `null`.
    public var inWords: String {
      switch self {
      case .null: return "null"
      case .bool: return "true or false"
      case .number: return "a number"
      case .string: return "a string"
      case .array: return "an array"
      case .object: return "an object"
      }
    }
  }

  public var kind: Kind {
    switch tag {
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): return .number
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "{"): return .object
    case let other: preconditionFailure("tape tag \(other)")
    }
  }

  public var isNull: Bool { tag == UInt8(ascii: "n") }

  /// `nil` unless this is `true` or `false`.
  public var bool: Bool? {
    switch tag {
    case UInt8(ascii: "t"): return true
    case UInt8(ascii: "f"): return false
    default: return nil
    }
  }

  /// `nil` unless this is a number; integers beyond 2^53 are rounded to the nearest `Double`.
  public var number: Double? {
    switch tag {
    case UInt8(ascii: "d"): return Double(bitPattern: tape[index + 1])
    case UInt8(ascii: "l"): return Double(Int64(bitPattern: tape[index + 1]))
    case UInt8(ascii: "u"): return Double(tape[index + 1])
    default: return nil
    }
  }

  /// The UTF-8 bytes of a string, escapes resolved; `nil` unless this is a string.
  public var utf8: UnsafeBufferPointer<UInt8>? {
    guard tag == UInt8(ascii: "\"") else { return nil }
    let start = strings + Int(payload)
    let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: start + 4, count: Int(length))
  }

  /// `nil` unless this is a string.
  public var string: String? { utf8.map { String(decoding: $0, as: UTF8.self) } }

  /// The elements of an array; `nil` unless this is one.
  public var elements: Elements? {
    tag == UInt8(ascii: "[") ? Elements(upcoming: child(index + 1), end: after - 1) : nil
  }

  /// The members of an object in the order of the text; `nil` unless this is one.
  /// Repeated names are not looked for.
  public var members: Members? {
    tag == UInt8(ascii: "{") ? Members(upcoming: child(index + 1), end: after - 1) : nil
  }

  private var tag: UInt8 { UInt8(truncatingIfNeeded: tape[index] >> 56) }

  private var payload: UInt64 { tape[index] & 0x00FF_FFFF_FFFF_FFFF }

  private func child(_ index: Int) -> JSONElement {
    JSONElement(tape: tape, strings: strings, index: index)
  }

  /// The tape index just past this value.
  private var after: Int {
    switch tag {
    case UInt8(ascii: "["), UInt8(ascii: "{"): return Int(payload & 0xFFFF_FFFF)
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): return index + 2
    default: return index + 1
    }
  }

  /// The elements of an array, in order.
  public struct Elements: Sequence, IteratorProtocol {
    fileprivate var upcoming: JSONElement
    fileprivate let end: Int

    public mutating func next() -> JSONElement? {
      guard upcoming.index < end else { return nil }
      defer { upcoming = upcoming.child(upcoming.after) }
      return upcoming
    }
  }

  /// The members of an object, in the order of the text.
  public struct Members: Sequence, IteratorProtocol {
    fileprivate var upcoming: JSONElement
    fileprivate let end: Int

    public mutating func next() -> (name: UnsafeBufferPointer<UInt8>, value: JSONElement)? {
      guard upcoming.index < end, let name = upcoming.utf8 else { return nil }
      let value = upcoming.child(upcoming.index + 1)
      upcoming = value.child(value.after)
      return (name, value)
    }
  }
}
