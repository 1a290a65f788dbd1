import DatesAndConventions

/// Wire form: `{"zero": "continuous"}`, `{"par": 2}`, `{"instruments": {"discounting": "EUR.ESTR"}}` or
/// `{"fitted": {"form": "svensson"}}`.
extension CurveKind: Codable {
  private enum Key: String, CodingKey { case zero, par, instruments, fitted }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let compounding = try container.decodeIfPresent(ZeroCompounding.self, forKey: .zero) {
      self = .zero(compounding)
    } else if let terms = try container.decodeIfPresent(InstrumentCurveTerms.self, forKey: .instruments) {
      self = .instruments(terms)
    } else if let form = try container.decodeIfPresent(CurveForm.self, forKey: .fitted) {
      self = .fitted(form)
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
    case .fitted(let form): try container.encode(form, forKey: .fitted)
    }
  }
}
