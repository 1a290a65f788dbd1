import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// The vectors that a position has for one measure, as far as its terms and the names of the market's curves tell.
struct VectorShape: Hashable {
  let count: Int
  /// UTF-8 bytes of the factor's name.
  let factorLength: Int
  /// What stands in place of every number; `nil` where there are numbers.
  let reason: Reason?

  static func values(_ count: Int = 1, factorLength: Int = 0) -> VectorShape {
    VectorShape(count: count, factorLength: factorLength, reason: nil)
  }
}

extension RunRequest {
  /// How many values each vector of a measure holds.
  func valueCount(of measure: Measure) -> Int {
    pricing.valueCount(of: measure, scenarioCount: scenarios.count)
  }

  /// What `BatchPricer` will store for a position of this instrument; nothing for cash flows, which are no vectors.
  func vectors(of measure: Measure, for record: InstrumentRecord, in market: MarketSnapshot) -> VectorShape {
    let shape = valuedVectors(of: measure, for: record, in: market)
    guard measure == .parDV01, shape.reason == nil, !record.terms.isOver(on: market.valuationDate) else {
      return shape
    }
    return quoteVectors(record, market)
  }

  private func valuedVectors(of measure: Measure, for record: InstrumentRecord, in market: MarketSnapshot)
    -> VectorShape
  {
    switch record.terms {
    case .unsupported(let contract): return gap(measure, .unsupported(contract))
    case .fixedBond(let bond): return contract(measure, record, lastDay: bond.maturity, market)
    case .linkedBond(let bond):
      guard measure == .cashFlows || market.inflationIndices[bond.index.rawValue] != nil else {
        return gap(measure, Reason(.missingData, "price index \(bond.index.rawValue)"))
      }
      return contract(measure, record, lastDay: bond.bond.maturity, market)
    case .callableBond(let bond):
      guard measure == .cashFlows || market.shortRateModels[bond.bond.currency.code] != nil else {
        return gap(measure, Reason(.missingData, "short-rate model for \(bond.bond.currency)"))
      }
      let shape = contract(measure, record, lastDay: bond.bond.maturity, market)
      return measure == .yieldToCall && shape.reason == nil && bond.calls.isEmpty
        ? gap(measure, Reason(.notApplicable, "no call after settlement")) : shape
    case .perpetualBond(let bond):
      guard let called = bond.bondToFirstCall(after: market.valuationDate) else {
        let last = bond.listedBond(seenFrom: market.valuationDate).maturity
        let shape = contract(measure, record, lastDay: last, market)
        return measure == .yieldToCall && shape.reason == nil && bond.calls.isEmpty
          ? gap(measure, Reason(.notApplicable, "no call after settlement")) : shape
      }
      let ended = InstrumentRecord(
        id: record.id, name: record.name, spreadCurve: record.spreadCurve, terms: .fixedBond(called))
      return contract(measure, ended, lastDay: called.maturity, market)
    case .floatingNote(let note): return floatingNote(measure, note, record, market)
    case .perpetualFloater(let note): return perpetualFloater(measure, note, record, market)
    case .structuredNote(let note): return structuredNote(measure, note, record, market)
    case .amortisingLoan(let loan): return contract(measure, record, lastDay: loan.maturity, market)
    case .variableLoan(let loan): return variableLoan(measure, loan, record, market)
    case .assetBacked(let security): return assetBacked(measure, security, record, market)
    case .fxForward(let forward):
      return exchanges(measure, forward, lastDay: forward.settlementDate, record.terms, market)
    case .derivative(let derivative):
      switch derivative {
      case .fxSwap(let swap):
        return exchanges(measure, swap.near, lastDay: swap.far.settlementDate, record.terms, market)
      case .fxOption(let option): return fxOption(measure, option, record.terms, market)
      case .nonDeliverableForward(let forward): return nonDeliverable(measure, forward, record.terms, market)
      case .creditDefaultSwap(let swap): return creditSwap(measure, swap, record.terms, market)
      case .inflationSwap(let swap):
        guard market.inflationIndices[swap.index.rawValue] != nil else {
          return gap(measure, Reason(.missingData, "price index \(swap.index.rawValue)"))
        }
        return payments(
          measure, swap.currency, lastDay: swap.maturity, record.terms, market)
      case .repo(let repo):
        return payments(
          measure, repo.currency, lastDay: repo.end(seenFrom: market.valuationDate), record.terms, market)
      case .bondFuture(let future):
        return payments(measure, future.currency, lastDay: future.delivery, record.terms, market)
      case .swap(let swap): return self.swap(measure, swap, record.terms, market)
      case .forwardRate(let agreement): return forwardRate(measure, agreement, record.terms, market)
      case .capFloor(let option): return capFloor(measure, option, record.terms, market)
      case .swaption(let option): return swaption(measure, option, record.terms, market)
      }
    }
  }

  func contract(
    _ measure: Measure, _ record: InstrumentRecord, lastDay: CivilDate, _ market: MarketSnapshot
  ) -> VectorShape {
    let currency = record.terms.currency
    let without = record.terms.reason(without: measure)
    if lastDay <= market.valuationDate {
      if let without { return gap(measure, without) }
      let reason = Reason(.notApplicable, "nothing left to pay after \(lastDay)")
      return measure.aggregation == .sum && measure != .fxDelta ? values(measure) : gap(measure, reason)
    }
    guard market.discountCurves[currency.code] != nil else {
      return gap(measure, Reason(.missingData, "discount curve for \(currency)"))
    }
    if let curve = record.spreadCurve, !market.spreadCurves.contains(where: { $0.id == curve }) {
      return gap(measure, Reason(.missingData, "spread curve \(curve)"))
    }
    if let without { return gap(measure, without) }
    if measure == .iSpread || measure == .assetSwapSpread {
      let indices = Set(market.indexCurves.keys.compactMap { RateIndexID(rawValue: $0) })
      guard SwapConvention.first(of: currency, indices: indices) != nil else {
        return gap(measure, Reason(.missingData, "index curve for swaps in \(currency)"))
      }
    }
    guard measure == .fxDelta else { return values(measure) }
    return currency == pricing.reportingCurrency
      ? gap(measure, .held(in: currency))
      : .values(factorLength: 3)
  }

  /// Exchanges of the two currencies of `forward`, the last of them on `lastDay`.
  private func exchanges(
    _ measure: Measure, _ forward: FXForward, lastDay: CivilDate, _ terms: Instrument,
    _ market: MarketSnapshot
  ) -> VectorShape {
    let legs = [forward.buyCurrency, forward.sellCurrency]
    if lastDay <= market.valuationDate { return ended(measure, "settled on \(lastDay)") }
    if let missing = legs.first(where: { market.discountCurves[$0.code] == nil }) {
      return gap(measure, Reason(.missingData, "discount curve for \(missing)"))
    }
    if let reason = terms.reason(without: measure) { return gap(measure, reason) }
    switch measure {
    case .keyRateDV01, .fxDelta:
      let foreign = legs.filter { $0 != pricing.reportingCurrency }.count
      return measure == .fxDelta
        ? .values(foreign, factorLength: 3)
        : .values(legs.count * pricing.keyRateTenors.count, factorLength: keyRateLength)
    default: return values(measure)
    }
  }

  /// Of a contract with nothing left to exchange.
  func ended(_ measure: Measure, _ how: String) -> VectorShape {
    let isZero = measure == .presentValue || measure == .dv01 || measure == .cashFlows
    return isZero ? values(measure) : gap(measure, Reason(.notApplicable, how))
  }

  /// An option has what its exchange has, and vega by the expiries around its own; nothing once it has expired.
  private func fxOption(
    _ measure: Measure, _ option: FXOption, _ terms: Instrument, _ market: MarketSnapshot
  ) -> VectorShape {
    let exchange = option.exchange
    if option.expiry <= market.valuationDate {
      return ended(measure, "expired on \(option.expiry)")
    }
    let shape = exchanges(measure, exchange, lastDay: exchange.settlementDate, terms, market)
    if let reason = shape.reason, reason.code == .missingData { return shape }
    guard
      let quotes = market.volatilities.fx.first(where: {
        $0.isOf(exchange.buyCurrency, exchange.sellCurrency)
      })
    else {
      let pair = "\(exchange.buyCurrency)/\(exchange.sellCurrency)"
      return gap(measure, Reason(.missingData, "volatilities of \(pair)"))
    }
    guard measure == .vega else { return shape }
    let expiries = quotes.expiryWeights(option.expiry, from: market.valuationDate).map(\.expiry)
    let letters = expiries.map { PricingRequest.surfaceFactor(quotes.id, $0).utf8.count }.max() ?? 0
    return .values(expiries.count, factorLength: letters)
  }

  /// An exchange until the rate is fixed, then a payment of one currency.
  private func nonDeliverable(
    _ measure: Measure, _ forward: NonDeliverableForward, _ terms: Instrument, _ market: MarketSnapshot
  ) -> VectorShape {
    let exchange = forward.exchange
    let shape = exchanges(measure, exchange, lastDay: exchange.settlementDate, terms, market)
    guard exchange.settlementDate > market.valuationDate, measure != .cashFlows else { return shape }
    switch forward.fixing(on: market.valuationDate) {
    case .open: return shape
    case .missing: return gap(measure, .withoutFixing(forward))
    case .fixed:
      let currency = exchange.valueCurrency
      guard market.discountCurves[currency.code] != nil else {
        return gap(measure, Reason(.missingData, "discount curve for \(currency)"))
      }
      if measure == .fxDelta, currency == pricing.reportingCurrency {
        return gap(measure, .held(in: currency))
      }
      return measure == .fxDelta ? .values(factorLength: 3) : shape.reason == nil ? values(measure) : shape
    }
  }

  private func creditSwap(
    _ measure: Measure, _ swap: CreditDefaultSwap, _ terms: Instrument, _ market: MarketSnapshot
  ) -> VectorShape {
    let schedule = swap.schedule(after: market.valuationDate)
    let isOver = schedule.periods.isEmpty
    if !isOver {
      guard let curve = market.creditCurves.first(where: { $0.id == swap.creditCurve }) else {
        return gap(measure, Reason(.missingData, "credit curve \(swap.creditCurve)"))
      }
      guard curve.currency == swap.currency else {
        return gap(
          measure,
          Reason(
            .missingData, "credit curve \(curve.id) in \(swap.currency): it is in \(curve.currency)"))
      }
    }
    if let reason = terms.reason(without: measure) { return gap(measure, reason) }
    if isOver, measure != .cashFlows, measure.aggregation != .sum || measure == .fxDelta {
      return gap(measure, Reason(.notApplicable, "nothing left to pay after \(swap.maturity)"))
    }
    if measure == .hazardRate, schedule.maturity <= market.valuationDate {
      return gap(measure, .unprotected)
    }
    guard measure == .fxDelta else { return values(measure) }
    return swap.currency == pricing.reportingCurrency
      ? gap(measure, .held(in: swap.currency))
      : .values(factorLength: 3)
  }

  /// A contract of one currency without quotes of a bond.
  private func payments(
    _ measure: Measure, _ currency: Currency, lastDay: CivilDate, _ terms: Instrument,
    _ market: MarketSnapshot
  ) -> VectorShape {
    if lastDay <= market.valuationDate { return ended(measure, "settled on \(lastDay)") }
    if market.discountCurves[currency.code] == nil {
      return gap(measure, Reason(.missingData, "discount curve for \(currency)"))
    }
    if let reason = terms.reason(without: measure) { return gap(measure, reason) }
    guard measure == .fxDelta else { return values(measure) }
    return currency == pricing.reportingCurrency
      ? gap(measure, .held(in: currency))
      : .values(factorLength: 3)
  }

  func values(_ measure: Measure) -> VectorShape {
    switch measure {
    case .cashFlows: return .values(0)
    case .keyRateDV01, .keyRateDuration:
      return .values(pricing.keyRateTenors.count, factorLength: keyRateLength)
    default: return .values()
    }
  }

  func gap(_ measure: Measure, _ reason: Reason) -> VectorShape {
    let shape = values(measure)
    return VectorShape(count: shape.count, factorLength: shape.factorLength, reason: reason)
  }

  /// Of a factor such as `USD:10Y`, rounded up over the tenors asked for.
  var keyRateLength: Int {
    let tenors = pricing.keyRateTenors
    let letters = tenors.reduce(0) { $0 + $1.description.utf8.count }
    return 4 + (letters + tenors.count - 1) / max(tenors.count, 1)
  }
}
