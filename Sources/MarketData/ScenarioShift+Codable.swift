/// Wire form: an object with one key, `rates`, `spread`, `foreign_exchange`, `inflation` or `volatility`, that names the kind of shift.
extension ScenarioShift: Codable {
  private enum Key: String, CodingKey { case rates, spread, foreignExchange, inflation, volatility }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription:
            "a shift has exactly one of the keys rates, spread, foreign_exchange, inflation, volatility"))
    }
    switch key {
    case .rates: self = .rates(try container.decode(RateShift.self, forKey: key))
    case .spread: self = .spread(try container.decode(SpreadShift.self, forKey: key))
    case .foreignExchange: self = .foreignExchange(try container.decode(FXShift.self, forKey: key))
    case .inflation: self = .inflation(try container.decode(InflationShift.self, forKey: key))
    case .volatility: self = .volatility(try container.decode(SurfaceShift.self, forKey: key))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .rates(let shift): try container.encode(shift, forKey: .rates)
    case .spread(let shift): try container.encode(shift, forKey: .spread)
    case .foreignExchange(let shift): try container.encode(shift, forKey: .foreignExchange)
    case .inflation(let shift): try container.encode(shift, forKey: .inflation)
    case .volatility(let shift): try container.encode(shift, forKey: .volatility)
    }
  }
}
