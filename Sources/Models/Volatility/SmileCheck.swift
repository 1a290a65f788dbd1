import Glibc

/// Looks through a smile for arbitrage: over strikes, calls must fall, by less than the strike rises, and ever more slowly.
public struct SmileCheck: Sendable, Hashable {
  public let forward: Double
  public let years: Double
  public let type: VolatilityType
  /// Ascending.
  public let strikes: [Double]

  public init(forward: Double, years: Double, type: VolatilityType, strikes: [Double]) {
    self.forward = forward
    self.years = years
    self.type = type
    self.strikes = strikes
  }

  /// Evenly spaced strikes, by their logarithm for lognormal volatilities, as many deviations of `volatility` to each side.
  public init(
    forward: Double, years: Double, type: VolatilityType, volatility: Double, deviations: Double = 6,
    count: Int = 201
  ) {
    let reach = deviations * volatility * years.squareRoot()
    let strikes = (0..<count).map { index in
      let place = reach * (2 * Double(index) / Double(max(count - 1, 1)) - 1)
      return switch type {
      case .normal: forward + place
      case .lognormal(let shift): (forward + shift) * exp(place) - shift
      }
    }
    self.init(forward: forward, years: years, type: type, strikes: strikes)
  }

  /// What is found among the strikes, each run of neighbours once; prices within rounding count as good.
  public func findings(_ volatility: (Double) -> Double?) -> [ArbitrageFinding] {
    var faults: [ArbitrageFinding.Kind?] = []
    let values = strikes.map { strike in
      volatility(strike).flatMap { volatility in
        // Out of the money, for the digits; parity makes calls of them.
        ForwardOption(strike < forward ? .put : .call, forward: forward, strike: strike, years: years).value(
          volatility: volatility, type)
      }
    }
    for index in strikes.indices {
      guard let here = values[index] else {
        faults.append(.undefined)
        continue
      }
      guard index > 0, index + 1 < strikes.count, let before = values[index - 1],
        let after = values[index + 1]
      else {
        faults.append(nil)
        continue
      }
      let (lower, upper) = (strikes[index] - strikes[index - 1], strikes[index + 1] - strikes[index])
      let left = (call(here, index) - call(before, index - 1)) / lower
      let right = (call(after, index + 1) - call(here, index)) / upper
      let scale = max(abs(forward), abs(strikes[index - 1]), abs(strikes[index + 1]))
      let rounding = 8 * scale.ulp * (1 / lower + 1 / upper)
      if right - left < -rounding {
        faults.append(.butterfly)
      } else if right > rounding || left < -1 - rounding {
        faults.append(.callSpread)
      } else {
        faults.append(nil)
      }
    }
    return runs(faults)
  }

  /// A call's value from that of the option out of the money.
  private func call(_ value: Double, _ index: Int) -> Double {
    strikes[index] < forward ? value + (forward - strikes[index]) : value
  }

  private func runs(_ faults: [ArbitrageFinding.Kind?]) -> [ArbitrageFinding] {
    var findings: [ArbitrageFinding] = []
    var begin = 0
    for index in faults.indices {
      if index > 0, faults[index] != faults[index - 1] { begin = index }
      guard let kind = faults[index], index + 1 == faults.count || faults[index + 1] != kind else { continue }
      findings.append(ArbitrageFinding(kind, years: years, strikes: strikes[begin]...strikes[index]))
    }
    return findings
  }
}

extension SABR {
  /// Where the expansion admits arbitrage, among strikes up to six deviations away.
  public func arbitrage(forward: Double, years: Double) -> [ArbitrageFinding] {
    guard let atTheMoney = volatility(strike: forward, forward: forward, years: years) else {
      return [ArbitrageFinding(.undefined, years: years, strikes: forward...forward)]
    }
    return SmileCheck(forward: forward, years: years, type: volatilityType, volatility: atTheMoney).findings {
      volatility(strike: $0, forward: forward, years: years)
    }
  }
}
