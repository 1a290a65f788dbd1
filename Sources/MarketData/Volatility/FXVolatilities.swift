public import DatesAndConventions

/// A pair's volatilities as quoted, and how each scenario moves them.
public struct FXVolatilities: Sendable {
  public let quotes: FXVolatilityQuotes
  /// By column, 0 the base market and 1 + s scenario s: what applies, in order.
  public let shifts: [[SurfaceShift]]

  /// How shifts name the quotes.
  public var surface: SurfaceName { SurfaceName(quotes) }

  public init(quotes: FXVolatilityQuotes, shifts: [[SurfaceShift]]) {
    self.quotes = quotes
    self.shifts = shifts
  }
}

extension FXVolatilityQuotes {
  /// Act/365F years from `date` to each quoted expiry.
  public func expiryYears(from date: CivilDate) -> [Double] {
    expiryDays(from: date).map { Double($0 - date.dayNumber) / 365 }
  }

  /// The day of each quoted expiry, its tenor after `date`.
  public func expiryDays(from date: CivilDate) -> [Int32] {
    points.map { $0.tenor.date(after: date).dayNumber }
  }

  /// Whether the quotes are of these two currencies.
  public func isOf(_ one: Currency, _ other: Currency) -> Bool {
    (baseCurrency == one && quoteCurrency == other) || (baseCurrency == other && quoteCurrency == one)
  }
}

extension SurfaceName {
  /// What moves the surface under each scenario, an empty list for the base market before them.
  func shifts(in scenarios: [Scenario]) -> [[SurfaceShift]] {
    [[]]
      + scenarios.map { scenario in
        scenario.shifts.compactMap {
          if case .volatility(let shift) = $0, shift.moves(self) { shift } else { nil }
        }
      }
  }
}
