/// What quoted volatilities of rates are the volatilities of. Wire form: `{"normal": {}}` or `{"lognormal": {"shift": 0.02}}`.
public enum QuotedVolatilityType: Sendable, Hashable, Codable {
  /// The rate: decimals per square root of a year; 0.0085 is 85 basis points.
  case normal
  /// The logarithm of the rate plus a shift, a decimal: 0.2 is 20%. A shift of 0 is Black's model.
  case lognormal(shift: Double)

  /// Volatilities at most: one quoted in per cent or basis points is the likeliest mistake.
  var limit: Double {
    switch self {
    case .normal: 0.2
    case .lognormal: 5
    }
  }

  static let shiftLimits = 0.0...0.2

  /// How to write one, for messages.
  var rule: String {
    switch self {
    case .normal: "normal volatilities are decimals above 0 up to 0.2, such as 0.0085 for 85 basis points"
    case .lognormal: "lognormal volatilities are decimals above 0 up to 5, such as 0.25 for 25%"
    }
  }
}
