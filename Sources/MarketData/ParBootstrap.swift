import DatesAndConventions
import NumericalMethods

/// Finds the zero rates at which every quoted par bond is worth par.
///
/// All pillars are solved together, because under cubic interpolation a discount factor depends on later pillars too:
/// Newton steps on the mispricing of every bond, with the Jacobian from forward differences. On success every bond
/// is worth par within 1e-12 of face. Rates may be negative.
struct ParBootstrap {
  let curve: String
  let interpolation: CurveInterpolation
  /// Tenors of the quotes, strictly ascending by date.
  let tenors: [Tenor]
  /// Par yields at `tenors`, compounded with the bonds' frequency; simple within one coupon period.
  let yields: [Double]
  let bonds: [ParBond]
  /// Pillars: the maturities of the bonds.
  let years: [Double]

  /// Largest mispricing of an input, per unit of face.
  static let tolerance = 1e-12
  /// Zero rates are sought between −100% and +1000%.
  private static let bracket = -1.0...10.0
  private static let maxIterations = 50

  init(_ quotes: CurveQuotes, frequency: Frequency, valuationDate: CivilDate) {
    curve = quotes.id
    interpolation = quotes.interpolation
    tenors = quotes.points.map(\.tenor)
    yields = quotes.points.map(\.rate)
    bonds = tenors.map {
      ParBond(maturity: $0.date(after: valuationDate), frequency: frequency, valuationDate: valuationDate)
    }
    years = bonds.map { $0.years[$0.years.count - 1] }
  }

  func solve() throws(CurveBuildError) -> ZeroCurve {
    var rates = yields
    var built = zeroCurve(rates)
    var mispricings = mispricings(built)
    for _ in 0..<ParBootstrap.maxIterations {
      let worst = largest(mispricings)
      // Far below the tolerance, so that the answer does not show where the iteration began.
      if worst <= 4 * Double.ulpOfOne { break }
      guard let step = LinearSystem.solve(jacobian(rates, mispricings), mispricings) else { break }
      let next = zip(rates, step).map {
        min(max($0 - $1, ParBootstrap.bracket.lowerBound), ParBootstrap.bracket.upperBound)
      }
      let nextCurve = zeroCurve(next)
      let nextMispricings = self.mispricings(nextCurve)
      // At the level of rounding, steps only shuffle the last bits.
      if worst <= ParBootstrap.tolerance, largest(nextMispricings) >= worst { break }
      (rates, built, mispricings) = (next, nextCurve, nextMispricings)
    }
    if let failing = mispricings.firstIndex(where: { !(abs($0) <= ParBootstrap.tolerance) }) {
      throw CurveBuildError(
        curve: curve, quote: tenors[failing].description,
        problem: "no zero rate from -100% to 1000% gives the par yield \(yields[failing]); "
          + "check it against its neighbours")
    }
    return built
  }

  private func zeroCurve(_ rates: [Double]) -> ZeroCurve {
    ZeroCurve(years: years, zeroRates: rates, interpolation: interpolation)
  }

  private func mispricings(_ curve: ZeroCurve) -> [Double] {
    zip(bonds, yields).map { bond, yield in bond.mispricing(coupon: yield, curve.discountFactor) }
  }

  private func largest(_ values: [Double]) -> Double {
    values.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity }
  }

  /// Row i: change of bond i's mispricing for a unit change of each pillar's rate.
  private func jacobian(_ rates: [Double], _ base: [Double]) -> [[Double]] {
    let bump = 1e-7
    var rows = Array(repeating: Array(repeating: 0.0, count: rates.count), count: rates.count)
    for pillar in rates.indices {
      var bumped = rates
      bumped[pillar] += bump
      let change = mispricings(zeroCurve(bumped))
      for row in rates.indices { rows[row][pillar] = (change[row] - base[row]) / bump }
    }
    return rows
  }
}
