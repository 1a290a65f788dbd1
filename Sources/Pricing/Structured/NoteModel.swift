import Instruments
import MarketData
import Models

/// The model whose paths a note's payments hang on.
enum NoteModel: Hashable {
  case oneFactor(HullWhite)
  case twoFactors(G2)

  /// Two factors for the difference of two rates, where the market has them; one for all else.
  init(_ parameters: ShortRateModel, _ coupon: StructuredCoupon) {
    if let both = parameters.twoFactor, case .swapRate(let rate) = coupon, rate.shortYears != nil {
      self = .twoFactors(
        G2(
          first: HullWhite(meanReversion: both.first.meanReversion, volatility: both.first.volatility),
          second: HullWhite(meanReversion: both.second.meanReversion, volatility: both.second.volatility),
          correlation: both.correlation))
    } else {
      self = .oneFactor(
        HullWhite(meanReversion: parameters.meanReversion, volatility: parameters.volatility))
    }
  }

  /// Of the polynomials by which calls are decided: so that there are nine terms of one state, or 15 of two.
  var degree: Int {
    switch self {
    case .oneFactor: 8
    case .twoFactors: 4
    }
  }

  func paths(_ times: [Double], seed: UInt64) -> any ShortRatePaths {
    switch self {
    case .oneFactor(let model):
      HullWhitePaths(model, times: times, source: .sobol(seed: seed), numeraire: .rolledBond)
    case .twoFactors(let model): G2Paths(model, times: times, source: .sobol(seed: seed))
    }
  }
}
