import DatesAndConventions

/// Wire form: `points` are rates by tenor, or quotes of instruments or of bonds where `kind` says so.
extension CurveQuotes: Codable {
  private enum Key: String, CodingKey { case id, currency, kind, interpolation, points, source }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let kind = try container.decode(CurveKind.self, forKey: .kind)
    var points: [CurvePoint] = []
    var instruments: [CurveQuote] = []
    var bonds: [BondQuote] = []
    switch kind {
    case .zero, .par: points = try container.decode([CurvePoint].self, forKey: .points)
    case .instruments: instruments = try container.decode([CurveQuote].self, forKey: .points)
    case .fitted: bonds = try container.decode([BondQuote].self, forKey: .points)
    }
    self.init(
      id: try container.decode(String.self, forKey: .id),
      currency: try container.decode(Currency.self, forKey: .currency), kind: kind,
      interpolation: try container.decode(CurveInterpolation.self, forKey: .interpolation), points: points,
      instruments: instruments, bonds: bonds, source: try container.decode(String.self, forKey: .source))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(currency, forKey: .currency)
    try container.encode(kind, forKey: .kind)
    try container.encode(interpolation, forKey: .interpolation)
    switch kind {
    case .zero, .par: try container.encode(points, forKey: .points)
    case .instruments: try container.encode(instruments, forKey: .points)
    case .fitted: try container.encode(bonds, forKey: .points)
    }
    try container.encode(source, forKey: .source)
  }
}
