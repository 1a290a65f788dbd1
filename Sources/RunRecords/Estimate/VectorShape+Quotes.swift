import DatesAndConventions
import Instruments
import MarketData
import Pricing

extension RunRequest {
  /// The rows of `PAR_DV01`, counted from above: every quote of the curves of the contract's currencies, but for tenors beyond the
  /// first that reaches its last day. Quotes that turn out not to move the value have no row.
  func quoteVectors(_ record: InstrumentRecord, _ market: MarketSnapshot) -> VectorShape {
    let terms = record.terms
    let used = Set(market.discountCurves.values).union(market.indexCurves.values)
    let years =
      terms.maturity.map { Double($0 - market.valuationDate) / 365 } ?? .infinity
    var count = 0
    var letters = 0
    for curve in market.curves where used.contains(curve.id) && terms.currencies.contains(curve.currency) {
      let beyond = curve.points.firstIndex { $0.tenor.years >= years }
      let quotes = beyond.map { $0 + 1 } ?? curve.quoteCount
      count += quotes
      letters += quotes * (curve.id.utf8.count + 4)
    }
    return .values(max(count, 1), factorLength: letters / max(count, 1))
  }
}

extension Instrument {
  /// The currencies of a contract's payments.
  fileprivate var currencies: Set<Currency> {
    func both(_ exchange: FXForward) -> Set<Currency> { [exchange.buyCurrency, exchange.sellCurrency] }
    switch self {
    case .fxForward(let forward): return both(forward)
    case .derivative(.fxSwap(let swap)): return both(swap.near)
    case .derivative(.fxOption(let option)): return both(option.exchange)
    case .derivative(.nonDeliverableForward(let forward)): return both(forward.exchange)
    case .derivative(.swap(let swap)): return [swap.pay.currency, swap.receive.currency]
    case .fixedBond, .linkedBond, .callableBond, .perpetualBond, .floatingNote, .amortisingLoan,
      .variableLoan,
      .structuredNote, .derivative, .unsupported:
      return [currency]
    }
  }
}
