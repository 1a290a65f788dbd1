import DatesAndConventions

/// The rate curves of a market under scenarios that move quotes, each distinct one built once.
struct ScenarioCurves {
  private let snapshot: MarketSnapshot
  /// As built, by id.
  let base: [String: ZeroCurve]
  /// `nil` without curves of instruments.
  private let system: CurveSystem?
  private var plain: [CurveQuotes: ZeroCurve] = [:]
  private var sets: [[CurveQuotes]: [String: ZeroCurve]] = [:]

  /// Throws all that is wrong with the snapshot, or the first curve that cannot be built.
  init(_ snapshot: MarketSnapshot) throws(ScenarioMarketsError) {
    self.snapshot = snapshot
    let built = try snapshot.builtCurves()
    base = built.curves
    system = built.set?.system
  }

  /// One curve that is not made of instruments, without a look at the others.
  init(_ quotes: CurveQuotes, of snapshot: MarketSnapshot) throws(CurveBuildError) {
    self.snapshot = snapshot
    base = [quotes.id: try ZeroCurve(quotes, valuationDate: snapshot.valuationDate)]
    system = nil
  }

  /// A curve under the shifts of quotes of a scenario; that of the base market where none moves it.
  mutating func curve(_ quotes: CurveQuotes, under scenario: Scenario) throws(CurveBuildError) -> ZeroCurve {
    guard let curve = base[quotes.id] else { preconditionFailure("every curve of the snapshot is built") }
    guard let system, quotes.isOfInstruments else { return try plainCurve(quotes, under: scenario) }
    let moved = snapshot.curves.map { snapshot.moved($0, under: scenario) }
    if moved == snapshot.curves { return curve }
    if let known = sets[moved]?[quotes.id] { return known }
    var plainCurves: [String: ZeroCurve] = [:]
    for quotes in snapshot.curves where !quotes.isOfInstruments {
      plainCurves[quotes.id] = try plainCurve(quotes, under: scenario)
    }
    let solved = try system.solve(
      moved.filter(\.isOfInstruments), plainCurves: plainCurves, base: base)
    sets[moved] = solved
    return solved[quotes.id] ?? curve
  }

  private mutating func plainCurve(_ quotes: CurveQuotes, under scenario: Scenario) throws(CurveBuildError)
    -> ZeroCurve
  {
    let moved = snapshot.moved(quotes, under: scenario)
    if moved == quotes, let curve = base[quotes.id] { return curve }
    if let known = plain[moved] { return known }
    let curve = try ZeroCurve(moved, valuationDate: snapshot.valuationDate)
    plain[moved] = curve
    return curve
  }
}

extension MarketSnapshot {
  /// Quotes of a curve of this market as a scenario's shifts of quotes move them, in order.
  func moved(_ quotes: CurveQuotes, under scenario: Scenario) -> CurveQuotes {
    var moved = quotes
    for case .rates(let shift) in scenario.shifts
    where shift.domain == .quote && shift.moves(quotes, of: self) {
      moved = moved.applying(
        shift.shape.change, toSpreads: shift.curves.contains(quotes.id), valuationDate: valuationDate)
    }
    return moved
  }

  /// Every rate curve of the snapshot, built, by id, and the set of those made of instruments, if there are any. Throws all
  /// that is wrong with the snapshot, or the first curve that cannot be built.
  func builtCurves() throws(ScenarioMarketsError) -> (curves: [String: ZeroCurve], set: CurveSet?) {
    do throws(MarketDataError) { try validate() } catch { throw .market(error) }
    do throws(CurveBuildError) {
      var built: [String: ZeroCurve] = [:]
      for quotes in curves where !quotes.isOfInstruments {
        built[quotes.id] = try ZeroCurve(quotes, valuationDate: valuationDate)
      }
      guard built.count < curves.count else { return (built, nil) }
      let set = try CurveSet(self, plainCurves: built)
      return (built.merging(set.curves) { _, solved in solved }, set)
    } catch {
      throw .curve(error)
    }
  }

  /// Every rate curve of the snapshot, built, by id. Throws all that is wrong with the snapshot, or the first curve
  /// that cannot be built; credit curves are built as well to see whether they can be.
  public func zeroCurves() throws(ScenarioMarketsError) -> [String: ZeroCurve] {
    let built = try builtCurves().curves
    for quotes in creditCurves {
      guard let id = discountCurves[quotes.currency.code], let discount = built[id] else { continue }
      do throws(CurveBuildError) {
        _ = try CreditCurve(quotes, discount: discount, valuationDate: valuationDate)
      } catch {
        throw .curve(error)
      }
    }
    return built
  }

  /// The curves made of instruments, solved together, with their Jacobian; `nil` when there are none. Throws as
  /// `zeroCurves()`.
  public func curveSet() throws(ScenarioMarketsError) -> CurveSet? { try builtCurves().set }
}

extension CurveQuotes {
  /// These quotes with every rate changed; a quote's time is its tenor in years.
  ///
  /// Of instruments, quotes that are rates change, and futures' prices so that their rates do. Spreads of basis swaps
  /// change only where asked for, and forward points never: neither is a level of rates. Of bonds, yields change.
  func applying(_ change: CurveChange, toSpreads: Bool, valuationDate: CivilDate) -> CurveQuotes {
    CurveQuotes(
      id: id, currency: currency, kind: kind, interpolation: interpolation,
      points: points.map { CurvePoint(tenor: $0.tenor, rate: change.apply(to: $0.rate, at: $0.tenor.years)) },
      instruments: instruments.map { quote in
        let years = quote.instrument.years(after: valuationDate)
        switch quote.instrument {
        case .deposit, .forwardRateAgreement, .swap:
          return CurveQuote(quote.instrument, change.apply(to: quote.value, at: years))
        case .future:
          return CurveQuote(quote.instrument, 100 - 100 * change.apply(to: 1 - quote.value / 100, at: years))
        case .basisSwap, .crossCurrencySwap:
          return toSpreads ? CurveQuote(quote.instrument, change.apply(to: quote.value, at: years)) : quote
        case .fxForward: return quote
        }
      },
      bonds: bonds.map { bond in
        let years = CurveTime.years(from: valuationDate, to: bond.maturity)
        return BondQuote(
          maturity: bond.maturity, coupon: bond.coupon, frequency: bond.frequency,
          yield: change.apply(to: bond.yieldToMaturity(valuationDate), at: years))
      }, source: source)
  }
}

extension CurveInstrument {
  /// When it ends, in years for placing its quote on a time axis.
  func years(after valuationDate: CivilDate) -> Double {
    switch self {
    case .deposit(let index, let tenor): (tenor ?? RateIndex.of(index).depositTenor).years
    case .forwardRateAgreement(let index, let start): start.years + RateIndex.of(index).depositTenor.years
    case .future(let future):
      Double((future.end ?? future.start.adding(months: 3)) - valuationDate) / 365
    case .swap(_, .tenor(let tenor)), .basisSwap(_, let tenor), .crossCurrencySwap(_, let tenor),
      .fxForward(_, let tenor):
      tenor.years
    case .swap(_, .dates(_, let end)): Double(end - valuationDate) / 365
    }
  }
}

extension RateIndex {
  /// The length of the deposit behind an overnight or term index; a day for others.
  fileprivate var depositTenor: Tenor {
    switch kind {
    case .term(let tenor): tenor
    case .overnight, .compoundedAverage, .parYield, .administered: Tenor(1, .days)
    }
  }
}
