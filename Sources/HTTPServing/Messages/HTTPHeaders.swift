/// Header fields in the order they were received or added; names compare without regard to ASCII case.
public struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
  /// One field line.
  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: String
    let key: String

    init(name: String, value: String) {
      self.name = name
      self.value = value
      self.key = name.lowercased()
    }
  }

  public private(set) var fields: [Field]

  public init() {
    fields = []
  }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value under `name`. Setting replaces every field of that name; setting `nil` removes them.
  public subscript(name: String) -> String? {
    get {
      let key = name.lowercased()
      return fields.first { $0.key == key }?.value
    }
    set {
      let key = name.lowercased()
      fields.removeAll { $0.key == key }
      if let newValue {
        fields.append(Field(name: name, value: newValue))
      }
    }
  }

  /// Every value under `name`, in order.
  public func values(_ name: String) -> [String] {
    let key = name.lowercased()
    return fields.filter { $0.key == key }.map(\.value)
  }

  /// Adds a field line, keeping those of the same name.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }
}
