import DatesAndConventions
import NumericalMethods

/// What one shift does to the rates or spreads of a curve, as a function of time in years.
enum CurveChange: Hashable, Sendable {
  case add(PiecewiseLinear)
  case multiply(by: Double)

  /// The changed rate at `years`.
  func apply(to rate: Double, at years: Double) -> Double {
    switch self {
    case .add(let move): rate + move(years)
    case .multiply(let factor): rate * factor
    }
  }
}

extension RateShift.Shape {
  /// The change of a decimal rate. Expects a shape without `problems`.
  var change: CurveChange {
    switch self {
    case .parallel(let basisPoints): .add(PiecewiseLinear(constant: basisPoints / 10_000))
    case .relative(let fraction): .multiply(by: 1 + fraction)
    case .keyRate(let basisPoints, let keyTenors, let index):
      .add(
        PiecewiseLinear(
          arguments: keyTenors.map(\.years),
          values: keyTenors.indices.map { $0 == index ? basisPoints / 10_000 : 0 }))
    case .twist(let shortTenor, let shortBasisPoints, let longTenor, let longBasisPoints):
      .add(
        PiecewiseLinear(
          arguments: [shortTenor.years, longTenor.years],
          values: [shortBasisPoints / 10_000, longBasisPoints / 10_000]))
    case .profile(let points):
      .add(
        PiecewiseLinear(
          arguments: points.map(\.tenor.years), values: points.map { $0.basisPoints / 10_000 }))
    }
  }
}

extension SpreadShift.Move {
  /// The change of a decimal spread.
  var change: CurveChange {
    switch self {
    case .absolute(let basisPoints): .add(PiecewiseLinear(constant: basisPoints / 10_000))
    case .relative(let fraction): .multiply(by: 1 + fraction)
    }
  }
}
