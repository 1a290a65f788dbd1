import Glibc
import NumericalMethods

/// Why there is no strike.
public enum StrikeFailure: String, Error, Sendable, Hashable, CaseIterable {
  /// Without volatility and time every strike has the delta of exercise; or they are not numbers.
  case noDeviation
  /// The sign does not fit: calls have deltas above 0, puts below.
  case wrongSign
  /// No strike has so large a delta: more than a spot delta's discount factor, or than a premium adjusted call's highest.
  case outOfReach
}

extension GarmanKohlhagen {
  /// The strike at which an option has `delta`, above 0 for calls and below for puts.
  ///
  /// A premium adjusted call's delta rises with the strike and then falls; the strike is the one on the falling side, as the
  /// market means it (Reiswich and Wystup 2010).
  public func strike(
    _ right: OptionRight, delta: Double, volatility: Double, _ convention: FXDeltaConvention
  ) -> Result<Double, StrikeFailure> {
    let deviation = volatility * years.squareRoot()
    guard deviation > 0, deviation.isFinite, delta.isFinite else { return .failure(.noDeviation) }
    let share = right.sign * delta / scale(convention)
    guard share > 0 else { return .failure(.wrongSign) }
    let logMoneyness =
      convention.isPremiumAdjusted
      ? premiumAdjusted(right, share, deviation) : GarmanKohlhagen.plain(right, share, deviation)
    guard let logMoneyness else { return .failure(.outOfReach) }
    let strike = forward * exp(logMoneyness)
    return strike > 0 && strike.isFinite ? .success(strike) : .failure(.outOfReach)
  }

  /// The strike at which call and put have deltas that cancel, so that a straddle needs no hedge: what the market means by at the
  /// money. The forward·e^(σ²T/2), and forward·e^(−σ²T/2) when the premium counts.
  public func deltaNeutralStrike(volatility: Double, _ convention: FXDeltaConvention) -> Double {
    let half = 0.5 * volatility * volatility * years
    return forward * exp(convention.isPremiumAdjusted ? -half : half)
  }

  /// ln(K/F) at which Φ(±d₁) is `share`.
  private static func plain(_ right: OptionRight, _ share: Double, _ deviation: Double) -> Double? {
    guard share < 1 else { return nil }
    return deviation * deviation / 2 - right.sign * deviation * NormalDistribution.quantile(share)
  }

  /// ln(K/F) at which K/F·Φ(±d₂) is `share`.
  private func premiumAdjusted(_ right: OptionRight, _ share: Double, _ deviation: Double) -> Double? {
    func excess(_ logMoneyness: Double) -> Double {
      exp(logMoneyness)
        * NormalDistribution.cumulative(
          right.sign * (-logMoneyness / deviation - deviation / 2)) - share
    }
    let bracket: ClosedRange<Double>
    switch right {
    case .call:
      // Above the strike of the highest delta, where deviation·Φ(d₂) = φ(d₂), and below that of the plain delta, which is larger.
      let peak = GarmanKohlhagen.peak(deviation)
      guard let plain = GarmanKohlhagen.plain(.call, min(share, 1 - 1e-16), deviation), peak < plain else {
        return nil
      }
      bracket = peak...plain
    case .put:
      // K/F·Φ(−d₂) rises from 0 without end: above ln(share) where Φ is 1 and below where it is at least a half of it.
      let top = max(log(share) + log(2), deviation * deviation / 2) + deviation
      bracket = min(log(share), top) - 1e-12...top
    }
    return RootSearch(bracket: bracket).brent(excess).root
  }

  /// ln(K/F) of the highest premium adjusted call delta: the only d₂ at which φ(d₂)/Φ(d₂) is the deviation.
  private static func peak(_ deviation: Double) -> Double {
    // The ratio falls from ∞ to 0; it is between −d and −d + 1 below 0.
    let search = RootSearch(bracket: -(deviation + 1)...38)
    let d = search.brent {
      log(NormalDistribution.density($0)) - log(NormalDistribution.cumulative($0)) - log(deviation)
    }
    return -deviation * ((d.root ?? 38) + deviation / 2)
  }
}
