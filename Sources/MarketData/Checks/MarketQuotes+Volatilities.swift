import DatesAndConventions

extension MarketQuotes {
  /// The numbers of all volatility surfaces, in document order.
  static func volatilities(_ quotes: VolatilityQuotes) -> [Quote] {
    quotes.swaptions.flatMap(swaptions) + quotes.caps.flatMap(caps) + quotes.fx.flatMap(fx)
  }

  private static func swaptions(_ surface: SwaptionVolatilityQuotes) -> [Quote] {
    let group = "volatilities.swaptions[\(surface.id)]"
    let (isNormal, convention) = (surface.type == .normal, surface.type.words)
    var quotes: [Quote] = []
    for (expiry, row) in zip(surface.expiries, surface.atTheMoney) {
      for (tenor, volatility) in zip(surface.tenors, row) {
        quotes.append(
          Quote(
            place: "\(group).at_the_money[\(expiry)][\(tenor)]", kind: .volatility(isNormal: isNormal),
            group: group, value: volatility, convention: convention))
      }
    }
    guard let smile = surface.smile else { return quotes }
    // For nodes of the smile that are not quoted at the money.
    let mean = quotes.reduce(0) { $0 + $1.value } / Double(max(1, quotes.count))
    for (expiry, table) in zip(smile.expiries, smile.offsets) {
      for (tenor, offsets) in zip(smile.tenors, table) {
        for (strike, offset) in zip(smile.strikeBasisPoints, offsets) {
          quotes.append(
            Quote(
              place: "\(group).smile.offsets[\(expiry)][\(tenor)][\(strike)]",
              kind: .smile(atTheMoney: surface.atTheMoney(expiry, tenor) ?? mean), group: group,
              value: offset,
              convention: convention))
        }
      }
    }
    return quotes
  }

  private static func caps(_ surface: CapVolatilityQuotes) -> [Quote] {
    let group = "volatilities.caps[\(surface.id)]"
    return zip(surface.maturities, surface.volatilities).flatMap { maturity, row in
      zip(surface.strikes, row).map { strike, volatility in
        Quote(
          place: "\(group).volatilities[\(maturity)][\(strike)]",
          kind: .volatility(isNormal: surface.type == .normal), group: group, value: volatility,
          convention: surface.type.words)
      }
    }
  }

  private static func fx(_ surface: FXVolatilityQuotes) -> [Quote] {
    let group = "volatilities.fx[\(surface.id)]"
    return surface.points.flatMap { point -> [Quote] in
      let place = "\(group).points[\(point.tenor)]"
      func quote(_ name: String, _ kind: Kind, _ value: Double) -> Quote {
        Quote(
          place: "\(place).\(name)", kind: kind, group: group, value: value, convention: point.delta.rawValue)
      }
      return [quote("at_the_money", .volatility(isNormal: false), point.atTheMoney)]
        + point.wings.flatMap { wing in
          [
            quote(
              "wings[\(wing.delta)].risk_reversal", .smile(atTheMoney: point.atTheMoney), wing.riskReversal),
            quote("wings[\(wing.delta)].butterfly", .smile(atTheMoney: point.atTheMoney), wing.butterfly),
          ]
        }
    }
  }
}

extension QuotedVolatilityType {
  /// For messages.
  fileprivate var words: String {
    switch self {
    case .normal: "normal"
    case .lognormal(let shift): "lognormal with a shift of \(shift)"
    }
  }
}
