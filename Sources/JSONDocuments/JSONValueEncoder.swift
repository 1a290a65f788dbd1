/// Turns `Encodable` values into `JSONValue`, with names in `snake_case`.
struct JSONValueEncoder: Encoder {
  private let node: Node
  private let path: JSONPath
  private let keepsNames: Bool

  static func value(of value: some Encodable) throws(JSONError) -> JSONValue {
    let node = Node()
    do {
      try encode(value, into: node, at: JSONPath())
    } catch let error as JSONError {
      throw error
    } catch {
      throw JSONError("\(error)")
    }
    return node.value
  }

  var codingPath: [any CodingKey] { path.codingPath }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(Keyed<Key>(node: node, path: path, keepsNames: keepsNames))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return Unkeyed(node: node, path: path)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node, path: path) }

  /// A value under construction: containers fill it after they were handed out.
  private final class Node {
    private enum Storage {
      case scalar(JSONValue)
      case array([Node])
      case object([(name: String, node: Node)])
    }

    private var storage = Storage.scalar(.object(JSONObject()))

    var value: JSONValue {
      switch storage {
      case .scalar(let value): return value
      case .array(let nodes): return .array(nodes.map(\.value))
      case .object(let members):
        return .object(JSONObject(members.map { JSONObject.Member($0.name, $0.node.value) }))
      }
    }

    var count: Int {
      guard case .array(let nodes) = storage else { return 0 }
      return nodes.count
    }

    func set(_ value: JSONValue) { storage = .scalar(value) }

    func becomeObject() {
      if case .object = storage { return }
      storage = .object([])
    }

    func becomeArray() {
      if case .array = storage { return }
      storage = .array([])
    }

    func appendElement() -> Node {
      guard case .array(var nodes) = storage else { preconditionFailure("not an array") }
      let node = Node()
      nodes.append(node)
      storage = .array(nodes)
      return node
    }

    func member(_ name: String) -> Node {
      guard case .object(var members) = storage else { preconditionFailure("not an object") }
      let node = Node()
      members.append((name, node))
      storage = .object(members)
      return node
    }
  }

  private static func encode(_ value: some Encodable, into node: Node, at path: JSONPath) throws {
    switch value {
    case let value as JSONValue: node.set(value)
    case let value as Bool: node.set(.bool(value))
    case let value as String: node.set(.string(value))
    case let value as Double:
      guard value.isFinite else { throw JSONError("\(value) cannot be written as JSON", path: "\(path)") }
      node.set(.number(value))
    case let value as Float:
      guard value.isFinite else { throw JSONError("\(value) cannot be written as JSON", path: "\(path)") }
      node.set(.number(Double(value)))
    case let value as any BinaryInteger:
      guard let exact = Int64(exactly: value), exact.magnitude <= 1 << 53 else {
        throw JSONError("\(value) is beyond ±2^53, the integers that JSON carries exactly", path: "\(path)")
      }
      node.set(.number(Double(exact)))
    default:
      try value.encode(
        to: JSONValueEncoder(node: node, path: path, keepsNames: value is any StringKeyedDictionary))
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    let path: JSONPath
    let keepsNames: Bool

    var codingPath: [any CodingKey] { path.codingPath }

    private func name(_ key: Key) -> String {
      keepsNames ? key.stringValue : SnakeCase.fromCamel(key.stringValue)
    }

    private func child(_ key: Key) -> (Node, JSONPath) {
      (node.member(name(key)), path.appending(.name(name(key))))
    }

    mutating func encodeNil(forKey key: Key) throws { child(key).0.set(.null) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      let (node, path) = child(key)
      try JSONValueEncoder.encode(value, into: node, at: path)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      let (node, path) = child(key)
      node.becomeObject()
      return KeyedEncodingContainer(Keyed<Nested>(node: node, path: path, keepsNames: false))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      let (node, path) = child(key)
      node.becomeArray()
      return Unkeyed(node: node, path: path)
    }

    mutating func superEncoder() -> any Encoder {
      JSONValueEncoder(
        node: node.member("super"), path: path.appending(.name("super")), keepsNames: false)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder {
      let (node, path) = child(key)
      return JSONValueEncoder(node: node, path: path, keepsNames: false)
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let node: Node
    let path: JSONPath

    var codingPath: [any CodingKey] { path.codingPath }
    var count: Int { node.count }

    private func child() -> (Node, JSONPath) {
      let path = path.appending(.index(node.count))
      return (node.appendElement(), path)
    }

    mutating func encodeNil() throws { child().0.set(.null) }

    mutating func encode(_ value: some Encodable) throws {
      let (node, path) = child()
      try JSONValueEncoder.encode(value, into: node, at: path)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      let (node, path) = child()
      node.becomeObject()
      return KeyedEncodingContainer(Keyed<Nested>(node: node, path: path, keepsNames: false))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      let (node, path) = child()
      node.becomeArray()
      return Unkeyed(node: node, path: path)
    }

    mutating func superEncoder() -> any Encoder {
      let (node, path) = child()
      return JSONValueEncoder(node: node, path: path, keepsNames: false)
    }
  }

  private struct Single: SingleValueEncodingContainer {
    let node: Node
    let path: JSONPath

    var codingPath: [any CodingKey] { path.codingPath }

    mutating func encodeNil() throws { node.set(.null) }

    mutating func encode(_ value: some Encodable) throws {
      try JSONValueEncoder.encode(value, into: node, at: path)
    }
  }
}
