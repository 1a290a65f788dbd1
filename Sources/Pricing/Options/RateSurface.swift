import DatesAndConventions
import MarketData
import Models

/// The volatilities of a currency's caps or swaptions in the base market, and how each scenario moves them.
///
/// An option keeps the volatility that its strike and expiry have in the base market when rates move: scenarios move it by their shifts of
/// volatility alone.
struct RateSurface: Sendable {
  enum Shape: Sendable {
    case caplets(CapletVolatilitySurface)
    case swaptions(SwaptionVolatilityCube)
  }

  let id: String
  let shape: Shape
  let nodes: VolatilityNodes
  /// By column, that of the base market first.
  let shifts: [[VolatilityShift]]

  var type: VolatilityType {
    switch shape {
    case .caplets(let surface): surface.type
    case .swaptions(let cube): cube.type
    }
  }

  /// What vega is told for: a percentage point of a lognormal volatility, a basis point of a normal one.
  var vegaUnit: Double { type == .normal ? basisPoint : 0.01 }

  /// Of an option in each column; not a number where the quotes give none.
  ///
  /// - Parameter forward: in the base market.
  func volatilities(_ volatility: RateVolatility, strike: Double, forward: Double) -> [Double] {
    let base: Double?
    switch shape {
    case .caplets(let surface): base = surface.volatility(expiry: volatility.expiryYears, strike: strike)
    case .swaptions(let cube):
      base = cube.volatility(
        expiry: volatility.expiryYears, tenor: volatility.tenorYears, strike: strike, forward: forward)
    }
    guard let base else { return shifts.map { _ in .nan } }
    return shifts.map { moved(base, by: $0, volatility) }
  }

  /// Volatilities of all strikes of a swap rate in each column; `nil` where the quotes give none. Precondition: of swaptions.
  ///
  /// - Parameter forward: in the base market.
  func smiles(_ volatility: RateVolatility, forward: Double) -> [SwapRateDistribution.Smile?] {
    guard case .swaptions(let cube) = shape else { preconditionFailure("swap rates are those of swaptions") }
    let (expiry, tenor) = (volatility.expiryYears, volatility.tenorYears)
    guard let section = cube.section(expiry: expiry, tenor: tenor, forward: forward) else {
      return shifts.map { _ in nil }
    }
    if case .flat = cube.smile {
      let base = cube.atTheMoneyVolatility(expiry: expiry, tenor: tenor)
      return shifts.map { .flat(moved(base, by: $0, volatility)) }
    }
    return shifts.map { moves in
      .byStrike { strike in
        section.volatility(strike: strike).map { moves.isEmpty ? $0 : moved($0, by: moves, volatility) }
      }
    }
  }

  private func moved(_ base: Double, by moves: [VolatilityShift], _ volatility: RateVolatility) -> Double {
    moves.reduce(base) { $1.applied(to: $0, expiry: volatility.shiftYears, tenor: volatility.tenorYears) }
  }
}

/// Where an option on a rate finds its volatility. Times are years.
struct RateVolatility: Hashable {
  /// Place among the surfaces of its batch.
  let surface: Int
  /// At which the surface is read.
  let expiryYears: Double
  /// Of a swaption's swap; 0 for a cap.
  let tenorYears: Double
  /// By which shifts and vega name it.
  let shiftYears: Double
  /// For which the rate moves with its whole volatility.
  let varianceYears: Double
  /// The same by column where days have gone by in some; otherwise empty.
  var laterVarianceYears: [Double] = []
}

extension VolatilityType {
  init(_ type: QuotedVolatilityType) {
    switch type {
    case .normal: self = .normal
    case .lognormal(let shift): self = .lognormal(shift: shift)
    }
  }
}
