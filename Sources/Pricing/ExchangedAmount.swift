import DatesAndConventions

/// An amount still to be exchanged, under every scenario; of an option, the amount that stands for it at the moment.
struct ExchangedAmount {
  let currency: Currency
  let day: Int32
  /// Act/365F time to the payment.
  let years: Double
  /// Discount factor of the payment.
  let discounts: [Double]
  /// Present value in the amount's own currency.
  var discounted: [Double]
  /// Units of the value currency for one of the amount's.
  let spot: [Double]
  /// The two in the base market.
  let baseDiscount: Double
  let baseSpot: Double

  /// - Parameter rates: Units of the value currency for one of the amount's, that of the base market first.
  init(
    _ currency: Currency, _ amount: Double, _ day: Int32, _ table: DiscountTable, rates: [Double],
    scenarioCount: Int
  ) {
    let row = Int(table.row(day))
    self.currency = currency
    self.day = day
    years = table.years[row]
    discounts = (0..<scenarioCount).map { table.matrix[row, 1 + $0] }
    discounted = discounts.map { amount * $0 }
    spot = Array(rates.dropFirst())
    baseDiscount = table.matrix[row, 0]
    baseSpot = rates[0]
  }

  /// Present value in the value currency.
  func value(_ scenario: Int) -> Double { discounted[scenario] * spot[scenario] }
}
