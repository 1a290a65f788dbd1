import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Swaps of interest, in one currency or two, forward rate agreements, caps, floors and swaptions: payments projected on the curves of
/// their indices and discounted on those of their currencies, brought together at spot.
struct SwapFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    ProjectedSwaps.price(positions, in: context)
  }
}

/// The first of some swaps, as many as share a table of products, projected and summed.
struct ProjectedSwaps: ProjectedBatch {
  /// What a swap has in one currency.
  private struct Holding {
    let unit: Currency
    /// Place among the contracts of `sums`.
    let contract: Int
  }

  let places: [ProjectedPlace]
  let table: ProductTable
  private let sums: ProjectedSums
  private let context: PricingContext
  private var holdings: [[Holding]] = []

  init(_ positions: ArraySlice<PositionToPrice>, in context: PricingContext) {
    let isListed = context.request.measures.contains(.cashFlows)
    let hasSpreads = context.request.scope(of: .cs01, .spreadDuration) > .none
    self.init(positions, singlePayments: isListed || hasSpreads, in: context)
  }

  /// - Parameter singlePayments: whether payments are wanted one by one.
  init(_ positions: ArraySlice<PositionToPrice>, singlePayments: Bool, in context: PricingContext) {
    self.context = context
    var flows = ProjectedFlows(context, areSingle: singlePayments)
    flows.reserve(contracts: positions.count)
    var places: [ProjectedPlace] = []
    for position in positions where !flows.isFull {
      places.append(
        flows.place { (flows: inout ProjectedFlows) throws(CellGap) in
          try flows.append(position.instrument.terms.derivative)
        })
    }
    self.places = places
    var contracts: [ProjectedSums.Contract] = []
    for place in places {
      guard case .placed(let payments, _) = place else {
        holdings.append([])
        continue
      }
      holdings.append(
        flows.units(of: payments).map { unit in
          contracts.append(ProjectedSums.Contract(payments: payments, unit: unit, issueSpread: 0))
          return Holding(unit: unit, contract: contracts.count - 1)
        })
    }
    let needs = ProjectedNeeds(context.request, currencies: Set(flows.curves.map(\.currency)).sorted())
    table = ProductTable(flows, slopes: needs.slopes, in: context)
    sums = ProjectedSums(
      contracts, table, everyScenario: needs.everyScenario, base: needs.base, in: context)
  }

  func append(
    _ index: Int, _ position: PositionToPrice, into results: inout ResultBlock,
    cashFlows: inout CashFlowColumns
  ) {
    switch places[index] {
    case .failed(let reason): context.appendAll(position, reason: reason, into: &results)
    case .settled:
      context.appendSettled(position, how: position.instrument.terms.expiryReason, into: &results)
    case .placed(let payments, let accruals):
      if position.instrument.terms.paysForCertain {
        table.appendCashFlows(payments, markets: context.markets, to: &cashFlows)
      }
      append(position, holdings[index], payments, accruals, into: &results)
    }
    cashFlows.endContract()
  }

  private func append(
    _ position: PositionToPrice, _ holdings: [Holding], _ payments: Range<Int>, _ accruals: Range<Int>,
    into results: inout ResultBlock
  ) {
    let terms = position.instrument.terms
    let quantity = position.position.quantity
    let rates = holdings.map { context.markets.rates($0.unit, terms.currency) }
    func row(_ measure: Measure, _ factor: String = "") -> ResultBlock.Row {
      ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
    }
    /// quantity · scale · Σ sum · rate of exchange.
    func append(_ row: ResultBlock.Row, _ sum: ProjectedSum, scale: Double, to results: inout ResultBlock) {
      let parts = holdings.map { sums[$0.contract, sum] }
      results.append(row) { scenario in
        var total = 0.0
        for part in parts.indices { total += parts[part][scenario] * rates[part][1 + scenario] }
        return quantity * scale * total
      }
    }
    for measure in context.valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        context.append(position, measure, reason: reason, into: &results)
        continue
      }
      switch measure {
      case .presentValue: append(row(measure), .value, scale: 1, to: &results)
      case .dv01: append(row(measure), .rateDuration, scale: -basisPoint, to: &results)
      case .keyRateDV01:
        for currency in terms.legCurrencies {
          for (key, tenor) in context.request.keyRateTenors.enumerated() {
            append(
              row(measure, PricingRequest.keyRateFactor(currency, tenor)), .keyRate(currency, key: key),
              scale: -basisPoint, to: &results)
          }
        }
      case .fxDelta:
        let foreign = terms.legCurrencies.filter { $0 != context.request.reportingCurrency }
        if foreign.isEmpty {
          let reason = Reason.held(in: context.request.reportingCurrency)
          results.append(row(measure), reason: reason)
        }
        for currency in foreign {
          let held = holdings.first { $0.unit == currency }.map { sums[$0.contract, .value] }
          results.append(row(measure, currency.code)) { quantity * (held?[$0] ?? 0) }
        }
      case .accrued:
        let accrued = accrued(accruals, per: terms)
        results.append(row(measure)) { _ in accrued }
      case .vega:
        let vegas = table.vegas(payments)
        for (factor, values) in vegas { results.append(row(measure, factor)) { quantity * values[$0] } }
        if vegas.isEmpty { results.append(row(measure), reason: .withoutSurface) }
      default: context.append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }

  /// Interest accrued on the valuation date, received less paid, in the value's currency per 100 of notional in it.
  private func accrued(_ accruals: Range<Int>, per terms: Instrument) -> Double {
    var sum = 0.0
    for accrual in table.flows.accruals[accruals] {
      sum +=
        table.sum(accrual.terms, column: 0)
        * context.markets.rate(accrual.currency, terms.currency, column: 0)
    }
    return sum / terms.swapNotional * 100
  }
}

extension ProjectedFlows {
  /// The currencies in which some payments are values, ascending.
  fileprivate func units(of payments: Range<Int>) -> [Currency] {
    var units: [Currency] = []
    for payment in self.payments[payments] where !units.contains(payment.unit) { units.append(payment.unit) }
    return units.sorted()
  }

  /// Adds a swap or a forward rate agreement. Throws what the market lacks.
  fileprivate mutating func append(_ derivative: Derivative) throws(CellGap) {
    switch derivative {
    case .swap(let swap): try append(swap)
    case .forwardRate(let agreement): try append(agreement)
    case .capFloor(let option): try append(option)
    case .swaption(let option): try append(option)
    default: preconditionFailure("only swaps of interest are priced here")
    }
  }

  private mutating func append(_ swap: InterestRateSwap) throws(CellGap) {
    for (side, leg, other, sign) in [
      (InterestRateSwap.Side.pay, swap.pay, swap.receive, -1.0), (.receive, swap.receive, swap.pay, 1.0),
    ] {
      let key = DiscountKey(leg.currency)
      if swap.notionalReset != side, let onGrid = onGrid(leg, discount: key) {
        if onGrid.coupons.isEmpty { continue }
        try requireRate(leg.currency, swap.valueCurrency)
        try append(leg, onGrid, exchange: swap.notionalExchange, sign: sign, discount: key)
        continue
      }
      let payments = swap.payments(side, after: valuationDate)
      if payments.isEmpty { continue }
      try requireRate(leg.currency, swap.valueCurrency)
      if swap.notionalReset == side {
        try append(resetting: leg, other: other, payments, sign: sign)
      } else {
        try append(leg, payments, sign: sign, discount: key)
      }
      try appendAccrual(leg, payments, sign: sign, on: valuationDate)
    }
  }

  private func requireRate(_ base: Currency, _ quote: Currency) throws(CellGap) {
    if base == quote { return }
    do {
      _ = try markets.fxRates(base: base, quote: quote)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  /// notional · (index − rate) · years / (1 + index · years) on the first day, which is notional · (D − (1 + rate · years) · D ·
  /// P(end) / P(start)).
  private mutating func append(_ agreement: ForwardRateAgreement) throws(CellGap) {
    guard agreement.start > valuationDate else { return }
    let curve = try curve(DiscountKey(agreement.currency))
    let reset = agreement.reset
    let growth = 1 + agreement.rate * reset.years
    var payment = DiscountProduct.one
    payment.multiply(curve: curve, days: offset(agreement.start))
    let start = terms.count
    if let published = try published(agreement.index, reset.fixingDate) {
      add(agreement.notional * (1 - growth / (1 + published * reset.years)), payment)
    } else {
      let indexCurve = try self.curve(.index(agreement.index))
      add(agreement.notional, payment)
      payment.divide(curve: indexCurve, days: offset(reset.start))
      payment.multiply(curve: indexCurve, days: offset(reset.end))
      add(-agreement.notional * growth, payment)
    }
    append(
      Payment(
        payDay: agreement.start.dayNumber, currency: agreement.currency, unit: agreement.currency,
        curve: curve,
        isInterest: true, balance: 0, terms: start..<terms.count, period: nil))
  }
}

extension Instrument {
  fileprivate var derivative: Derivative {
    guard case .derivative(let derivative) = self else { preconditionFailure("only derivatives are swaps") }
    return derivative
  }

  /// The currencies of a swap's legs, ascending.
  var legCurrencies: [Currency] {
    guard case .derivative(.swap(let swap)) = self else { return [currency] }
    return Set([swap.pay.currency, swap.receive.currency]).sorted()
  }

  /// Whether the days of payments are known, so that they can be listed: of all but swaptions.
  fileprivate var paysForCertain: Bool {
    if case .swaption = derivative { false } else { true }
  }

  /// How an option is over before the last day of its terms; `nil` for other contracts.
  fileprivate var expiryReason: String? {
    guard case .swaption(let option) = derivative else { return nil }
    return "expired on \(option.expiry)"
  }

  /// The notional in the currency of the value.
  fileprivate var swapNotional: Double {
    switch derivative {
    case .swap(let swap):
      swap.receive.currency == swap.valueCurrency ? swap.receive.notional : swap.pay.notional
    case .forwardRate(let agreement): agreement.notional
    default: preconditionFailure("only swaps of interest are priced here")
    }
  }
}
