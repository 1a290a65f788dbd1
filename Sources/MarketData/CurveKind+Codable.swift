import DatesAndConventions

/// Wire form: `{"zero": "continuous"}`, `{"par": 2}` or `{"instruments": {"discounting": "EUR.ESTR"}}`.
extension CurveKind: Codable {
  private enum Key: String, CodingKey { case zero, par, instruments }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let compounding = try container.decodeIfPresent(ZeroCompounding.self, forKey: .zero) {
      self = .zero(compounding)
    } else if let terms = try container.decodeIfPresent(InstrumentCurveTerms.self, forKey: .instruments) {
      self = .instruments(terms)
    } else {
      self = .par(try container.decode(Frequency.self, forKey: .par))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .zero(let compounding): try container.encode(compounding, forKey: .zero)
    case .par(let frequency): try container.encode(frequency, forKey: .par)
    case .instruments(let terms): try container.encode(terms, forKey: .instruments)
    }
  }
}
