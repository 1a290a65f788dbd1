import Foundation

/// How a rate turns into a discount factor over a time.
public enum Compounding: Sendable, Hashable {
  /// Factor 1 / (1 + r t).
  case simple
  /// Factor exp(-r t).
  case continuous
  /// Factor (1 + r/f)^(-f t). With `.once`, interest is added once, at the end: as simple.
  case compounded(Frequency)
  /// Simple up to one period of 1/f years, compounded beyond.
  case simpleThenCompounded(Frequency)

  /// The present value of 1 paid in `years` at `rate`, a decimal.
  ///
  /// 1 for zero years. Valid while the growth factor is positive (1 + r t, or 1 + r/f); otherwise the result is
  /// infinite, not a number or without meaning, and the caller must reject the rate.
  public func discountFactor(rate: Double, years: Double) -> Double {
    switch resolved(years: years) {
    case .simple: 1 / (1 + rate * years)
    case .continuous: exp(-rate * years)
    case .periodic(let perYear): pow(1 + rate / perYear, -perYear * years)
    }
  }

  /// The rate, a decimal, at which 1 paid in `years` is worth `discountFactor`.
  ///
  /// Valid for `years` and `discountFactor` positive; otherwise infinite or not a number.
  public func rate(discountFactor: Double, years: Double) -> Double {
    switch resolved(years: years) {
    case .simple: (1 / discountFactor - 1) / years
    case .continuous: -log(discountFactor) / years
    case .periodic(let perYear): perYear * (pow(discountFactor, -1 / (perYear * years)) - 1)
    }
  }

  /// The rate under `other` that gives the same discount factor over `years`.
  public func equivalentRate(_ rate: Double, as other: Compounding, years: Double) -> Double {
    other.rate(discountFactor: discountFactor(rate: rate, years: years), years: years)
  }

  private enum Resolved {
    case simple
    case continuous
    case periodic(perYear: Double)
  }

  private func resolved(years: Double) -> Resolved {
    switch self {
    case .simple, .compounded(.once), .simpleThenCompounded(.once): .simple
    case .continuous: .continuous
    case .compounded(let frequency): .periodic(perYear: Double(frequency.rawValue))
    case .simpleThenCompounded(let frequency):
      years <= 1 / Double(frequency.rawValue) ? .simple : .periodic(perYear: Double(frequency.rawValue))
    }
  }
}
