/// A JSON value held in memory.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// Finite when it came from a text; `CanonicalJSON` refuses to write others.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  public var kind: JSONElement.Kind {
    switch self {
    case .null: return .null
    case .bool: return .bool
    case .number: return .number
    case .string: return .string
    case .array: return .array
    case .object: return .object
    }
  }
}

/// The members of a JSON object, in the order of the text.
///
/// Names are unique when the object came from a text. Lookup is linear: use `JSONElement` for bulk data.
public struct JSONObject: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public let name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  public private(set) var members: [Member]

  public init(_ members: [Member] = []) { self.members = members }

  /// The value under a name; setting appends a new name at the end, and `nil` removes.
  public subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name, value))
      case (nil, nil): break
      }
    }
  }
}
