/// Builds `Decodable` values from `JSONValue`, with names in `snake_case`, refusing names nobody asked for.
struct JSONValueDecoder: Decoder {
  fileprivate let value: JSONValue
  fileprivate let path: JSONPath
  fileprivate let keepsNames: Bool
  fileprivate let ledger: NameLedger

  static func decode<Value: Decodable>(
    _ type: Value.Type, from value: JSONValue, at path: JSONPath
  ) throws(JSONError) -> Value {
    do {
      return try unbox(type, value, path)
    } catch let error as JSONError {
      throw error
    } catch {
      throw JSONError("\(error)", path: "\(path)")
    }
  }

  var codingPath: [any CodingKey] { path.codingPath }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(
      try KeyedValues<Key>(value, path: path, keepsNames: keepsNames, ledger: ledger))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try UnkeyedValues(value, path: path, ledger: ledger)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    SingleValue(value: value, path: path)
  }

  fileprivate static func unbox<Value: Decodable>(
    _ type: Value.Type, _ value: JSONValue, _ path: JSONPath
  ) throws -> Value {
    let scalar: Any?
    switch type {
    case is JSONValue.Type: scalar = value
    case is Bool.Type:
      guard case .bool(let flag) = value else { throw mismatch("true or false", value, path) }
      scalar = flag
    case is String.Type:
      guard case .string(let text) = value else { throw mismatch("a string", value, path) }
      scalar = text
    case is Double.Type: scalar = try number(value, path)
    case is Float.Type: scalar = Float(try number(value, path))
    case let integer as any FixedWidthInteger.Type: scalar = try exact(integer, value, path)
    default: scalar = nil
    }
    if let scalar { return scalar as! Value }

    let decoder = JSONValueDecoder(
      value: value, path: path, keepsNames: type is any StringKeyedDictionary.Type, ledger: NameLedger())
    do {
      let made = try Value(from: decoder)
      try decoder.ledger.refuseUnasked()
      return made
    } catch let error as DecodingError {
      throw translate(error, type, value, path)
    }
  }

  private static func number(_ value: JSONValue, _ path: JSONPath) throws -> Double {
    guard case .number(let number) = value else { throw mismatch("a number", value, path) }
    return number
  }

  private static func exact<Integer: FixedWidthInteger>(
    _ type: Integer.Type, _ value: JSONValue, _ path: JSONPath
  ) throws -> Integer {
    let number = try number(value, path)
    guard let integer = Integer(exactly: number) else {
      throw JSONError("\(JSONNumber.text(number)) is not a whole number in range", path: "\(path)")
    }
    return integer
  }

  fileprivate static func mismatch(_ wanted: String, _ value: JSONValue, _ path: JSONPath) -> JSONError {
    JSONError("expected \(wanted), found \(value.kind.inWords)", path: "\(path)")
  }

  /// An error of a type's own decoding, with the choices when the type is a closed list of names.
  private static func translate(
    _ error: DecodingError, _ type: Any.Type, _ value: JSONValue, _ path: JSONPath
  ) -> JSONError {
    let choices = (type as? any CaseIterable.Type).map { rawValues($0) } ?? []
    switch error {
    case .dataCorrupted(let context):
      if !choices.isEmpty {
        let found: String
        switch value {
        case .string(let text): found = "'\(text)'"
        case .number(let number): found = JSONNumber.text(number)
        case .null, .bool, .array, .object: found = value.kind.inWords
        }
        return JSONError("\(found) is not one of: \(choices.joined(separator: ", "))", path: "\(path)")
      }
      return JSONError(context.debugDescription, path: "\(JSONPath(context.codingPath))")
    case .typeMismatch(_, let context) where context.debugDescription.hasPrefix("Invalid number of keys"):
      // What the compiler's decoding of an enum with payloads says when it knows no or several names.
      let names: [String]
      if case .object(let object) = value { names = object.members.map(\.name) } else { names = [] }
      return JSONError(
        "expected an object with one known member, found: \(names.joined(separator: ", "))",
        path: "\(JSONPath(context.codingPath))")
    case .keyNotFound(_, let context), .valueNotFound(_, let context), .typeMismatch(_, let context):
      return JSONError(context.debugDescription, path: "\(JSONPath(context.codingPath))")
    @unknown default: return JSONError("\(error)", path: "\(path)")
    }
  }

  private static func rawValues<Choice: CaseIterable>(_ type: Choice.Type) -> [String] {
    Choice.allCases.compactMap { choice in
      (choice as? any RawRepresentable).map { "\($0.rawValue)" }
    }
  }
}

/// The names of one object that decoding asked for, and those of the objects nested in it.
private final class NameLedger {
  private var present: [(name: String, path: JSONPath)] = []
  private var asked: Set<String> = []
  private var nested: [NameLedger] = []

  func open(_ names: [String], at path: JSONPath) { present = names.map { ($0, path) } }

  func ask(_ name: String) { asked.insert(name) }

  func makeNested() -> NameLedger {
    let ledger = NameLedger()
    nested.append(ledger)
    return ledger
  }

  func refuseUnasked() throws(JSONError) {
    if let (name, path) = present.first(where: { !asked.contains($0.name) }) {
      let known = asked.sorted().joined(separator: ", ")
      throw JSONError("unknown field '\(name)'; known here: \(known)", path: "\(path)")
    }
    for ledger in nested { try ledger.refuseUnasked() }
  }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let values: [String: JSONValue]
  private let names: [String]
  private let path: JSONPath
  private let keepsNames: Bool
  private let ledger: NameLedger

  init(_ value: JSONValue, path: JSONPath, keepsNames: Bool, ledger: NameLedger) throws {
    guard case .object(let object) = value else {
      throw JSONValueDecoder.mismatch("an object", value, path)
    }
    self.values = Dictionary(
      object.members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    self.names = object.members.map(\.name)
    self.path = path
    self.keepsNames = keepsNames
    self.ledger = ledger
    ledger.open(names, at: path)
  }

  var codingPath: [any CodingKey] { path.codingPath }

  var allKeys: [Key] {
    names.compactMap { name in
      if keepsNames { return Key(stringValue: name) }
      return SnakeCase.toCamel(name).lazy.compactMap { Key(stringValue: $0) }.first
    }
  }

  private func name(_ key: Key) -> String {
    let name = keepsNames ? key.stringValue : SnakeCase.fromCamel(key.stringValue)
    ledger.ask(name)
    return name
  }

  private func required(_ key: Key) throws -> (JSONValue, JSONPath) {
    let name = name(key)
    guard let value = values[name] else {
      throw JSONError("the field '\(name)' is missing", path: "\(path)")
    }
    return (value, path.appending(.name(name)))
  }

  func contains(_ key: Key) -> Bool { values[name(key)] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try required(key).0 == .null }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let (value, path) = try required(key)
    return try JSONValueDecoder.unbox(type, value, path)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    let name = name(key)
    guard let value = values[name], value != .null else { return nil }
    return try JSONValueDecoder.unbox(type, value, path.appending(.name(name)))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    let (value, path) = try required(key)
    return KeyedDecodingContainer(
      try KeyedValues<Nested>(value, path: path, keepsNames: false, ledger: ledger.makeNested()))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    let (value, path) = try required(key)
    return try UnkeyedValues(value, path: path, ledger: ledger)
  }

  func superDecoder() throws -> any Decoder {
    JSONValueDecoder(
      value: values["super"] ?? .null, path: path, keepsNames: false, ledger: ledger.makeNested())
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    let (value, path) = try required(key)
    return JSONValueDecoder(value: value, path: path, keepsNames: false, ledger: ledger.makeNested())
  }
}

private struct UnkeyedValues: UnkeyedDecodingContainer {
  private let values: [JSONValue]
  private let path: JSONPath
  private let ledger: NameLedger
  private(set) var currentIndex = 0

  init(_ value: JSONValue, path: JSONPath, ledger: NameLedger) throws {
    guard case .array(let values) = value else { throw JSONValueDecoder.mismatch("an array", value, path) }
    self.values = values
    self.path = path
    self.ledger = ledger
  }

  var codingPath: [any CodingKey] { path.codingPath }
  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  private mutating func take() throws -> (JSONValue, JSONPath) {
    let path = path.appending(.index(currentIndex))
    guard !isAtEnd else { throw JSONError("the array ends too soon", path: "\(path)") }
    defer { currentIndex += 1 }
    return (values[currentIndex], path)
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, values[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (value, path) = try take()
    return try JSONValueDecoder.unbox(type, value, path)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let (value, path) = try take()
    return KeyedDecodingContainer(
      try KeyedValues<Nested>(value, path: path, keepsNames: false, ledger: ledger.makeNested()))
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let (value, path) = try take()
    return try UnkeyedValues(value, path: path, ledger: ledger)
  }

  mutating func superDecoder() throws -> any Decoder {
    let (value, path) = try take()
    return JSONValueDecoder(value: value, path: path, keepsNames: false, ledger: ledger.makeNested())
  }
}

private struct SingleValue: SingleValueDecodingContainer {
  let value: JSONValue
  let path: JSONPath

  var codingPath: [any CodingKey] { path.codingPath }

  func decodeNil() -> Bool { value == .null }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONValueDecoder.unbox(type, value, path)
  }
}
