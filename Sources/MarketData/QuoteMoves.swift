import DatesAndConventions

/// The base market with each quote of its curves moved up and down, and how values there make sensitivities to quotes.
///
/// A curve of instruments is moved at its pillars, and the changes are turned into changes by quote with the Jacobian of its set. Any
/// other curve is built again from each moved quote: a zero rate, a par yield, or a bond's yield of a fitted curve; with it are those
/// that are solved on it.
public struct QuoteMoves: Sendable {
  /// Scenarios 2m and 2m + 1 hold what moves as number m: up, and down.
  public let markets: any ScenarioMarketSource
  /// Of each quote: its curve and its name there, such as `USD.TREASURY:5Y`.
  public let factors: [String]
  /// The quotes of each curve.
  private let curves: [Range<Int>]
  /// Of each move: the change of value for +1 bp on each quote, per unit of difference between up and down.
  private let weights: [Weights]

  private enum Weights {
    /// The move is that of a quote.
    case quote(Int, Double)
    /// The move is that of a pillar, which moves with the quotes from the given one on.
    case pillar(from: Int, [Double])
  }

  /// Changes of a value for +1 bp on each quote, in order of `factors`.
  ///
  /// A quote that moves the value by less than 10⁻⁸ of what the one that moves it most does is taken not to move it: values and
  /// curves are rounded.
  ///
  /// - Parameter values: of one position under each scenario of `markets`.
  public func sensitivities(_ values: some RandomAccessCollection<Double>) -> [Double] {
    precondition(values.count == 2 * weights.count, "a value for each scenario")
    var result = Array(repeating: 0.0, count: factors.count)
    var next = values.makeIterator()
    for weights in weights {
      guard let up = next.next(), let down = next.next() else { break }
      let difference = up - down
      if difference == 0 { continue }
      switch weights {
      case .quote(let quote, let weight): result[quote] += difference * weight
      case .pillar(let first, let row):
        for (offset, weight) in row.enumerated() where weight != 0 {
          result[first + offset] += difference * weight
        }
      }
    }
    let least = (result.lazy.map(abs).max() ?? 0) * 1e-8
    return result.map { abs($0) <= least ? 0 : $0 }
  }

  /// The quotes to tell of: all of each curve that moves the value, so that a run's size is known beforehand.
  public func told(_ sensitivities: [Double]) -> [Int] {
    curves.filter { $0.contains { sensitivities[$0] != 0 } }.flatMap(Array.init)
  }
}

extension QuoteMoves {
  /// How far quotes and zero rates are moved each way: far enough for the rounding of values, near enough for their curvature.
  private static let step = 2e-5
  /// The same for yields of bonds that a curve is fitted to.
  private static let fittedStep = 1e-4
  private static let basisPoint = 1e-4

  fileprivate init(_ source: ScenarioMarkets) throws(MissingMarketData) {
    let snapshot = source.snapshot
    let date = snapshot.valuationDate
    do throws(ScenarioMarketsError) {
      let (base, set) = try snapshot.builtCurves()
      var moves: [[String: ZeroCurve]] = []
      var weights: [Weights] = []
      var factors: [String] = []
      var curves: [Range<Int>] = []
      do throws(CurveBuildError) {
        for quotes in snapshot.curves where !quotes.isOfInstruments {
          let firstOfCurve = factors.count
          defer { curves.append(firstOfCurve..<factors.count) }
          for place in 0..<quotes.quoteCount {
            let step = quotes.bonds.isEmpty ? Self.step : Self.fittedStep
            var pair: [[String: ZeroCurve]] = []
            for sign in [1.0, -1] {
              let curve = try ZeroCurve(
                quotes.moving(place, by: sign * step, valuationDate: date), valuationDate: date)
              var moved = [quotes.id: curve]
              if let set {
                let plain = base.merging(moved) { $1 }
                let solved = try set.system.solve(set.system.quotes, plainCurves: plain, base: base)
                for (id, curve) in solved where curve != base[id] { moved[id] = curve }
              }
              pair.append(moved)
            }
            let isFelt = snapshot.curves.contains { pair[0][$0.id] != nil && snapshot.isUsed($0) }
            guard isFelt else { break }
            moves += pair
            weights.append(.quote(factors.count, Self.basisPoint / (2 * step)))
            factors.append("\(quotes.id):\(quotes.name(of: place))")
          }
        }
        if let set {
          let first = factors.count
          let jacobian = set.jacobian
          let columns = jacobian.quotes.count
          var units: [Double] = []
          for quotes in set.system.quotes {
            curves.append(factors.count..<factors.count + quotes.instruments.count)
            for place in quotes.instruments.indices {
              factors.append("\(quotes.id):\(quotes.name(of: place))")
              units.append(quotes.instruments[place].instrument.basisPoint(snapshot))
            }
          }
          for quotes in set.system.quotes where snapshot.isUsed(quotes) {
            guard let curve = base[quotes.id], let rows = jacobian.pillars(of: quotes.id) else { continue }
            for (pillar, row) in rows.enumerated() {
              for sign in [1.0, -1] {
                var rates = curve.zeroRates
                rates[pillar] += sign * Self.step
                moves.append([
                  quotes.id: ZeroCurve(
                    years: curve.years, zeroRates: rates, interpolation: curve.interpolation,
                    turns: curve.turns)
                ])
              }
              weights.append(
                .pillar(
                  from: first,
                  (0..<columns).map {
                    jacobian.elements[row * columns + $0] * units[$0] / (2 * Self.step)
                  }))
            }
          }
        }
      } catch {
        throw .curve(error)
      }
      var states: [String: CurveStates] = [:]
      for quotes in snapshot.curves where snapshot.isUsed(quotes) {
        guard let curve = base[quotes.id] else { continue }
        var own = CurveStates(base: curve)
        for move in moves {
          let place = move[quotes.id].map { own.add($0) } ?? 0
          own.appendColumn(CurveStates.State(curve: place, move: ZeroMove()))
        }
        states[quotes.id] = own
      }
      markets = try ScenarioMarkets(
        snapshot, moves.indices.map { Scenario(id: "MOVE_\($0)", shifts: []) },
        reportingCurrency: source.reportingCurrency, states: states)
      self.factors = factors
      self.curves = curves
      self.weights = weights
    } catch {
      throw MissingMarketData("curves with a quote moved: \(error)")
    }
  }
}

extension ScenarioMarkets {
  public func quoteMoves() throws(MissingMarketData) -> QuoteMoves { try QuoteMoves(self) }
}

extension CurveQuotes {
  /// How many quotes the curve is built from.
  public var quoteCount: Int { points.count + instruments.count + bonds.count }

  /// How a quote is called within its curve: by its tenor or the last day it reaches where no other quote is called the same.
  func name(of place: Int) -> String {
    let short = shortName(place)
    let isAlone = (0..<quoteCount).allSatisfy { $0 == place || shortName($0) != short }
    if isAlone { return short }
    return instruments.isEmpty ? bonds[place].description : instruments[place].instrument.description
  }

  private func shortName(_ place: Int) -> String {
    if !points.isEmpty { return points[place].tenor.description }
    if !bonds.isEmpty { return bonds[place].maturity.description }
    switch instruments[place].instrument {
    case .deposit(_, let tenor?): return tenor.description
    case .swap(_, .tenor(let tenor)), .basisSwap(_, let tenor), .crossCurrencySwap(_, let tenor),
      .fxForward(_, let tenor):
      return tenor.description
    case .deposit(_, nil), .forwardRateAgreement, .future, .swap(_, .dates):
      return instruments[place].instrument.description
    }
  }

  /// These quotes with one zero rate, par yield or bond yield moved.
  fileprivate func moving(_ place: Int, by move: Double, valuationDate: CivilDate) -> CurveQuotes {
    var points = points
    var bonds = bonds
    if points.isEmpty {
      let bond = bonds[place]
      bonds[place] = BondQuote(
        maturity: bond.maturity, coupon: bond.coupon, frequency: bond.frequency,
        yield: bond.yieldToMaturity(valuationDate) + move)
    } else {
      points[place] = CurvePoint(tenor: points[place].tenor, rate: points[place].rate + move)
    }
    return CurveQuotes(
      id: id, currency: currency, kind: kind, interpolation: interpolation, points: points, bonds: bonds,
      source: source)
  }
}

extension CurveInstrument {
  /// What +1 bp is in the units of the quote: of rate, of spread, of a future's rate, and of spot for forward points.
  fileprivate func basisPoint(_ snapshot: MarketSnapshot) -> Double {
    switch self {
    case .deposit, .forwardRateAgreement, .swap, .basisSwap, .crossCurrencySwap: 1e-4
    case .future: -0.01
    case .fxForward(let pair, _): 1e-4 * (snapshot.spotRate(.of(pair)) ?? 0)
    }
  }
}
