public import DatesAndConventions
import Glibc

extension ZeroCurve {
  /// The curve that quotes imply. Pillars stand at the tenors' dates.
  ///
  /// Par yields are bootstrapped so that every input reprices within 1e-12 of face. Zero rates are converted to
  /// continuous compounding over the pillar's time. Expects quotes that `MarketSnapshot.validate()` accepts; throws
  /// when a rate has no discount factor.
  public init(_ quotes: CurveQuotes, valuationDate: CivilDate) throws(CurveBuildError) {
    if case .fitted(let form) = quotes.kind {
      self = try CurveFit(quotes.bonds, curve: quotes.id, valuationDate: valuationDate).fit(form).curve
      return
    }
    if quotes.isOfInstruments {
      throw CurveBuildError(
        curve: quotes.id, quote: nil,
        problem: "is solved with the other curves of its market; ask the snapshot for its curves")
    }
    let years = quotes.points.map { CurveTime.years(from: valuationDate, to: $0.tenor) }
    guard let first = years.first, first > 0, zip(years, years.dropFirst()).allSatisfy(<) else {
      throw CurveBuildError(
        curve: quotes.id, quote: nil,
        problem: "needs tenors in ascending order, the first after the valuation date")
    }
    if let point = quotes.points.first(where: { !$0.rate.isFinite }) {
      throw CurveBuildError(
        curve: quotes.id, quote: point.tenor.description, problem: "the rate is not a finite number")
    }
    switch quotes.kind {
    case .zero(let compounding):
      var rates: [Double] = []
      for (point, time) in zip(quotes.points, years) {
        let rate = compounding.continuousRate(point.rate, years: time)
        guard rate.isFinite else {
          throw CurveBuildError(
            curve: quotes.id, quote: point.tenor.description,
            problem:
              "the \(compounding.rawValue) zero rate \(point.rate) has no discount factor; give decimals, "
              + "0.05 for 5%")
        }
        rates.append(rate)
      }
      self.init(years: years, zeroRates: rates, interpolation: quotes.interpolation)
    case .instruments, .fitted: preconditionFailure("dealt with above")
    case .par(let frequency):
      self = try ParBootstrap(quotes, frequency: frequency, valuationDate: valuationDate).solve()
    }
  }

  /// The continuously compounded zero spreads of a spread curve: linear in time, flat beyond the ends.
  ///
  /// Precondition: quotes that `MarketSnapshot.validate()` accepts.
  init(_ quotes: SpreadQuotes, valuationDate: CivilDate) {
    self.init(
      years: quotes.points.map { CurveTime.years(from: valuationDate, to: $0.tenor) },
      zeroRates: quotes.points.map { $0.basisPoints / 10_000 }, interpolation: .linearZero)
  }
}

extension ZeroCompounding {
  /// The continuously compounded rate with the same discount factor over `years`; infinite or not a number when
  /// there is none.
  func continuousRate(_ rate: Double, years: Double) -> Double {
    switch self {
    case .continuous: rate
    case .annual: log1p(rate)
    case .semiannual: 2 * log1p(rate / 2)
    case .simple: log1p(rate * years) / years
    }
  }
}
