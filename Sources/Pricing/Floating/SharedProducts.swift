import DatesAndConventions
import MarketData

/// The products of discount factors that floating contracts are made of, and the coupons they have in common.
///
/// Nothing here is a contract's own, so what one batch has made serves the next: see `ProductPool`.
struct SharedProducts: Sendable {
  private(set) var curves: [DiscountKey] = []
  /// Of each curve, the days that are needed.
  private(set) var days: [[Int32]] = []
  private(set) var products: [DiscountProduct] = []
  /// Coupons that legs have in common.
  var grids = CouponGrids()
  /// The rows of the products that have been worked out, under every scenario and on the base market alone.
  var rows = KeptRows()
  var baseRows = KeptRows()
  /// Of rows and what they are the values of.
  var bytes: Int {
    rows.bytes + baseRows.bytes + products.count * MemoryLayout<DiscountProduct>.stride
  }
  private var curveOfKey: [DiscountKey: Result<Int, MissingMarketData>] = [:]
  /// The one found last, which is asked for again and again.
  private var lastCurve: (key: DiscountKey, place: Int)?
  private var numbers = ProductNumbers()
  /// Of each curve, by days from the valuation date: the place of the product that is the discount factor alone, −1 for none.
  private var placesOfDays: [[Int32]] = []

  /// The place of a curve; throws what the market lacks.
  mutating func curve(_ key: DiscountKey, in markets: any ScenarioMarketSource) throws(CellGap) -> Int {
    if let last = lastCurve, last.key == key { return last.place }
    let found: Result<Int, MissingMarketData>
    if let known = curveOfKey[key] {
      found = known
    } else {
      do throws(MissingMarketData) {
        switch key {
        case .discount(let currency, let spreadCurve):
          _ = try markets.discountTable(currency: currency, spreadCurve: spreadCurve, years: [1])
        case .index(let index): _ = try markets.indexTable(index, years: [1])
        }
        curves.append(key)
        days.append([])
        placesOfDays.append([])
        found = .success(curves.count - 1)
      } catch {
        found = .failure(error)
      }
      curveOfKey[key] = found
    }
    do {
      let place = try found.get()
      lastCurve = (key, place)
      return place
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  mutating func need(_ day: Int32, of curve: Int) { days[curve].append(day) }

  /// Notes the days of the factors of a product.
  mutating func needDays(of product: DiscountProduct, valuationDay: Int32) {
    for factor in 0..<product.count {
      days[product[factor].curve].append(valuationDay + product[factor].days)
    }
  }

  /// The place of a product; one that is new is appended.
  mutating func place(of product: DiscountProduct, valuationDay: Int32) -> Int32 {
    // The discount factor of one day, which most payments are made of, is looked up by the day.
    if product.count == 1, !product[0].isDivisor {
      let (curve, day) = (product[0].curve, Int(product[0].days))
      let known = placesOfDays[curve].count > day ? placesOfDays[curve][day] : -1
      if known >= 0 { return known }
      let missing = day + 1 - placesOfDays[curve].count
      if missing > 0 { placesOfDays[curve] += repeatElement(-1, count: missing) }
      placesOfDays[curve][day] = Int32(products.count)
      append(product, valuationDay: valuationDay)
      return Int32(products.count - 1)
    }
    let place = numbers.place(of: product, in: products)
    if place == products.count { append(product, valuationDay: valuationDay) }
    return Int32(place)
  }

  private mutating func append(_ product: DiscountProduct, valuationDay: Int32) {
    products.append(product)
    needDays(of: product, valuationDay: valuationDay)
  }
}
