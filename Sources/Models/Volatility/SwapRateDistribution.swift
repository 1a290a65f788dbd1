import Glibc
import NumericalMethods

/// What a swap rate may be at its fixing, with the annuity of its swap as numeraire: as swaptions of all strikes say.
///
/// Expectations of a payoff g(S) and of S · g(S) are what coupons on swap rates need. With one volatility for all
/// strikes they are in closed form. With a smile they are replicated by swaptions: for S itself
/// E[S²] = F² + 2 ∫ₖ﹥F C(k) dk + 2 ∫ₖ﹤F P(k) dk, for a call of strike K above F E[S (S − K)⁺] = K · C(K) + 2 ∫ₖ﹥K C(k) dk, for a put below F
/// E[S (K − S)⁺] = K · P(K) − 2 ∫ₖ﹤K P(k) dk, the others by parity.
///
/// Hagan, P. (2003): Convexity conundrums, Wilmott, March. Andersen, L., Piterbarg, V. (2010): Interest Rate Modeling, 16.3.
public struct SwapRateDistribution: Sendable {
  public enum Smile: Sendable {
    /// One volatility for all strikes.
    case flat(Double)
    /// By strike; where there is none the volatility of the strike next to it on the way from the forward goes on.
    case byStrike(@Sendable (Double) -> Double?)
  }

  /// What is paid.
  public enum Payoff: Sendable, Hashable {
    case rate
    case call(strike: Double)
    case put(strike: Double)
  }

  public let type: VolatilityType
  public let forward: Double
  /// To the fixing; at least 0.
  public let years: Double
  public let smile: Smile

  public init(type: VolatilityType, forward: Double, years: Double, smile: Smile) {
    self.type = type
    self.forward = forward
    self.years = years
    self.smile = smile
  }

  /// Of a payoff; `nil` where the volatilities give none: a lognormal forward at or below minus the shift, no volatility at the money.
  public func expectation(of payoff: Payoff) -> PayoffExpectation? {
    guard type.admits(forward: forward), years >= 0 else { return nil }
    let root = years.squareRoot()
    switch smile {
    case .flat(let volatility):
      guard volatility >= 0, volatility.isFinite else { return nil }
      return closedForm(payoff, deviation: volatility * root).perVolatility(root)
    case .byStrike(let volatility):
      guard let atTheMoney = volatility(forward), atTheMoney >= 0, atTheMoney.isFinite else { return nil }
      if years == 0 { return closedForm(payoff, deviation: 0) }
      return replicated(payoff, atTheMoney: atTheMoney * root) { volatility($0).map { $0 * root } }
        .perVolatility(root)
    }
  }

  // MARK: - One volatility

  private func closedForm(_ payoff: Payoff, deviation: Double) -> PayoffExpectation {
    switch payoff {
    case .rate:
      switch type {
      case .normal:
        return PayoffExpectation(
          payoff: forward, product: forward * forward + deviation * deviation, payoffDelta: 1,
          productDelta: 2 * forward, payoffVega: 0, productVega: 2 * deviation)
      case .lognormal(let shift):
        let level = forward + shift
        let growth = exp(deviation * deviation)
        return PayoffExpectation(
          payoff: forward, product: level * level * growth - 2 * shift * forward - shift * shift,
          payoffDelta: 1, productDelta: 2 * level * growth - 2 * shift, payoffVega: 0,
          productVega: 2 * deviation * level * level * growth)
      }
    case .call(let strike): return call(strike, deviation)
    case .put(let strike):
      return call(strike, deviation).put(
        strike: strike, forward: forward, rate: closedForm(.rate, deviation: deviation))
    }
  }

  private func call(_ strike: Double, _ deviation: Double) -> PayoffExpectation {
    let (level, bound, shift): (Double, Double, Double) =
      switch type {
      case .normal: (forward, strike, 0)
      case .lognormal(let shift): (forward + shift, strike + shift, shift)
      }
    let isCertain = type != .normal && bound <= 0
    guard deviation > 0, !isCertain else {
      let rate = deviation > 0 ? closedForm(.rate, deviation: deviation) : .certain(forward)
      let gain = forward - strike
      // Half of it at the money.
      let share = isCertain || gain > 0 ? 1 : gain < 0 ? 0 : 0.5
      return PayoffExpectation(
        payoff: share * gain, product: share * (rate.product - strike * forward), payoffDelta: share,
        productDelta: share * (rate.productDelta - strike), payoffVega: 0,
        productVega: share * rate.productVega)
    }
    switch type {
    case .normal:
      let d = (level - bound) / deviation
      let (above, density) = (NormalDistribution.cumulative(d), NormalDistribution.density(d))
      let value = (level - bound) * above + deviation * density
      return PayoffExpectation(
        payoff: value, product: forward * value + deviation * deviation * above, payoffDelta: above,
        productDelta: value + forward * above + deviation * density, payoffVega: density,
        productVega: forward * density + 2 * deviation * above - deviation * d * density)
    case .lognormal:
      let d = log(level / bound) / deviation + 0.5 * deviation
      let (first, second) = (
        NormalDistribution.cumulative(d), NormalDistribution.cumulative(d - deviation)
      )
      let growth = level * exp(deviation * deviation) * NormalDistribution.cumulative(d + deviation)
      let density = NormalDistribution.density(d)
      let value = level * first - bound * second
      // E[X (X − L)⁺] of the shifted rate X, and its derivatives.
      let product = level * growth - bound * level * first
      return PayoffExpectation(
        payoff: value, product: product - shift * value, payoffDelta: first,
        productDelta: 2 * growth - bound * first - shift * first, payoffVega: level * density,
        productVega: 2 * deviation * level * growth + level * bound * density - shift * level * density)
    }
  }

  // MARK: - A smile

  private func replicated(
    _ payoff: Payoff, atTheMoney: Double, _ deviation: (Double) -> Double?
  ) -> PayoffExpectation {
    func rate() -> PayoffExpectation {
      let above = integral(.call, from: forward, atTheMoney, deviation)
      let below = integral(.put, from: forward, atTheMoney, deviation)
      return PayoffExpectation(
        payoff: forward, product: forward * forward + 2 * (above.value + below.value), payoffDelta: 1,
        productDelta: 2 * forward + 2 * (above.delta + below.delta), payoffVega: 0,
        productVega: 2 * (above.vega + below.vega))
    }
    func outOfTheMoney(_ right: OptionRight, _ strike: Double) -> PayoffExpectation {
      let option = option(right, strike, deviation(strike) ?? atTheMoney)
      let tail = integral(right, from: strike, atTheMoney, deviation)
      let sign = 2 * right.sign
      return PayoffExpectation(
        payoff: option.value, product: strike * option.value + sign * tail.value, payoffDelta: option.delta,
        productDelta: strike * option.delta + sign * tail.delta, payoffVega: option.vega,
        productVega: strike * option.vega + sign * tail.vega)
    }
    switch payoff {
    case .rate: return rate()
    case .call(let strike) where strike >= forward: return outOfTheMoney(.call, strike)
    case .put(let strike) where strike <= forward: return outOfTheMoney(.put, strike)
    case .call(let strike):
      return outOfTheMoney(.put, strike).call(strike: strike, forward: forward, rate: rate())
    case .put(let strike):
      return outOfTheMoney(.call, strike).put(strike: strike, forward: forward, rate: rate())
    }
  }

  private typealias Option = (value: Double, delta: Double, vega: Double)

  /// An option, its derivatives by the forward and by the deviation.
  private func option(_ right: OptionRight, _ strike: Double, _ deviation: Double) -> Option {
    let sign = right.sign
    let gain = sign * (forward - strike)
    switch type {
    case .normal:
      guard deviation > 0 else { return (max(0, gain), gain > 0 ? sign : 0, 0) }
      let d = gain / deviation
      let (inside, density) = (NormalDistribution.cumulative(d), NormalDistribution.density(d))
      return (gain * inside + deviation * density, sign * inside, density)
    case .lognormal(let shift):
      let (level, bound) = (forward + shift, strike + shift)
      guard deviation > 0, bound > 0 else { return (max(0, gain), gain > 0 ? sign : 0, 0) }
      let d = log(level / bound) / deviation + 0.5 * deviation
      let first = NormalDistribution.cumulative(sign * d)
      let second = NormalDistribution.cumulative(sign * (d - deviation))
      return (
        sign * (level * first - bound * second), sign * first, level * NormalDistribution.density(d)
      )
    }
  }

  /// Standard deviations at the money between which strikes count: further away nobody quotes.
  private static let widest = 10.0
  /// Parts of the way from a strike to the widest: most places where options are worth most and smiles bend.
  private static let parts = [0, 0.03, 0.08, 0.16, 0.3, 0.55, 1]

  /// ∫ of calls above a strike or of puts below it, out of the money.
  private func integral(
    _ right: OptionRight, from strike: Double, _ atTheMoney: Double, _ deviation: (Double) -> Double?
  ) -> Option {
    let reach = right.sign * Self.widest * atTheMoney
    // In strikes, or in logarithms of strikes over the forward.
    let start: Double
    switch type {
    case .normal: start = strike - forward
    case .lognormal(let shift):
      guard strike + shift > 0 else { return (0, 0, 0) }
      start = log((strike + shift) / (forward + shift))
    }
    let length = abs(reach) - right.sign * start
    guard length > 0 else { return (0, 0, 0) }
    var sum: Option = (0, 0, 0)
    var last = atTheMoney
    func visit(_ distance: Double, _ weight: Double) {
      let place = start + right.sign * distance
      let (k, step): (Double, Double)
      switch type {
      case .normal: (k, step) = (forward + place, weight)
      case .lognormal(let shift):
        let level = (forward + shift) * exp(place)
        (k, step) = (level - shift, weight * level)
      }
      if let known = deviation(k), known.isFinite { last = known }
      let option = option(right, k, last)
      sum.value += step * option.value
      sum.delta += step * option.delta
      sum.vega += step * option.vega
    }
    for (from, to) in zip(Self.parts, Self.parts.dropFirst()) {
      GaussLegendre.forEach(from: from * length, to: to * length, visit)
    }
    return sum
  }
}

/// E[g(S)] and E[S · g(S)] of a payoff g, with derivatives: by the forward, volatilities of strikes held, and by the volatility of all
/// strikes.
public struct PayoffExpectation: Sendable, Hashable {
  public let payoff: Double
  public let product: Double
  public let payoffDelta: Double
  public let productDelta: Double
  public let payoffVega: Double
  public let productVega: Double

  /// Where there is none: not numbers.
  public static let undefined = PayoffExpectation(
    payoff: .nan, product: .nan, payoffDelta: .nan, productDelta: .nan, payoffVega: .nan, productVega: .nan)

  /// Of a rate that does not move.
  static func certain(_ forward: Double) -> PayoffExpectation {
    PayoffExpectation(
      payoff: forward, product: forward * forward, payoffDelta: 1, productDelta: 2 * forward, payoffVega: 0,
      productVega: 0)
  }

  /// From derivatives by the deviation to those by the volatility.
  fileprivate func perVolatility(_ root: Double) -> PayoffExpectation {
    PayoffExpectation(
      payoff: payoff, product: product, payoffDelta: payoffDelta, productDelta: productDelta,
      payoffVega: payoffVega * root, productVega: productVega * root)
  }

  /// The put of a call, by parity.
  fileprivate func put(strike: Double, forward: Double, rate: PayoffExpectation) -> PayoffExpectation {
    adding(-1, strike, forward, rate)
  }

  /// The call of a put, by parity.
  fileprivate func call(strike: Double, forward: Double, rate: PayoffExpectation) -> PayoffExpectation {
    adding(1, strike, forward, rate)
  }

  /// With ±(S − K).
  private func adding(_ sign: Double, _ strike: Double, _ forward: Double, _ rate: PayoffExpectation)
    -> PayoffExpectation
  {
    PayoffExpectation(
      payoff: payoff + sign * (forward - strike), product: product + sign * (rate.product - strike * forward),
      payoffDelta: payoffDelta + sign, productDelta: productDelta + sign * (rate.productDelta - strike),
      payoffVega: payoffVega, productVega: productVega + sign * rate.productVega)
  }
}
