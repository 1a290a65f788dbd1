public import DatesAndConventions
import NumericalMethods

/// A rate curve of a snapshot as it is under one scenario.
public struct ShiftedCurve: Sendable {
  private let curve: ZeroCurve
  private let move: ZeroMove

  init(_ curve: ZeroCurve, _ move: ZeroMove) {
    self.curve = curve
    self.move = move
  }

  /// Value today of 1 paid in `years`, Act/365F.
  public func discountFactor(at years: Double) -> Double { Exponential.exp(-exponent(at: years)) }

  /// Continuously compounded zero rate, a decimal; its limit, the short rate, at 0.
  public func zeroRate(at years: Double) -> Double {
    move.factor * curve.zeroRate(at: years) + move.move(years)
  }

  /// Instantaneous forward rate, continuously compounded: the slope of zero rate times years, to the right where it jumps.
  public func forwardRate(at years: Double) -> Double {
    move.factor * curve.forwardRate(at: years) + move.move(years) + move.move.slope(at: years) * years
  }

  /// The coupon at which a bond with so many coupons a year that matures on `date`, after the valuation date, is worth par.
  public func parRate(maturing date: CivilDate, frequency: Frequency, valuationDate: CivilDate) -> Double {
    ParBond(maturity: date, frequency: frequency, valuationDate: valuationDate)
      .parYield { discountFactor(at: $0) }
  }

  private func exponent(at years: Double) -> Double { move.exponent(curve.exponent(at: years), at: years) }
}

extension MarketSnapshot {
  /// One rate curve under each of some scenarios; without shifts it is the curve as built. `nil` for an unknown id.
  ///
  /// Shifts of other curves are passed over, whether the snapshot has those or not. Expects scenarios without `problems`.
  /// Throws when the curve cannot be built, as it is or moved.
  public func curve(_ id: String, under scenarios: [Scenario]) throws(ScenarioMarketsError)
    -> [ShiftedCurve]?
  {
    guard let quotes = curves.first(where: { $0.id == id }) else { return nil }
    var curves = try scenarioCurves(for: quotes)
    do throws(ScenarioError) {
      let states = try CurveStates(quotes, of: self, &curves, scenarios: scenarios)
      return states.stateOfColumn.dropFirst().map { column in
        ShiftedCurve(states.curves[states.states[column].curve], states.states[column].move)
      }
    } catch {
      throw .scenarios([error])
    }
  }

  private func scenarioCurves(for quotes: CurveQuotes) throws(ScenarioMarketsError) -> ScenarioCurves {
    if quotes.isOfInstruments { return try ScenarioCurves(self) }
    do throws(CurveBuildError) {
      return try ScenarioCurves(quotes, of: self)
    } catch {
      throw .curve(error)
    }
  }
}
