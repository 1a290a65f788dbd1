import DatesAndConventions
import MarketData
import Models
import Synchronization

/// The volatility surfaces of rates that all batches of a run share, each made when it is first asked for. Safe to use from several
/// threads.
final class RateSurfaceCache: Sendable {
  private let markets: any ScenarioMarketSource
  private let discounts: DiscountTableCache
  /// By id of the quotes.
  private let kept = Mutex<[String: Result<RateSurface, CellGap>]>([:])

  init(_ markets: any ScenarioMarketSource, _ discounts: DiscountTableCache) {
    self.markets = markets
    self.discounts = discounts
  }

  /// Volatilities of caplets whose periods have so many months. Throws what is missing, or why the quotes make no surface.
  func caplets(_ currency: Currency, periodMonths: Int) throws(CellGap) -> RateSurface {
    let found = try gap { () throws(MissingMarketData) in
      try markets.capVolatilities(currency, periodMonths: periodMonths)
    }
    let quotes = found.quotes
    return try shared(quotes.id) { () throws(MissingMarketData) in
      let years = quotes.maturityYears(from: markets.valuationDate)
      return RateSurface(
        id: quotes.id, shape: .caplets(try quotes.stripped(markets, discounts)),
        nodes: VolatilityNodes(quotes, from: markets.valuationDate),
        shifts: moves(found.shifts, found.surface, years))
    }
  }

  /// Volatilities of swaptions. Throws what is missing, or why the quotes make no cube.
  func swaptions(_ currency: Currency) throws(CellGap) -> RateSurface {
    let found = try gap { () throws(MissingMarketData) in try markets.swaptionVolatilities(currency) }
    let quotes = found.quotes
    return try shared(quotes.id) { () throws(MissingMarketData) in
      let years = quotes.expiryYears(from: markets.valuationDate)
      return RateSurface(
        id: quotes.id, shape: .swaptions(try quotes.cube(markets, discounts)),
        nodes: VolatilityNodes(quotes, from: markets.valuationDate),
        shifts: moves(found.shifts, found.surface, years))
    }
  }

  private func moves(_ shifts: [[SurfaceShift]], _ surface: SurfaceName, _ years: [Double])
    -> [[VolatilityShift]]
  {
    shifts.map { column in column.map { VolatilityShift($0, of: surface, years: years) } }
  }

  private func shared(_ id: String, _ make: () throws(MissingMarketData) -> RateSurface) throws(CellGap)
    -> RateSurface
  {
    // A thread that waits here would make the same surface.
    let found = kept.withLock { kept -> Result<RateSurface, CellGap> in
      if let known = kept[id] { return known }
      let made = Result { () throws(CellGap) in try gap(make) }
      kept[id] = made
      return made
    }
    return try found.get()
  }

  private func gap<Value>(_ make: () throws(MissingMarketData) -> Value) throws(CellGap) -> Value {
    do throws(MissingMarketData) {
      return try make()
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }
}
