import DatesAndConventions
import Glibc
import Instruments
import MarketData
import NumericalMethods
import Pricing

/// Every position of a bridge under every state of its inputs.
struct BridgeStates {
  private(set) var leftOut: [DurationBridge.LeftOut] = []
  private(set) var positionCount = 0
  /// By state, the first before any step: the values of each position that is in it.
  private var values: [[PositionValue]]

  /// Value and DV01 in the reporting currency; whether the position has a duration.
  private struct PositionValue {
    let value: Double
    let dv01: Double
    let hasDuration: Bool
  }

  /// A position on its way: what it is in a state, `nil` where it is not in the book.
  private struct Entry {
    let id: String
    /// One for each state.
    let states: [PositionToPrice?]
  }

  private static let stateCount = BridgeStep.allCases.count + 1
  private static let batch = 2_000

  init(from: DurationBridge.Side, to: DurationBridge.Side, reportingCurrency: Currency) {
    values = Array(repeating: [], count: Self.stateCount)
    let markets = Self.markets(from.markets, to.markets)
    let entries = Self.entries(from, to, markets: markets, reportingCurrency)
    let days = to.markets.valuationDate - from.markets.valuationDate
    let request = PricingRequest(
      measures: [.presentValue, .dv01], reportingCurrency: reportingCurrency)
    // A deal's new version is a change of terms; until then the old one holds.
    let kept = from.deals.merging(to.deals) { old, _ in old }
    let pricers = markets.indices.map { state in
      BatchPricer(
        markets: markets[state], request: request,
        deals: state == markets.count - 1 ? to.deals : kept)
    }
    for start in stride(from: 0, to: entries.count, by: Self.batch) {
      let part = Array(entries[start..<min(start + Self.batch, entries.count)])
      // Of each entry, its value in each state.
      var found = [[Result<PositionValue, CellGap>?]](repeating: [], count: part.count)
      for state in 0..<Self.stateCount {
        let years = state == 1 ? Double(days) / 365 : 0
        let priced = Self.price(
          part.map { $0.states[state] }, pricers[state], markets[state], reportingCurrency,
          moved: years)
        for index in part.indices { found[index].append(priced[index]) }
      }
      for (entry, results) in zip(part, found) { take(entry, results) }
    }
  }

  /// The totals of each state: exact sums, so that a state that changes nothing changes no bit.
  func totals() throws(FixedPointSumError) -> [BridgeFigures] {
    var totals: [BridgeFigures] = []
    for state in values {
      var (value, dv01) = (FixedPointSum(), FixedPointSum())
      var (durable, durableDV01) = (FixedPointSum(), FixedPointSum())
      for position in state {
        try value.add(position.value)
        try dv01.add(position.dv01)
        if position.hasDuration {
          try durable.add(position.value)
          try durableDV01.add(position.dv01)
        }
      }
      totals.append(
        BridgeFigures(
          value: value.value, dv01: dv01.value,
          duration: durable.value > 0 ? -durableDV01.value / (durable.value * 1e-4) : nil))
    }
    return totals
  }

  /// A position counts in all of its states or in none.
  private mutating func take(_ entry: Entry, _ results: [Result<PositionValue, CellGap>?]) {
    for case .failure(let gap)? in results {
      leftOut.append(DurationBridge.LeftOut(positionID: entry.id, reason: gap.reason))
      return
    }
    positionCount += 1
    for (state, result) in results.enumerated() {
      if case .success(let value)? = result { values[state].append(value) }
    }
  }

  /// The market of each state.
  private static func markets(_ from: ScenarioMarkets, _ to: ScenarioMarkets) -> [BridgeMarket] {
    let day = to.valuationDate
    let before = BridgeMarket(
      valuationDate: from.valuationDate, rates: from, spreads: from, foreignExchange: from)
    let amortised = BridgeMarket(
      valuationDate: day, rates: from, spreads: from, foreignExchange: from,
      offset: Double(day - from.valuationDate) / 365)
    let rolled = BridgeMarket(valuationDate: day, rates: from, spreads: from, foreignExchange: from)
    let rates = BridgeMarket(valuationDate: day, rates: to, spreads: from, foreignExchange: from)
    let spreads = BridgeMarket(valuationDate: day, rates: to, spreads: to, foreignExchange: from)
    let after = BridgeMarket(valuationDate: day, rates: to, spreads: to, foreignExchange: to)
    return [before]
      + BridgeStep.allCases.map { step in
        switch step {
        case .amortisation: amortised
        case .rollDown: rolled
        case .rates: rates
        case .spreads: spreads
        case .foreignExchange, .removed, .resized, .added, .terms: after
        }
      }
  }

  /// What each position is in each state. Marks have become the issue spreads that they imply.
  private static func entries(
    _ from: DurationBridge.Side, _ to: DurationBridge.Side, markets: [BridgeMarket],
    _ reportingCurrency: Currency
  ) -> [Entry] {
    let request = PricingRequest(measures: [.presentValue], reportingCurrency: reportingCurrency)
    let before = withSpreads(
      from.holdings, BatchPricer(markets: markets[0], request: request, deals: from.deals))
    let after = withSpreads(
      to.holdings, BatchPricer(markets: markets[markets.count - 1], request: request, deals: to.deals))
    let later = Dictionary(after.map { ($0.position.id, $0) }) { first, _ in first }
    let earlier = Set(before.map(\.position.id))
    let kept = before.map { old in
      Entry(id: old.position.id, states: states(of: old, becoming: later[old.position.id]))
    }
    let added = after.filter { !earlier.contains($0.position.id) }.map { new in
      Entry(
        id: new.position.id,
        states: [nil]
          + BridgeStep.allCases.map { step in
            switch step {
            case .amortisation, .rollDown, .rates, .spreads, .foreignExchange, .removed, .resized: nil
            case .added, .terms: new
            }
          })
    }
    return kept + added
  }

  private static func states(of old: PositionToPrice, becoming new: PositionToPrice?) -> [PositionToPrice?] {
    let respread = new.map {
      old.with(quantity: old.position.quantity, spread: $0.position.spreadBasisPoints)
    }
    let resized = new.map { old.with(quantity: $0.position.quantity, spread: $0.position.spreadBasisPoints) }
    return [old]
      + BridgeStep.allCases.map { step in
        switch step {
        case .amortisation, .rollDown, .rates: old
        case .spreads, .foreignExchange: respread ?? old
        case .removed: respread
        case .resized, .added: resized
        case .terms: new
        }
      }
  }

  /// A position whose spread cannot be found keeps its mark, and has no value either.
  private static func withSpreads(_ holdings: [PositionToPrice], _ pricer: BatchPricer) -> [PositionToPrice] {
    zip(holdings, pricer.issueSpreads(holdings)).map { holding, spread in
      spread.map { holding.with(quantity: holding.position.quantity, spread: $0) } ?? holding
    }
  }

  /// - Parameter moved: Years by which payments are further away than the pricer sees them. The curves know of it; the
  ///   issue spread discounts for so much longer, and DV01 is −Σ (t + moved)·flow·D.
  private static func price(
    _ entries: [PositionToPrice?], _ pricer: BatchPricer, _ market: BridgeMarket,
    _ reportingCurrency: Currency, moved: Double
  ) -> [Result<PositionValue, CellGap>?] {
    let present = entries.indices.filter { entries[$0] != nil }
    let positions = present.enumerated().map { number, index in
      PositionToPrice(
        number: Int32(number), position: entries[index]!.position, instrument: entries[index]!.instrument)
    }
    let block = pricer.price(positions).results
    var amounts = [(value: Double, dv01: Double)](repeating: (0, 0), count: positions.count)
    for (index, row) in block.rows.enumerated() {
      let amount = block.values[block.range(ofRow: index).lowerBound]
      switch row.measure {
      case .presentValue: amounts[Int(row.positionNumber)].value = amount
      case .dv01: amounts[Int(row.positionNumber)].dv01 = amount
      default: break
      }
    }
    var reasons: [Int32: Reason] = [:]
    for gap in block.gaps { reasons[block.rows[gap.row].positionNumber] = gap.reason }
    var results = [Result<PositionValue, CellGap>?](repeating: nil, count: entries.count)
    for (position, index) in zip(positions, present) {
      if let reason = reasons[position.number] {
        results[index] = .failure(CellGap(reason))
        continue
      }
      let amount = amounts[Int(position.number)]
      let terms = position.instrument.terms
      let spread = terms.hasDuration ? (position.position.spreadBasisPoints ?? 0) * 1e-4 : 0
      let later = exp(-spread * moved)
      let value = amount.value * later
      do throws(MissingMarketData) {
        let rate = try market.fxRates(base: terms.currency, quote: reportingCurrency)[0]
        results[index] = .success(
          PositionValue(
            value: value * rate, dv01: (amount.dv01 * later - moved * value * 1e-4) * rate,
            hasDuration: terms.hasDuration && !terms.isPaidForLater))
      } catch {
        results[index] = .failure(CellGap(Reason(.missingData, error.name)))
      }
    }
    return results
  }
}

extension Instrument {
  /// Whether effective durations are given for such contracts.
  fileprivate var hasDuration: Bool { reason(without: .effectiveDuration) == nil }

  /// Whether it is a forward trade that pays, whose duration is the pool's and whose value next to nothing: it has no part in a book's.
  fileprivate var isPaidForLater: Bool {
    if case .assetBacked(.toBeAnnounced(let trade)) = self { trade.payment != nil } else { false }
  }
}

extension PositionToPrice {
  /// The same holding at another quantity and an issue spread in place of its mark.
  fileprivate func with(quantity: Double, spread: Double?) -> PositionToPrice {
    PositionToPrice(
      number: number,
      position: Position(
        id: position.id, portfolio: position.portfolio, instrumentID: position.instrumentID,
        quantity: quantity, markCleanPrice: spread == nil ? position.markCleanPrice : nil,
        spreadBasisPoints: spread ?? position.spreadBasisPoints, reportedValue: position.reportedValue),
      instrument: instrument)
  }
}
