/// Reading a whole JSON text into memory.
public enum JSONDocument {
  /// The value of a strict JSON text in UTF-8.
  ///
  /// Refuses malformed text with its line and column, and repeated member names with their path.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try asJSONError { try bytes.withUnsafeBytes { try parse($0) } }
  }

  /// The value of a strict JSON text in UTF-8.
  public static func parse(_ text: String) throws(JSONError) -> JSONValue {
    var text = text
    return try asJSONError { try text.withUTF8 { try parse(UnsafeRawBufferPointer($0)) } }
  }

  /// The value of a strict JSON text in UTF-8.
  public static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    try asJSONError { try JSONParser().withDocument(bytes) { try JSONValue($0) } }
  }

  /// Types the errors of calls that only ever throw `JSONError` through untyped closures.
  private static func asJSONError<Result>(_ body: () throws -> Result) throws(JSONError) -> Result {
    do {
      return try body()
    } catch let error as JSONError {
      throw error
    } catch {
      preconditionFailure("an untyped error while reading JSON: \(error)")
    }
  }
}

extension JSONValue {
  /// A copy of an element that outlives its document. Throws on repeated member names.
  public init(_ element: JSONElement) throws(JSONError) {
    var path = JSONPath()
    try self.init(element, at: &path)
  }

  private init(_ element: JSONElement, at path: inout JSONPath) throws(JSONError) {
    switch element.kind {
    case .null: self = .null
    case .bool: self = .bool(element.bool!)
    case .number: self = .number(element.number!)
    case .string: self = .string(element.string!)
    case .array:
      var values: [JSONValue] = []
      for (index, child) in element.elements!.enumerated() {
        path.append(.index(index))
        values.append(try JSONValue(child, at: &path))
        path.removeLast()
      }
      self = .array(values)
    case .object:
      var members: [JSONObject.Member] = []
      var names: Set<String> = []
      for (bytes, child) in element.members! {
        let name = String(decoding: bytes, as: UTF8.self)
        path.append(.name(name))
        guard names.insert(name).inserted else {
          throw JSONError("the name '\(name)' appears twice in one object; keep one", path: "\(path)")
        }
        members.append(JSONObject.Member(name, try JSONValue(child, at: &path)))
        path.removeLast()
      }
      self = .object(JSONObject(members))
    }
  }
}
