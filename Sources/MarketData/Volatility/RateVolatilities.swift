public import DatesAndConventions

/// Volatilities of a currency's caps and floors as quoted, and how each scenario moves them.
public struct CapVolatilities: Sendable {
  public let quotes: CapVolatilityQuotes
  /// By column, 0 the base market and 1 + s scenario s: what applies, in order.
  public let shifts: [[SurfaceShift]]

  /// How shifts name the quotes.
  public var surface: SurfaceName { SurfaceName(quotes) }
}

/// Volatilities of a currency's swaptions as quoted, and how each scenario moves them.
public struct SwaptionVolatilities: Sendable {
  public let quotes: SwaptionVolatilityQuotes
  /// By column, 0 the base market and 1 + s scenario s: what applies, in order.
  public let shifts: [[SurfaceShift]]

  /// How shifts name the quotes.
  public var surface: SurfaceName { SurfaceName(quotes) }
}

extension VolatilityQuotes {
  /// The caps of a currency whose periods are nearest to so many months, shorter before longer ones; `nil` where it has none.
  public func caps(_ currency: Currency, periodMonths: Int) -> CapVolatilityQuotes? {
    func distance(_ quotes: CapVolatilityQuotes) -> Double {
      abs(quotes.period.years * 12 - Double(periodMonths))
    }
    return caps.filter { $0.currency == currency }
      .sorted { ($0.period.years, $0.id) < ($1.period.years, $1.id) }
      .min { distance($0) < distance($1) }
  }

  /// The swaptions of a currency, the first by id; `nil` where it has none.
  public func swaptions(_ currency: Currency) -> SwaptionVolatilityQuotes? {
    swaptions.first { $0.currency == currency }
  }
}

extension CapVolatilityQuotes {
  /// Act/365F years from `date` to each quoted maturity.
  public func maturityYears(from date: CivilDate) -> [Double] {
    maturities.map { Double($0.date(after: date) - date) / 365 }
  }
}

extension SwaptionVolatilityQuotes {
  /// Act/365F years from `date` to each quoted expiry.
  public func expiryYears(from date: CivilDate) -> [Double] { expiries.map { years(to: $0, from: date) } }

  /// The same for the expiries of the smile; empty where there is none.
  public func smileExpiryYears(from date: CivilDate) -> [Double] {
    smile?.expiries.map { years(to: $0, from: date) } ?? []
  }

  private func years(to expiry: Tenor, from date: CivilDate) -> Double {
    Double(expiry.date(after: date) - date) / 365
  }
}
