import DatesAndConventions

/// Wire form: `{"zero": "continuous"}` or `{"par": 2}`.
extension CurveKind: Codable {
  private enum Key: String, CodingKey { case zero, par }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let compounding = try container.decodeIfPresent(ZeroCompounding.self, forKey: .zero) {
      self = .zero(compounding)
    } else {
      self = .par(try container.decode(Frequency.self, forKey: .par))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .zero(let compounding): try container.encode(compounding, forKey: .zero)
    case .par(let frequency): try container.encode(frequency, forKey: .par)
    }
  }
}
