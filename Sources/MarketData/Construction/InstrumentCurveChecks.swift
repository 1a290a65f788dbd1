import DatesAndConventions

/// What can be seen to be wrong with a curve of instruments without solving it.
struct InstrumentCurveChecks {
  let snapshot: MarketSnapshot
  let curve: CurveQuotes
  let terms: InstrumentCurveTerms

  /// Prices of futures must lie in here.
  private static let priceLimits = 0.0...120.0

  init(_ snapshot: MarketSnapshot, _ curve: CurveQuotes, _ terms: InstrumentCurveTerms) {
    self.snapshot = snapshot
    self.curve = curve
    self.terms = terms
  }

  /// All problems, in document order.
  func problems(_ path: String) -> [MarketDataProblem] {
    var problems: [MarketDataProblem] = []
    func add(_ place: String, _ message: String) {
      problems.append(MarketDataProblem(path: place, message: message))
    }
    let kind = "\(path).kind.instruments"
    for (name, id) in [("discounting", terms.discounting), ("collateral", terms.collateral)] {
      guard let id else { continue }
      guard let named = snapshot.curves.first(where: { $0.id == id }) else {
        add(
          "\(kind).\(name)",
          "names the curve '\(id)', which is not in this snapshot; it has \(snapshot.curves.map(\.id).listed)"
        )
        continue
      }
      if name == "discounting", named.currency != curve.currency {
        add("\(kind).\(name)", "names the curve '\(id)', which is in \(named.currency)")
      }
    }
    var turned = snapshot.valuationDate
    for turn in terms.turns {
      let place = "\(kind).turns[\(turn.start)]"
      if turn.start < turned {
        add(place, "begins before \(turned), the valuation date or the end of the turn before")
      }
      if turn.end <= turn.start { add(place, "ends on \(turn.end), not after it begins") }
      if !MarketSnapshot.spreadLimits.contains(turn.basisPoints) {
        add("\(place).basis_points", "is \(turn.basisPoints); turns are basis points from -2000 to 10000")
      }
      turned = max(turned, turn.end)
    }
    if curve.instruments.isEmpty { add("\(path).points", "is empty; a curve needs a point") }
    var seen: Set<CurveInstrument> = []
    for quote in curve.instruments {
      let place = "\(path).points[\(quote.instrument)]"
      if !seen.insert(quote.instrument).inserted { add(place, "is there twice; keep one") }
      if let message = valueProblem(quote) { add("\(place).quote", message) }
      if let message = currencyProblem(quote.instrument) { add("\(place).convention", message) }
      if let message = termProblem(quote.instrument) { add(place, message) }
    }
    return problems
  }

  private func valueProblem(_ quote: CurveQuote) -> String? {
    let value = quote.value
    switch quote.instrument {
    case .deposit, .forwardRateAgreement, .swap:
      return MarketSnapshot.rateLimits.contains(value)
        ? nil : "is \(value); rates are decimals from -0.2 to 1, such as 0.05 for 5%"
    case .future:
      return InstrumentCurveChecks.priceLimits.contains(value)
        ? nil : "is \(value); a future's price is 100 less its rate in per cent, from 0 to 120"
    case .basisSwap, .crossCurrencySwap:
      return MarketSnapshot.rateLimits.contains(value)
        ? nil : "is \(value); spreads are decimals from -0.2 to 1, such as 0.0005 for 5 basis points"
    case .fxForward(let pair, _):
      guard let spot = snapshot.spotRate(CurrencyPairConvention.of(pair)) else { return nil }
      return value.isFinite && value > -spot
        ? nil : "is \(value); forward points are added to the spot rate \(spot) and leave it above 0"
    }
  }

  private func currencyProblem(_ instrument: CurveInstrument) -> String? {
    let currencies: [Currency]
    let name: String
    switch instrument {
    case .deposit(let index, _), .forwardRateAgreement(let index, _):
      (currencies, name) = ([RateIndex.of(index).currency], index.rawValue)
    case .future(let future):
      (currencies, name) = ([RateIndex.of(future.index).currency], future.index.rawValue)
    case .swap(let id, _):
      (currencies, name) = ([RateIndex.of(SwapConvention.of(id).index).currency], id.rawValue)
    case .basisSwap(let id, _):
      (currencies, name) = ([RateIndex.of(BasisSwapConvention.of(id).flatIndex).currency], id.rawValue)
    case .crossCurrencySwap(let id, _), .fxForward(let id, _):
      let pair = CurrencyPairConvention.of(id)
      (currencies, name) = ([pair.baseCurrency, pair.quoteCurrency], id.rawValue)
    }
    return currencies.contains(curve.currency)
      ? nil : "\(name) is not of the curve's currency \(curve.currency)"
  }

  private func termProblem(_ instrument: CurveInstrument) -> String? {
    switch instrument {
    case .deposit(_, let tenor): tenor.flatMap(tenorProblem)
    case .forwardRateAgreement(_, let start): start.years <= 100 ? nil : "starts in more than 100 years"
    case .future(let future):
      future.start < snapshot.valuationDate
        ? "starts on \(future.start), before the valuation date; leave it out"
        : future.end.map { $0 <= future.start } == true ? "ends before it starts" : convexityProblem(future)
    case .swap(_, .tenor(let tenor)), .basisSwap(_, let tenor), .crossCurrencySwap(_, let tenor),
      .fxForward(_, let tenor):
      tenorProblem(tenor)
    case .swap(_, .dates(let start, let end)):
      start < snapshot.valuationDate
        ? "starts on \(start), before the valuation date; leave it out"
        : end <= start ? "ends on \(end), not after it starts" : nil
    }
  }

  private func tenorProblem(_ tenor: Tenor) -> String? {
    tenor.count > 0 && tenor.years <= MarketSnapshot.longestTenorInYears
      ? nil : "its tenor is not from a day to 100 years"
  }

  private func convexityProblem(_ future: RateFuture) -> String? {
    switch future.convexity {
    case .rate(let rate): abs(rate) <= 0.1 ? nil : "its convexity is \(rate); give a decimal, such as 0.0002"
    case .hullWhite(let model):
      ShortRateModel.meanReversionLimits.contains(model.meanReversion)
        && ShortRateModel.volatilityLimits.contains(model.volatility)
        ? nil : "its mean_reversion is not from 0 to 2 or its volatility not from 0 to 0.2"
    }
  }
}
