import DatesAndConventions

/// The numbers of a snapshot, by where they stand.
struct MarketQuotes {
  enum Kind: Equatable {
    case rate
    case spread
    case upfront
    case foreignExchange
    case volatility(isNormal: Bool)
    /// What is added to a volatility at the money.
    case smile(atTheMoney: Double)
  }

  struct Quote {
    let place: String
    let kind: Kind
    /// Quotes that come from one publisher together; what is stale is stale as a group.
    let group: String
    let value: Double
    /// Quotes of other conventions cannot be compared.
    let convention: String
  }

  let date: CivilDate
  /// In document order.
  let quotes: [Quote]
  private let indices: [String: Int]

  /// - Parameter base: The currency against which exchange rates are told; rates that cannot be told against it are left out.
  init(_ snapshot: MarketSnapshot, base: Currency) {
    date = snapshot.valuationDate
    var quotes: [Quote] = []
    for curve in snapshot.curves {
      let group = "curves[\(curve.id)]"
      for point in curve.points {
        quotes.append(
          Quote(
            place: "\(group).points[\(point.tenor)]", kind: .rate, group: group, value: point.rate,
            convention: curve.kind.words))
      }
      for bond in curve.bonds where bond.problem(snapshot.valuationDate) == nil {
        quotes.append(
          Quote(
            place: "\(group).points[\(bond)]", kind: .rate, group: group,
            value: bond.yieldToMaturity(snapshot.valuationDate), convention: curve.kind.words))
      }
      for quote in curve.instruments {
        quotes.append(
          Quote(
            place: "\(group).points[\(quote.instrument)]", kind: .rate, group: group,
            value: quote.rate(in: snapshot), convention: curve.kind.words))
      }
    }
    for curve in snapshot.spreadCurves {
      let group = "spread_curves[\(curve.id)]"
      for point in curve.points {
        quotes.append(
          Quote(
            place: "\(group).points[\(point.tenor)]", kind: .spread, group: group, value: point.basisPoints,
            convention: ""))
      }
    }
    for curve in snapshot.creditCurves {
      let group = "credit_curves[\(curve.id)]"
      for point in curve.points {
        quotes.append(
          Quote(
            place: "\(group).points[\(point.tenor)]", kind: curve.kind == .upfront ? .upfront : .spread,
            group: group, value: curve.kind == .upfront ? point.quote : point.quote * 10_000,
            convention: curve.kind.rawValue))
      }
    }
    for (index, indexQuotes) in snapshot.inflationIndices.sorted(by: { $0.key < $1.key }) {
      let group = "inflation_indices.\(index)"
      for point in indexQuotes.breakevens {
        quotes.append(
          Quote(
            place: "\(group).breakevens[\(point.tenor)]", kind: .rate, group: group, value: point.rate,
            convention: ""))
      }
    }
    quotes += MarketQuotes.volatilities(snapshot.volatilities)
    let own = snapshot.fxRates.merging([snapshot.fxBase.code: 1]) { given, _ in given }
    if let unit = own[base.code] {
      for (code, rate) in own.sorted(by: { $0.key < $1.key }) where code != base.code {
        quotes.append(
          Quote(
            place: "fx_rates.\(code)", kind: .foreignExchange, group: "fx_rates",
            value: base == snapshot.fxBase ? rate : rate / unit, convention: ""))
      }
    }
    self.quotes = quotes
    indices = Dictionary(quotes.enumerated().map { ($1.place, $0) }) { first, _ in first }
  }

  subscript(place: String) -> Quote? { indices[place].map { quotes[$0] } }

  /// The groups and how many quotes each has, in document order.
  var groups: [(name: String, quotes: ArraySlice<Quote>)] {
    var groups: [(name: String, quotes: ArraySlice<Quote>)] = []
    var start = 0
    for index in quotes.indices
    where index + 1 == quotes.count || quotes[index + 1].group != quotes[index].group {
      groups.append((quotes[index].group, quotes[start...index]))
      start = index + 1
    }
    return groups
  }
}

extension MarketQuotes.Quote {
  /// From an earlier quote to this, in the unit of the kind.
  func change(from earlier: Double) -> Double {
    switch kind {
    case .rate: (value - earlier) * 10_000
    case .spread: value - earlier
    case .upfront: (value - earlier) * 100
    case .foreignExchange, .volatility: (value / earlier - 1) * 100
    case .smile(let money): (value - earlier) / money * 100
    }
  }
}

extension MarketQuotes.Kind {
  /// The unit in which moves are told.
  var unit: String {
    switch self {
    case .rate, .spread: " bp"
    case .foreignExchange, .volatility: "%"
    case .upfront: "% of the notional"
    case .smile: "% of the volatility at the money"
    }
  }
}

extension CurveKind {
  /// Such as `par 2`, for messages.
  fileprivate var words: String {
    switch self {
    case .par(let frequency): "par \(frequency.rawValue)"
    case .zero(let compounding): "zero \(compounding.rawValue)"
    case .instruments: "instruments"
    case .fitted: "bonds"
    }
  }
}

extension CurveQuote {
  /// The quote as a decimal, so that its moves can be told in basis points: a future's rate, forward points as a share of
  /// the spot rate, and the others as they are.
  fileprivate func rate(in snapshot: MarketSnapshot) -> Double {
    switch instrument {
    case .deposit, .forwardRateAgreement, .swap, .basisSwap, .crossCurrencySwap: value
    case .future: 1 - value / 100
    case .fxForward(let pair, _): value / (snapshot.spotRate(CurrencyPairConvention.of(pair)) ?? 1)
    }
  }
}
