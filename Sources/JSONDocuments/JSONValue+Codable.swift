/// A value inside a coded type passes through `CanonicalJSON` as it is; other coders are not served.
extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? JSONValueDecoder else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "a JSON value is read by CanonicalJSON only"))
    }
    self = try decoder.singleValueContainer().decode(JSONValue.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(self)
  }
}
