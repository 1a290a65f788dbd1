import MarketData
import Models

extension VolatilityShift {
  /// A scenario's shift of a surface whose quoted expiries are so many years away. Precondition: the shift moves the surface.
  init(_ shift: SurfaceShift, of surface: SurfaceName, years: [Double]) {
    let (move, amount): (Move, Double) =
      switch shift.move {
      case .absolute(let basisPoints): (.absolute, basisPoints * basisPoint)
      case .relative(let fraction): (.relative, fraction)
      }
    if let expiry = shift.expiry, let index = surface.expiries.firstIndex(of: expiry) {
      self = .bucket(move, amount, expiry: index, expiries: years)
    } else {
      self = .parallel(move, amount)
    }
  }
}
