import Glibc
import NumericalMethods

extension SABR {
  /// The model whose volatility at the money is `volatility`: α is the smallest root above 0 of the cubic that the expansion is
  /// there. `nil` when there is none, or a parameter is out of its range.
  public init?(
    atTheMoney volatility: Double, forward: Double, years: Double, beta: Double, rho: Double, nu: Double,
    shift: Double = 0, expansion: Expansion = .lognormal
  ) {
    let f = forward + shift
    guard volatility > 0, volatility.isFinite, years >= 0, years.isFinite, forward.isFinite,
      (0...1).contains(beta), rho.isFinite, nu.isFinite
    else { return nil }
    let correction = SABR.correction(expansion, beta, rho, nu)
    let linear = 1 + years * correction.constant
    let alpha: Double?
    if expansion == .normal, beta == 0 {
      alpha = linear > 0 ? volatility / linear : nil
    } else {
      guard f > 0 else { return nil }
      // With a = α·f^(β−1) the volatility is a, relative to f where it is normal, times what time adds.
      let target =
        switch expansion {
        case .lognormal: volatility
        case .normal: volatility / f
        }
      alpha = SABR.smallestRoot(
        target, linear, years * correction.linear, years * correction.quadratic
      ).map { $0 * pow(f, 1 - beta) }
    }
    guard let alpha else { return nil }
    self.init(alpha: alpha, beta: beta, rho: rho, nu: nu, shift: shift, expansion: expansion)
  }

  /// The smallest a above 0 with c₁·a + c₂·a² + c₃·a³ = target, above 0.
  private static func smallestRoot(_ target: Double, _ c1: Double, _ c2: Double, _ c3: Double) -> Double? {
    func excess(_ a: Double) -> (value: Double, slope: Double) {
      (a * (c1 + a * (c2 + a * c3)) - target, c1 + a * (2 * c2 + a * 3 * c3))
    }
    // Between turning points the cubic is monotone, so the first change of sign is the root.
    var ends = [0.0]
    let discriminant = c2 * c2 - 3 * c1 * c3
    if discriminant > 0 {
      let q = -(c2 + (c2 < 0 ? -1 : 1) * discriminant.squareRoot())
      ends += [q / (3 * c3), c1 / q].filter { $0 > 0 && $0.isFinite }.sorted()
    }
    // Far out the highest power decides.
    var far = max(2 * (ends.last ?? 0), 2 * target)
    for _ in 0..<60 where excess(far).value < 0 { far *= 2 }
    ends.append(far)
    for (low, high) in zip(ends, ends.dropFirst()) where excess(low).value < 0 && excess(high).value >= 0 {
      return RootSearch(bracket: low...high).newton(from: min(max(target, low), high), excess).root
    }
    return nil
  }
}
