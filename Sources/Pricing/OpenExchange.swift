import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models

/// What a forward, a swap or an option on an exchange rate still exchanges.
///
/// An option is worth what the two amounts are worth that replicate it, Φ(d₁) of the one bought and Φ(d₂) of the one sold. They are its
/// derivatives too, so that its sensitivities to rates and to each currency are those of a forward of these amounts.
struct OpenExchange {
  let amounts: [ExchangedAmount]
  /// Of an option, where that is asked for: the change of the value for +1 percentage point of volatility by quoted expiry and scenario;
  /// otherwise empty.
  let vegas: [(factor: String, values: [Double])]

  init(_ amounts: [ExchangedAmount], vegas: [(factor: String, values: [Double])] = []) {
    self.amounts = amounts
    self.vegas = vegas
  }

  /// Throws what the market lacks.
  init(_ option: FXOption, quantity: Double, in markets: inout ExchangeMarkets) throws(CellGap) {
    let exchange = option.exchange
    var amounts = try markets.amounts(exchange, quantity: quantity)
    let smile = try markets.smile(exchange.buyCurrency, exchange.sellCurrency)
    let (bought, sold) = (amounts[0], amounts[1])
    let strike = option.strike
    // Of the currency sold for one of that bought, in each scenario.
    let forwards = bought.spot.indices.map {
      bought.spot[$0] * bought.discounts[$0] / (sold.spot[$0] * sold.discounts[$0])
    }
    let forward = bought.baseSpot * bought.baseDiscount / (sold.baseSpot * sold.baseDiscount)
    let valuation = markets.context.markets.valuationDate
    let years = Double(option.expiry.dayNumber - valuation.dayNumber) / 365
    let volatilities = smile.volatilities(
      years: years, bought: exchange.buyCurrency, strike: strike, forward: forward)
    // Nothing moves the rate in days that have gone by.
    let elapsed = markets.context.elapsed { max(0, years - Double($0) / 365).squareRoot() }
    let roots = elapsed.isEmpty ? forwards.map { _ in years.squareRoot() } : Array(elapsed.dropFirst())
    let weights = OptionBatch.replication(
      forwards: forwards, strike: strike, deviations: zip(volatilities, roots).map { $0 * $1 })
    if markets.context.request.measures.contains(.vega) {
      let point = 0.01
      let vega = bought.spot.indices.map { bought.value($0) * weights.densities[$0] * roots[$0] * point }
      vegas = smile.quotes.expiryWeights(option.expiry, from: valuation).map { expiry, weight in
        (PricingRequest.surfaceFactor(smile.quotes.id, expiry), vega.map { $0 * weight })
      }
    } else {
      vegas = []
    }
    for scenario in bought.spot.indices {
      amounts[0].discounted[scenario] *= weights.forwards[scenario]
      amounts[1].discounted[scenario] *= weights.strikes[scenario]
    }
    self.amounts = amounts
  }

  /// Present value in the value currency.
  func value(_ scenario: Int) -> Double { amounts.reduce(0) { $0 + $1.value(scenario) } }
}
