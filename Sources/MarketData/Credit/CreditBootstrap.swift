public import DatesAndConventions
import NumericalMethods

/// Finds the hazard rates at which every quoted swap is worth nothing beside its upfront, maturity after maturity.
///
/// On success every quote is met within 1e-12 of notional, and no hazard rate is negative.
struct CreditBootstrap {
  let quotes: CreditQuotes
  let valuationDate: CivilDate
  let maturities: [CivilDate]
  let swaps: [StandardCreditSwap]
  private let years: [Double]

  /// Hazard rates are sought here: 100 is a default within days.
  static let bracket = 0.0...100.0
  static let tolerance = 1e-12

  /// Expects quotes that `MarketSnapshot.validate()` accepts.
  init(_ quotes: CreditQuotes, discount: ZeroCurve, valuationDate: CivilDate) throws(CurveBuildError) {
    self.quotes = quotes
    self.valuationDate = valuationDate
    var maturities: [CivilDate] = []
    for point in quotes.points {
      guard let maturity = CreditSwapSchedule.maturity(of: point.tenor, tradedOn: valuationDate) else {
        throw CurveBuildError(
          curve: quotes.id, quote: point.tenor.description,
          problem: "standard swaps have tenors of whole quarters")
      }
      maturities.append(maturity)
    }
    self.maturities = maturities
    swaps = maturities.map { [maturities] in
      StandardCreditSwap(
        maturity: $0, valuationDate: valuationDate, recovery: quotes.recovery, discount: discount,
        hazardDates: maturities)
    }
    years = maturities.map { CurveTime.years(from: valuationDate, to: $0) }
  }

  /// The curve of the quotes.
  func curve() throws(CurveBuildError) -> CreditCurve {
    switch quotes.kind {
    case .parSpread: return try curve(meeting: quotes.points.map { .par($0.quote) })
    case .upfront:
      return try curve(
        meeting: quotes.points.map { SwapQuote(coupon: quotes.coupon ?? 0, upfront: $0.quote) })
    case .hazardRate: return curve(quotes.points.map(\.quote))
    }
  }

  func parSpreads(_ curve: CreditCurve) -> [Double] { swaps.map { $0.parSpread(curve) } }

  func curve(meeting terms: [SwapQuote]) throws(CurveBuildError) -> CreditCurve {
    var rates: [Double] = []
    for (index, (swap, quote)) in zip(swaps, terms).enumerated() {
      let known = CreditCurve.integral(of: rates + [0], until: Array(years[...index]))
      let begin = index == 0 ? 0 : years[index - 1]
      func own(_ time: Double) -> Double { max(time - begin, 0) }
      let result = RootSearch(bracket: Self.bracket, maxIterations: 200).newton(
        from: quote.coupon / (1 - quotes.recovery)
      ) { rate in
        let (legs, slopes) = swap.slopes({ known($0) + rate * own($0) }, along: own)
        return (swap.mispricing(quote, legs), slopes.protection - quote.coupon * slopes.annuity)
      }
      let found: Double
      switch result {
      case .converged(let root, _): found = root
      case .notConverged(_, let best): found = best
      }
      let legs = swap.legs { known($0) + found * own($0) }
      guard abs(swap.mispricing(quote, legs)) <= Self.tolerance else {
        throw CurveBuildError(
          curve: quotes.id, quote: quotes.points[index].tenor.description,
          problem: "no hazard rate from 0 to 100 gives the \(quote.words); check it against its neighbours "
            + "and the recovery \(quotes.recovery)")
      }
      rates.append(found)
    }
    return curve(rates)
  }

  private func curve(_ rates: [Double]) -> CreditCurve {
    CreditCurve(valuationDate: valuationDate, dates: maturities, hazardRates: rates)
  }

  /// How the hazard to each time changes when all par spreads rise by 1.00, at the par spreads of `curve`.
  ///
  /// Implicit differentiation: protection − spread · annuity stays 0 for every swap.
  func parSensitivity(_ curve: CreditCurve) -> PiecewiseCubic {
    var changes: [Double] = []
    for (index, swap) in swaps.enumerated() {
      let legs = swap.legs(curve)
      let spread = legs.protection / legs.annuity
      func slope(_ direction: (Double) -> Double) -> Double {
        let slopes = swap.slopes(curve.exponent(at:), along: direction).slopes
        return slopes.protection - spread * slopes.annuity
      }
      let before = CreditCurve.integral(of: changes + [0], until: Array(years[...index]))
      let begin = index == 0 ? 0 : years[index - 1]
      changes.append((legs.annuity - slope { before($0) }) / slope { max($0 - begin, 0) })
    }
    return CreditCurve.integral(of: changes, until: years)
  }
}

extension SwapQuote {
  fileprivate var words: String {
    upfront == 0 ? "par spread \(coupon)" : "upfront \(upfront) beside a coupon of \(coupon)"
  }
}

extension CreditCurve {
  /// The curve that quotes imply on a discount curve. Throws when a quote cannot be met.
  public init(_ quotes: CreditQuotes, discount: ZeroCurve, valuationDate: CivilDate) throws(CurveBuildError) {
    self = try CreditBootstrap(quotes, discount: discount, valuationDate: valuationDate).curve()
  }
}
