/// A step of paths of the Hull-White model:
/// x' = persistence·x + drift + deviation·z₁; excess' = excess + sensitivity·x + shift + withX·z₁ + alone·z₂.
struct HullWhiteStep: Sendable {
  let persistence: Double
  let drift: Double
  let deviation: Double
  let sensitivity: Double
  let shift: Double
  let withX: Double
  let alone: Double

  init(
    _ model: HullWhite, _ numeraire: HullWhitePaths.Numeraire, from start: Double, to end: Double
  ) {
    let years = end - start
    persistence = model.persistence(years)
    deviation = model.variance(years).squareRoot()
    sensitivity = model.sensitivity(years)
    switch numeraire {
    case .moneyMarketAccount:
      drift = 0
      shift = 0.5 * (model.integralVariance(end) - model.integralVariance(start))
      // The covariance of x with its integral is the shift of discounting.
      withX = deviation > 0 ? model.discountingShift(years) / deviation : 0
      alone = max(0, model.integralVariance(years) - withX * withX).squareRoot()
    case .rolledBond:
      drift = -model.discountingShift(years)
      shift = -model.zeroBondShift(at: start, years: years)
      withX = 0
      alone = 0
    }
  }

  /// From a row of states to the next, which holds the normal numbers of the step.
  @inline(__always)
  func advance(
    _ x: UnsafeMutablePointer<Double>, _ excess: UnsafeMutablePointer<Double>, _ width: Int
  ) {
    let (nextX, nextExcess) = (x + width, excess + width)
    if alone == 0, withX == 0 {
      for lane in 0..<width {
        let before = x[lane]
        nextX[lane] = persistence * before + drift + deviation * nextX[lane]
        nextExcess[lane] = excess[lane] + shift + sensitivity * before
      }
    } else {
      for lane in 0..<width {
        let (before, first, second) = (x[lane], nextX[lane], nextExcess[lane])
        nextX[lane] = persistence * before + drift + deviation * first
        nextExcess[lane] = excess[lane] + shift + sensitivity * before + (withX * first + alone * second)
      }
    }
  }
}
