/// What the market says of volatilities: swaptions, caps and options on exchange rates.
public struct VolatilityQuotes: Sendable, Hashable {
  /// By id in ascending order.
  public let swaptions: [SwaptionVolatilityQuotes]
  /// By id in ascending order.
  public let caps: [CapVolatilityQuotes]
  /// By id in ascending order.
  public let fx: [FXVolatilityQuotes]

  public init(
    swaptions: [SwaptionVolatilityQuotes] = [], caps: [CapVolatilityQuotes] = [],
    fx: [FXVolatilityQuotes] = []
  ) {
    self.swaptions = swaptions.sorted { $0.id < $1.id }
    self.caps = caps.sorted { $0.id < $1.id }
    self.fx = fx.sorted { $0.id < $1.id }
  }

  public var isEmpty: Bool { swaptions.isEmpty && caps.isEmpty && fx.isEmpty }
}

extension VolatilityQuotes: Codable {
  private enum Key: String, CodingKey { case swaptions, caps, fx }

  /// Goes through the memberwise initialiser, so that order does not matter; what is not there is empty.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      swaptions: try container.decodeIfPresent([SwaptionVolatilityQuotes].self, forKey: .swaptions) ?? [],
      caps: try container.decodeIfPresent([CapVolatilityQuotes].self, forKey: .caps) ?? [],
      fx: try container.decodeIfPresent([FXVolatilityQuotes].self, forKey: .fx) ?? [])
  }

  /// Without lists that are empty.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !swaptions.isEmpty { try container.encode(swaptions, forKey: .swaptions) }
    if !caps.isEmpty { try container.encode(caps, forKey: .caps) }
    if !fx.isEmpty { try container.encode(fx, forKey: .fx) }
  }
}
