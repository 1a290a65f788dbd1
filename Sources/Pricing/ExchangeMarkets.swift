import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// What the exchanges of a batch are valued with: the discount factors of all their days, rates of exchange and smiles, each made once.
struct ExchangeMarkets {
  let context: PricingContext
  private var tables: [Currency: Result<DiscountTable, MissingMarketData>] = [:]
  private var rates: [[Currency]: Result<[Double], MissingMarketData>] = [:]
  private var smiles: [Set<Currency>: Result<PairSmile, CellGap>] = [:]

  /// - Parameter flows: The known payments of the positions.
  init(_ positions: [PositionToPrice], _ flows: CashFlowColumns, in context: PricingContext) {
    self.context = context
    var days: [Currency: Set<Int32>] = [:]
    for flow in flows.payDays.indices {
      days[flows.currencies[flow], default: []].insert(flows.payDays[flow])
    }
    for position in positions {
      guard let exchange = position.instrument.terms.undecidedExchange,
        exchange.settlementDate > context.markets.valuationDate
      else { continue }
      for currency in [exchange.buyCurrency, exchange.sellCurrency] {
        days[currency, default: []].insert(exchange.settlementDate.dayNumber)
      }
    }
    for (currency, days) in days {
      tables[currency] = Result { () throws(MissingMarketData) in
        try context.discounts.table(DiscountKey(currency), days: days)
      }
    }
  }

  /// An amount of one of the batch's currencies on one of its days. Throws what the market lacks.
  mutating func amount(_ currency: Currency, _ amount: Double, _ day: Int32, _ valueCurrency: Currency)
    throws(MissingMarketData) -> ExchangedAmount
  {
    guard let table = try tables[currency]?.get() else {
      preconditionFailure("the batch has the days of all its exchanges")
    }
    let pair = [currency, valueCurrency]
    let found =
      rates[pair]
      ?? Result { () throws(MissingMarketData) in
        try context.markets.fxRates(base: currency, quote: valueCurrency)
      }
    rates[pair] = found
    return ExchangedAmount(
      currency, amount, day, table, rates: try found.get(), scenarioCount: context.markets.scenarioCount)
  }

  /// Both sides of an exchange, that bought first. Throws what the market lacks.
  mutating func amounts(_ exchange: FXForward, quantity: Double) throws(CellGap) -> [ExchangedAmount] {
    let day = exchange.settlementDate.dayNumber
    do throws(MissingMarketData) {
      return [
        try amount(exchange.buyCurrency, quantity * exchange.buyAmount, day, exchange.valueCurrency),
        try amount(exchange.sellCurrency, quantity * -exchange.sellAmount, day, exchange.valueCurrency),
      ]
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  mutating func smile(_ one: Currency, _ other: Currency) throws(CellGap) -> PairSmile {
    let pair: Set = [one, other]
    if let known = smiles[pair] { return try known.get() }
    let result = Result<PairSmile, CellGap> { () throws(CellGap) in try PairSmile(one, other, in: context) }
    smiles[pair] = result
    return try result.get()
  }
}

extension Instrument {
  /// An exchange of which nobody knows yet whether or how it will be paid.
  var undecidedExchange: FXForward? {
    if case .derivative(.fxOption(let option)) = self { return option.exchange }
    if case .derivative(.nonDeliverableForward(let forward)) = self { return forward.exchange }
    return nil
  }
}
