import DatesAndConventions

extension MarketSnapshot {
  /// All that is wrong with the volatilities, in document order.
  var volatilityProblems: [MarketDataProblem] {
    var problems: [MarketDataProblem] = []
    problems.addIDs("volatilities.swaptions", volatilities.swaptions.map(\.id))
    for quotes in volatilities.swaptions { check(quotes, into: &problems) }
    problems.addIDs("volatilities.caps", volatilities.caps.map(\.id))
    for quotes in volatilities.caps { check(quotes, into: &problems) }
    problems.addIDs("volatilities.fx", volatilities.fx.map(\.id))
    for quotes in volatilities.fx { check(quotes, into: &problems) }
    addSharedIDs(into: &problems)
    for (index, quotes) in volatilities.fx.enumerated() {
      if let other = volatilities.fx[..<index].first(where: {
        $0.isOf(quotes.baseCurrency, quotes.quoteCurrency)
      }) {
        problems.add("volatilities.fx[\(quotes.id)]", "is of the same currencies as \(other.id); keep one")
      }
    }
    return problems
  }

  /// Surfaces of different kinds are told apart by id, too.
  private func addSharedIDs(into problems: inout [MarketDataProblem]) {
    var kinds: [String: String] = [:]
    for (kind, ids) in [
      ("swaptions", volatilities.swaptions.map(\.id)), ("caps", volatilities.caps.map(\.id)),
      ("fx", volatilities.fx.map(\.id)),
    ] {
      for id in ids {
        if let other = kinds[id], other != kind {
          problems.add(
            "volatilities.\(kind)[\(id)]",
            "has the id of a surface of \(other); scenarios tell surfaces apart by id: rename one")
        }
        kinds[id] = kind
      }
    }
  }

  private func check(_ quotes: SwaptionVolatilityQuotes, into problems: inout [MarketDataProblem]) {
    let path = "volatilities.swaptions[\(quotes.id)]"
    problems.addIfUnknown(quotes.currency, "\(path).currency")
    problems.addIfWrong(quotes.type, "\(path).type")
    checkAxis(quotes.expiries, "\(path).expiries", into: &problems)
    checkAxis(quotes.tenors, "\(path).tenors", into: &problems)
    let money = "\(path).at_the_money"
    if problems.hasShape(money, quotes.atTheMoney, quotes.expiries, columns: quotes.tenors.count) {
      for (expiry, row) in zip(quotes.expiries, quotes.atTheMoney) {
        for (tenor, volatility) in zip(quotes.tenors, row) {
          problems.addIfNoVolatility(volatility, quotes.type, "\(money)[\(expiry)][\(tenor)]")
        }
      }
    }
    if let smile = quotes.smile { check(smile, quotes, "\(path).smile", into: &problems) }
  }

  private func check(
    _ smile: SwaptionSmileQuotes, _ quotes: SwaptionVolatilityQuotes, _ path: String,
    into problems: inout [MarketDataProblem]
  ) {
    checkAxis(smile.expiries, "\(path).expiries", into: &problems)
    checkAxis(smile.tenors, "\(path).tenors", into: &problems)
    problems.addStrikes(
      smile.strikeBasisPoints, -2_000...2_000, "\(path).strike_basis_points",
      "strikes are basis points from the forward, -2000 to 2000")
    if let beta = smile.sabrBeta {
      problems.addIfOutside(0...1, beta, "\(path).sabr_beta", "beta lies from 0 to 1")
    }
    if smile.offsets.count != smile.expiries.count {
      problems.add(
        "\(path).offsets", "has \(smile.offsets.count) rows for \(smile.expiries.count) expiries")
      return
    }
    for (expiry, rows) in zip(smile.expiries, smile.offsets) {
      let place = "\(path).offsets[\(expiry)]"
      guard problems.hasShape(place, rows, smile.tenors, columns: smile.strikeBasisPoints.count) else {
        continue
      }
      for (tenor, row) in zip(smile.tenors, rows) {
        for (strike, offset) in zip(smile.strikeBasisPoints, row) {
          check(
            offset, strike, quotes.atTheMoney(expiry, tenor), quotes.type, "\(place)[\(tenor)][\(strike)]",
            into: &problems)
        }
      }
    }
  }

  /// One offset; `money` is the volatility at the money where that is quoted for the same node.
  private func check(
    _ offset: Double, _ strike: Double, _ money: Double?, _ type: QuotedVolatilityType, _ path: String,
    into problems: inout [MarketDataProblem]
  ) {
    if !offset.isFinite {
      problems.add(path, "is \(offset); give what is added to the volatility at the money")
    } else if strike == 0, offset != 0 {
      problems.add(path, "is \(offset), but nothing is added at the money: give 0 or leave the strike out")
    } else if let money {
      if !(money + offset > 0 && money + offset <= type.limit) {
        problems.add(path, "is \(offset), which makes the volatility \(money + offset); \(type.rule)")
      }
    } else if abs(offset) > type.limit {
      problems.add(path, "is \(offset); \(type.rule)")
    }
  }

  private func check(_ quotes: CapVolatilityQuotes, into problems: inout [MarketDataProblem]) {
    let path = "volatilities.caps[\(quotes.id)]"
    problems.addIfUnknown(quotes.currency, "\(path).currency")
    if quotes.period.count == 0 || quotes.period.years > 1 {
      problems.add("\(path).period", "is \(quotes.period); periods are at most a year long, such as 3M")
    }
    problems.addIfWrong(quotes.type, "\(path).type")
    checkAxis(quotes.maturities, "\(path).maturities", into: &problems)
    if let first = quotes.maturities.first,
      first.date(after: valuationDate) <= quotes.period.date(after: valuationDate)
    {
      problems.add(
        "\(path).maturities[\(first)]",
        "is no longer than the first period, whose rate is known; the shortest cap has two periods")
    }
    problems.addStrikes(
      quotes.strikes, MarketSnapshot.rateLimits, "\(path).strikes",
      "strikes are decimals from -0.2 to 1, such as 0.03 for 3%")
    let table = "\(path).volatilities"
    if problems.hasShape(table, quotes.volatilities, quotes.maturities, columns: quotes.strikes.count) {
      for (maturity, row) in zip(quotes.maturities, quotes.volatilities) {
        for (strike, volatility) in zip(quotes.strikes, row) {
          problems.addIfNoVolatility(volatility, quotes.type, "\(table)[\(maturity)][\(strike)]")
        }
      }
    }
  }

  private func check(_ quotes: FXVolatilityQuotes, into problems: inout [MarketDataProblem]) {
    let path = "volatilities.fx[\(quotes.id)]"
    problems.addIfUnknown(quotes.baseCurrency, "\(path).base_currency")
    problems.addIfUnknown(quotes.quoteCurrency, "\(path).quote_currency")
    if quotes.baseCurrency == quotes.quoteCurrency {
      problems.add("\(path).quote_currency", "is also the base currency; a pair has two")
    }
    checkAxis(quotes.points.map(\.tenor), "\(path).points", into: &problems)
    let type = QuotedVolatilityType.lognormal(shift: 0)
    for point in quotes.points {
      let place = "\(path).points[\(point.tenor)]"
      problems.addIfNoVolatility(point.atTheMoney, type, "\(place).at_the_money")
      var deltas: Set<Double> = []
      for wing in point.wings {
        let node = "\(place).wings[\(wing.delta)]"
        if !(wing.delta > 0 && wing.delta < 0.5) {
          problems.add(
            "\(node).delta", "is \(wing.delta); deltas are decimals above 0 and below 0.5, such as 0.25")
        }
        if !deltas.insert(wing.delta).inserted { problems.add(node, "is there twice; keep one") }
        for (name, sign) in [("call", 0.5), ("put", -0.5)] {
          let volatility = point.atTheMoney + wing.butterfly + sign * wing.riskReversal
          if !(volatility > 0 && volatility <= type.limit) {
            problems.add(node, "makes the \(name)'s volatility \(volatility); \(type.rule)")
          }
        }
      }
    }
  }

  /// Tenors in ascending order, each after the valuation date and at most 100 years long.
  private func checkAxis(_ tenors: [Tenor], _ path: String, into problems: inout [MarketDataProblem]) {
    if tenors.isEmpty { problems.add(path, "is empty; give at least one tenor") }
    for tenor in tenors {
      if tenor.count == 0 {
        problems.add("\(path)[\(tenor)]", "is zero; options expire after the valuation date")
      }
      if tenor.years > MarketSnapshot.longestTenorInYears {
        problems.add("\(path)[\(tenor)]", "is longer than 100 years")
      }
    }
    for (before, after) in zip(tenors, tenors.dropFirst())
    where after.date(after: valuationDate) <= before.date(after: valuationDate) {
      problems.add(
        "\(path)[\(after)]", "does not end after \(before); put tenors in ascending order, each once")
    }
  }
}

extension SwaptionVolatilityQuotes {
  /// The quoted volatility at a node of the matrix; `nil` where there is none.
  func atTheMoney(_ expiry: Tenor, _ tenor: Tenor) -> Double? {
    guard let row = expiries.firstIndex(of: expiry), let column = tenors.firstIndex(of: tenor),
      row < atTheMoney.count, column < atTheMoney[row].count
    else { return nil }
    return atTheMoney[row][column]
  }
}

extension [MarketDataProblem] {
  fileprivate mutating func addIfWrong(_ type: QuotedVolatilityType, _ path: String) {
    switch type {
    case .normal: break
    case .lognormal(let shift):
      addIfOutside(
        QuotedVolatilityType.shiftLimits, shift, "\(path).lognormal.shift",
        "shifts are decimals from 0 to 0.2, such as 0.02 for 2%")
    }
  }

  fileprivate mutating func addIfNoVolatility(
    _ volatility: Double, _ type: QuotedVolatilityType, _ path: String
  ) {
    if !(volatility > 0 && volatility <= type.limit) { add(path, "is \(volatility); \(type.rule)") }
  }

  /// Whether a table has a row for each of `rows` and in each so many columns; adds a problem for what has not.
  fileprivate mutating func hasShape(
    _ path: String, _ table: [[Double]], _ rows: [Tenor], columns: Int
  ) -> Bool {
    guard table.count == rows.count else {
      add(path, "has \(table.count) rows for \(rows.count) tenors; give a row for each")
      return false
    }
    let wrong = zip(rows, table).filter { $0.1.count != columns }
    for (tenor, row) in wrong {
      add("\(path)[\(tenor)]", "has \(row.count) numbers for \(columns) columns; give one for each")
    }
    return wrong.isEmpty
  }

  fileprivate mutating func addStrikes(
    _ strikes: [Double], _ limits: ClosedRange<Double>, _ path: String, _ rule: String
  ) {
    if strikes.isEmpty { add(path, "is empty; give at least one strike") }
    for strike in strikes { addIfOutside(limits, strike, "\(path)[\(strike)]", rule) }
    for (before, after) in zip(strikes, strikes.dropFirst()) where !(before < after) {
      add("\(path)[\(after)]", "comes after \(before); put strikes in ascending order, each once")
    }
  }
}
