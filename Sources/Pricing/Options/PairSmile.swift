import DatesAndConventions
import MarketData
import Models

/// The volatilities of one currency pair in the base market, and how each scenario moves them.
///
/// An option keeps the volatility of its strike and expiry, that of the base market, when rates and spot move: scenarios move it by
/// their shifts of volatility alone.
struct PairSmile {
  let quotes: FXVolatilityQuotes
  private let surface: FXVolatilitySurface
  /// By scenario.
  private let shifts: [[VolatilityShift]]

  /// Throws what is missing, or why the quotes make no smile.
  init(_ one: Currency, _ other: Currency, in context: PricingContext) throws(CellGap) {
    let markets = context.markets
    do throws(MissingMarketData) {
      let found = try markets.fxVolatilities(one, other)
      quotes = found.quotes
      let days = quotes.expiryDays(from: markets.valuationDate)
      let years = quotes.expiryYears(from: markets.valuationDate)
      shifts = found.shifts.dropFirst().map { column in
        column.map { VolatilityShift($0, of: found.surface, years: years) }
      }
      let spot = try markets.fxRates(base: quotes.baseCurrency, quote: quotes.quoteCurrency)[0]
      let base = try context.discounts.table(DiscountKey(quotes.baseCurrency), days: days)
      let quote = try context.discounts.table(DiscountKey(quotes.quoteCurrency), days: days)
      do throws(VolatilitySurfaceError) {
        var smiles: [FXSmile] = []
        for (index, point) in quotes.points.enumerated() {
          guard
            let market = GarmanKohlhagen(
              spot: spot, quoteDiscount: quote.base[Int(quote.row(days[index])), 0],
              baseDiscount: base.base[Int(base.row(days[index])), 0], years: years[index])
          else { throw VolatilitySurfaceError(["expiry \(point.tenor) has no forward"]) }
          smiles.append(try FXSmile(FXSmileQuote(point), market: market))
        }
        surface = try FXVolatilitySurface(smiles)
      } catch {
        throw MissingMarketData("a smile of \(found.quotes.id): \(error)")
      }
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  /// The volatility of an option that expires in `years`, above 0, in each scenario.
  ///
  /// - Parameters:
  ///   - bought: the currency that the holder may buy, one of the pair.
  ///   - strike: units of the other currency for one of it, above 0.
  ///   - forward: in the base market, above 0.
  func volatilities(years: Double, bought: Currency, strike: Double, forward: Double) -> [Double] {
    let isBase = bought == quotes.baseCurrency
    guard
      let volatility = surface.volatility(
        years: years, strike: isBase ? strike : 1 / strike, forward: isBase ? forward : 1 / forward)
    else { preconditionFailure("rates above 0 have a volatility") }
    return shifts.map { moves in
      moves.reduce(volatility) { $1.applied(to: $0, expiry: years, tenor: 0) }
    }
  }
}

extension FXSmileQuote {
  fileprivate init(_ point: FXVolatilityPoint) {
    let convention: FXDeltaConvention =
      switch point.delta {
      case .spot: .spot
      case .forward: .forward
      case .premiumAdjustedSpot: .premiumAdjustedSpot
      case .premiumAdjustedForward: .premiumAdjustedForward
      }
    self.init(
      atTheMoney: point.atTheMoney,
      wings: point.wings.map {
        Wing(delta: $0.delta, riskReversal: $0.riskReversal, butterfly: $0.butterfly)
      }, convention: convention)
  }
}
