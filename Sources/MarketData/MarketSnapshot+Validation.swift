import DatesAndConventions

extension MarketSnapshot {
  /// Quoted rates must lie in here: one hundred per cent written as 100 is the likeliest mistake.
  static let rateLimits = -0.2...1.0
  /// Quoted spreads must lie in here, basis points.
  static let spreadLimits = -2_000.0...10_000.0
  /// No quote is longer.
  static let longestTenorInYears = 100.0

  /// Checks the whole document. Throws all problems at once, in document order.
  public func validate() throws(MarketDataError) {
    let problems = problems
    if !problems.isEmpty { throw MarketDataError(problems) }
  }

  /// All that is wrong, in document order; empty for a snapshot that can be used.
  public var problems: [MarketDataProblem] {
    var problems: [MarketDataProblem] = []
    if schemaVersion != 1 {
      problems.add("schema_version", "is \(schemaVersion); this version of Tenor reads 1")
    }
    problems.addIDs("curves", curves.map(\.id))
    for curve in curves { check(curve, into: &problems) }
    problems.addIDs("spread_curves", spreadCurves.map(\.id))
    for curve in spreadCurves { check(curve, into: &problems) }
    checkDiscountCurves(into: &problems)
    checkForeignExchange(into: &problems)
    checkShortRateModels(into: &problems)
    problems += volatilityProblems
    checkIndexCurves(into: &problems)
    checkFixings(into: &problems)
    problems += creditProblems
    checkInflationIndices(into: &problems)
    checkCollateral(into: &problems)
    return problems
  }

  private func check(_ curve: CurveQuotes, into problems: inout [MarketDataProblem]) {
    let path = "curves[\(curve.id)]"
    problems.addIfUnknown(curve.currency, "\(path).currency")
    if curve.kind == .par(.once) {
      problems.add("\(path).kind", "a par curve needs coupons; give 1, 2, 4 or 12 a year")
    }
    if case .instruments(let terms) = curve.kind {
      problems += InstrumentCurveChecks(self, curve, terms).problems(path)
      return
    }
    if case .fitted(let form) = curve.kind {
      problems += curve.fitProblems(form, path, valuationDate)
      return
    }
    checkTenors(curve.points.map(\.tenor), path, into: &problems)
    for point in curve.points {
      problems.addIfOutside(
        MarketSnapshot.rateLimits, point.rate, "\(path).points[\(point.tenor)].rate",
        "rates are decimals from -0.2 to 1, such as 0.05 for 5%")
    }
  }

  private func check(_ curve: SpreadQuotes, into problems: inout [MarketDataProblem]) {
    let path = "spread_curves[\(curve.id)]"
    problems.addIfUnknown(curve.currency, "\(path).currency")
    checkTenors(curve.points.map(\.tenor), path, into: &problems)
    for point in curve.points {
      problems.addIfOutside(
        MarketSnapshot.spreadLimits, point.basisPoints, "\(path).points[\(point.tenor)].basis_points",
        "spreads are basis points from -2000 to 10000")
    }
  }

  func checkTenors(_ tenors: [Tenor], _ path: String, into problems: inout [MarketDataProblem]) {
    if tenors.isEmpty { problems.add("\(path).points", "is empty; a curve needs a point") }
    var before: Tenor?
    for tenor in tenors {
      let place = "\(path).points[\(tenor)].tenor"
      if tenor.count == 0 { problems.add(place, "is zero; a quote lies after the valuation date") }
      if tenor.years > MarketSnapshot.longestTenorInYears { problems.add(place, "is longer than 100 years") }
      if let before {
        let (date, last) = (tenor.date(after: valuationDate), before.date(after: valuationDate))
        if date == last {
          problems.add(place, "falls on the same day as \(before); keep one of them")
        } else if date < last {
          problems.add(place, "comes after \(before); put tenors in ascending order")
        }
      }
      before = tenor
    }
  }

  private func checkDiscountCurves(into problems: inout [MarketDataProblem]) {
    for (code, id) in discountCurves.sorted(by: { $0.key < $1.key }) {
      let path = "discount_curves.\(code)"
      problems.addIfUnknown(code, path)
      guard let curve = curves.first(where: { $0.id == id }) else {
        problems.add(
          path, "names the curve '\(id)', which is not in this snapshot; it has \(curves.map(\.id).listed)")
        continue
      }
      if curve.currency.code != code {
        problems.add(path, "names the curve '\(id)', which is in \(curve.currency)")
      }
    }
  }

  private func checkForeignExchange(into problems: inout [MarketDataProblem]) {
    for (code, rate) in fxRates.sorted(by: { $0.key < $1.key }) {
      let path = "fx_rates.\(code)"
      problems.addIfUnknown(code, path)
      if !(rate.isFinite && rate > 0) {
        problems.add(path, "is \(rate); give the positive number of \(code) for one \(fxBase)")
      } else if code == fxBase.code, rate != 1 {
        problems.add(path, "is \(rate), but \(code) is the base: leave it out or give 1")
      }
    }
    problems.addIfUnknown(fxBase, "fx_base")
  }

  private func checkShortRateModels(into problems: inout [MarketDataProblem]) {
    for (code, model) in shortRateModels.sorted(by: { $0.key < $1.key }) {
      let path = "short_rate_models.\(code)"
      problems.addIfUnknown(code, path)
      problems.addIfOutside(
        ShortRateModel.meanReversionLimits, model.meanReversion, "\(path).mean_reversion",
        "mean reversion is a year's from 0 to 2, such as 0.03")
      problems.addIfOutside(
        ShortRateModel.volatilityLimits, model.volatility, "\(path).volatility",
        "volatility is a decimal from 0 to 0.2, such as 0.01 for 100 basis points a year")
      guard let both = model.twoFactor else { continue }
      for (name, factor) in [("first", both.first), ("second", both.second)] {
        problems.addIfOutside(
          ShortRateModel.meanReversionLimits, factor.meanReversion,
          "\(path).two_factor.\(name).mean_reversion", "mean reversion is a year's from 0 to 2, such as 0.03")
        problems.addIfOutside(
          ShortRateModel.volatilityLimits, factor.volatility, "\(path).two_factor.\(name).volatility",
          "volatility is a decimal from 0 to 0.2, such as 0.01 for 100 basis points a year")
      }
      problems.addIfOutside(
        -1.0...1.0, both.correlation, "\(path).two_factor.correlation", "a correlation is from -1 to 1")
    }
  }

  private func checkIndexCurves(into problems: inout [MarketDataProblem]) {
    for (name, id) in indexCurves.sorted(by: { $0.key < $1.key }) {
      let path = "index_curves.\(name)"
      guard let index = problems.index(name, path) else { continue }
      guard let curve = curves.first(where: { $0.id == id }) else {
        problems.add(
          path, "names the curve '\(id)', which is not in this snapshot; it has \(curves.map(\.id).listed)")
        continue
      }
      if curve.currency != index.currency {
        problems.add(path, "names the curve '\(id)', which is in \(curve.currency)")
      }
    }
  }

  private func checkFixings(into problems: inout [MarketDataProblem]) {
    for (name, published) in fixings.sorted(by: { $0.key < $1.key }) {
      let path = "fixings.\(name)"
      _ = problems.index(name, path)
      var before: CivilDate?
      for fixing in published {
        problems.addIfOutside(
          MarketSnapshot.rateLimits, fixing.rate, "\(path)[\(fixing.date)].rate",
          "rates are decimals from -0.2 to 1, such as 0.05 for 5%")
        if fixing.date == before { problems.add("\(path)[\(fixing.date)]", "is there twice; keep one") }
        if fixing.date > valuationDate {
          problems.add(
            "\(path)[\(fixing.date)]", "is after the valuation date; leave out what is not known yet")
        }
        before = fixing.date
      }
    }
  }
}

extension [MarketDataProblem] {
  mutating func add(_ path: String, _ message: String) {
    append(MarketDataProblem(path: path, message: message))
  }

  mutating func addIfUnknown(_ code: String, _ path: String) {
    guard let currency = Currency(code) else {
      add(path, "'\(code)' is not a currency; write its ISO 4217 code, such as USD")
      return
    }
    addIfUnknown(currency, path)
  }

  mutating func addIfUnknown(_ currency: Currency, _ path: String) {
    if !currency.isKnown { add(path, "'\(currency)' is not in ISO 4217; check the code") }
  }

  /// The index of that name; adds a problem and gives `nil` when there is none.
  mutating func index(_ name: String, _ path: String) -> RateIndex? {
    guard let id = RateIndexID(rawValue: name) else {
      add(path, "'\(name)' is not an index; those known are \(RateIndexID.allCases.map(\.rawValue).listed)")
      return nil
    }
    return RateIndex.of(id)
  }

  mutating func addIfOutside(
    _ limits: ClosedRange<Double>, _ value: Double, _ path: String, _ rule: String
  ) {
    if !limits.contains(value) { add(path, "is \(value); \(rule)") }
  }

  /// Empty and repeated ids, by index, because the id does not tell them apart.
  mutating func addIDs(_ path: String, _ ids: [String]) {
    var seen: [String: Int] = [:]
    for (index, id) in ids.enumerated() {
      if id.isEmpty { add("\(path)[\(index)].id", "is empty; give the curve a name, such as USD.TREASURY") }
      if let first = seen.updateValue(index, forKey: id), !id.isEmpty {
        add("\(path)[\(index)].id", "'\(id)' is also the id of \(path)[\(first)]; ids are unique")
      }
    }
  }
}
