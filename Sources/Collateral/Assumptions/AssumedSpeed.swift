/// A speed, or the name of a model that gives one.
public enum AssumedSpeed<Speed: SpeedUnderText>: Hashable, Sendable {
  case speed(Speed)
  case model(String)
}

/// A speed of prepayment or of default, which people write as text such as `150 PSA`.
public protocol SpeedUnderText: Hashable, Sendable, Codable {
  init(text: String) throws(CollateralError)
  /// What `init(text:)` reads; `nil` for speeds by age of the loan.
  var text: String? { get }
}

extension PrepaymentSpeed: SpeedUnderText {}
extension DefaultSpeed: SpeedUnderText {}

/// JSON: `"150 PSA"`, `{"model": name}`, or for speeds by age of the loan `{"unit": "abs", "vector": {"clock": "loan_age", "values": [0.012]}}`.
extension AssumedSpeed: Codable {
  private enum CodingKeys: String, CodingKey { case unit }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self = .speed(try decoder.reading { () throws(CollateralError) in try Speed(text: text) })
    } else if (try? decoder.container(keyedBy: CodingKeys.self))?.contains(.unit) == true {
      self = .speed(try Speed(from: decoder))
    } else {
      self = .model(try NamedModel(from: decoder).model)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .speed(let speed):
      var container = encoder.singleValueContainer()
      if let text = speed.text { try container.encode(text) } else { try container.encode(speed) }
    case .model(let name): try NamedModel(model: name).encode(to: encoder)
    }
  }
}
