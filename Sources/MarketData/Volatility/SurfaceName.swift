public import DatesAndConventions

/// A volatility surface as shifts refer to it.
public struct SurfaceName: Sendable, Hashable {
  public let id: String
  /// Its quoted expiries, ascending; of caps their maturities.
  public let expiries: [Tenor]
  /// Whether its volatilities are normal ones rather than lognormal.
  public let isNormal: Bool

  init(id: String, expiries: [Tenor], isNormal: Bool) {
    self.id = id
    self.expiries = expiries
    self.isNormal = isNormal
  }

  init(_ quotes: FXVolatilityQuotes) {
    self.init(id: quotes.id, expiries: quotes.points.map(\.tenor), isNormal: false)
  }

  init(_ quotes: CapVolatilityQuotes) {
    self.init(id: quotes.id, expiries: quotes.maturities, isNormal: quotes.type == .normal)
  }

  init(_ quotes: SwaptionVolatilityQuotes) {
    self.init(id: quotes.id, expiries: quotes.expiries, isNormal: quotes.type == .normal)
  }

  /// Whether the surface has this expiry; true for a move of all expiries.
  func hasExpiry(_ expiry: Tenor?) -> Bool { expiry.map(expiries.contains) ?? true }
}

extension VolatilityQuotes {
  /// All surfaces, by id in ascending order.
  var surfaceNames: [SurfaceName] {
    let names =
      swaptions.map { SurfaceName($0) } + caps.map { SurfaceName($0) } + fx.map { SurfaceName($0) }
    return names.sorted { $0.id < $1.id }
  }
}
