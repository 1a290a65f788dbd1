import DatesAndConventions
import Instruments
import MarketData
import Pricing

extension RunRequest {
  /// The rows of `PAR_DV01`: every quote of the curves of the contract's currencies. Where a currency has several curves the pricer may
  /// find that fewer move the value.
  func quoteVectors(_ record: InstrumentRecord, _ market: MarketSnapshot) -> VectorShape {
    let currencies = record.terms.currencies(on: market.valuationDate)
    let used = Set(market.discountCurves.values).union(market.indexCurves.values)
    var count = 0
    var letters = 0
    for curve in market.curves where used.contains(curve.id) && currencies.contains(curve.currency) {
      count += curve.quoteCount
      letters += curve.quoteCount * (curve.id.utf8.count + 4)
    }
    return .values(max(count, 1), factorLength: letters / max(count, 1))
  }
}

extension Instrument {
  /// Whether nothing is left to pay.
  func isOver(on date: CivilDate) -> Bool {
    if case .derivative(.creditDefaultSwap(let swap)) = self {
      // The last premium may be due after maturity.
      return swap.schedule(after: date).periods.isEmpty
    }
    return maturity.map { $0 <= date } ?? false
  }

  /// The currencies that a contract's payments hang on.
  fileprivate func currencies(on date: CivilDate) -> Set<Currency> {
    func both(_ exchange: FXForward) -> Set<Currency> { [exchange.buyCurrency, exchange.sellCurrency] }
    switch self {
    case .fxForward(let forward): return both(forward)
    case .derivative(.fxSwap(let swap)): return both(swap.near)
    case .derivative(.fxOption(let option)): return both(option.exchange)
    case .derivative(.nonDeliverableForward(let forward)):
      if case .fixed = forward.fixing(on: date) { return [forward.exchange.valueCurrency] }
      return both(forward.exchange)
    case .derivative(.swap(let swap)): return [swap.pay.currency, swap.receive.currency]
    case .fixedBond, .linkedBond, .callableBond, .perpetualBond, .floatingNote, .perpetualFloater,
      .structuredNote, .amortisingLoan, .variableLoan, .derivative, .assetBacked, .unsupported:
      return [currency]
    }
  }
}
