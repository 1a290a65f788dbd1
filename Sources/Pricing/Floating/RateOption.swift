import Models

/// The right to what a rate is above a strike, or below it, on a notional: a period of a cap or floor, a swaption.
///
/// The rate is what its floating side is worth over what a rate of 1 is worth: both sums of products. The option is worth numeraire ·
/// c(rate), c Black's or Bachelier's formula.
struct RateOption: Hashable {
  let right: OptionRight
  /// What the floating side is worth.
  let underlying: [ProjectedFlows.Term]
  /// What a rate of 1 is worth; above 0.
  let numeraire: [ProjectedFlows.Term]
  let strike: Double
  /// `nil` where the rate does not move any more: what exercise brings.
  let volatility: RateVolatility?
}

/// What has rows of its own for each sum that depends on days, because it does not move in proportion to itself.
enum NonlinearProduct {
  case compounded(CompoundedProduct)
  case option(RateOption)
  case bermudan(BermudanOption)
  case swapRate(SwapRatePayment)
  case rateDifference(RateDifferenceOption)

  /// By which vega is told; `nil` for what hangs on no surface.
  var volatility: RateVolatility? {
    switch self {
    case .compounded, .bermudan: nil
    case .option(let option): option.volatility
    case .swapRate(let payment): payment.volatility
    case .rateDifference(let option): option.volatility
    }
  }
}
