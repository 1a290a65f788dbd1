/// What can be asked of a position. Raw values are the names in files, tables and results.
public enum Measure: String, Sendable, Codable, CaseIterable, Hashable {
  /// Present value of the position at the valuation date in the instrument's currency, accrued interest included.
  case presentValue = "PV"
  /// Per 100 of face or balance, at the settlement date, without accrued interest.
  case cleanPrice = "CLEAN_PRICE"
  /// Per 100 of face or balance, at the settlement date, with accrued interest.
  case dirtyPrice = "DIRTY_PRICE"
  /// Accrued interest per 100 of face or balance at the settlement date; negative in the ex-coupon period.
  case accrued = "ACCRUED"
  /// Yield to maturity by the instrument's convention, a decimal, from the dirty price at settlement.
  case yield = "YIELD"
  /// Basis points added to the continuously compounded discount curve (Act/365F) to give the value.
  case zSpread = "Z_SPREAD"
  /// Basis points added to the discount curve, as in `Z_SPREAD`, under which a model that values the contract's options gives
  /// the value; equal to `Z_SPREAD` without options.
  case optionAdjustedSpread = "OAS"
  /// The lowest of `YIELD` and the yields to each call; where the holder has puts, the highest of that and the yields to
  /// each put.
  case yieldToWorst = "YIELD_TO_WORST"
  /// Yield to the first day on which the issuer may call after settlement, at the call's price; a decimal.
  case yieldToCall = "YIELD_TO_CALL"
  /// Basis points over the rates that its index curve projects at which a floating note's payments, discounted period by period
  /// with simple interest, are worth the dirty price at settlement.
  case discountMargin = "DISCOUNT_MARGIN"
  /// Basis points of `YIELD` over the discount curve's par yield at the instrument's maturity.
  case gSpread = "G_SPREAD"
  /// Basis points of `YIELD` over the par rate of a swap to the instrument's maturity, from the market's curve of an index of its
  /// currency.
  case iSpread = "I_SPREAD"
  /// Basis points over the index that a buyer at par gets who pays the bond's coupons in a swap: a par-par asset swap.
  case assetSwapSpread = "ASSET_SWAP_SPREAD"
  /// Signed change of the position's value for +1 bp on the continuously compounded zero curve, analytic; negative for a long bond.
  case dv01 = "DV01"
  /// Signed change of the position's value for +1 bp of spread over the discount curve, analytic.
  case cs01 = "CS01"
  /// −(dP/dy)/P in years from `YIELD` and the dirty price.
  case modifiedDuration = "MODIFIED_DURATION"
  /// Present-value weighted time of the flows in years at `YIELD`.
  case macaulayDuration = "MACAULAY_DURATION"
  /// −(dP/dz)/P in years for a parallel move of the zero curve, on the dirty value.
  case effectiveDuration = "EFFECTIVE_DURATION"
  /// (d²P/dz²)/P in years² for a parallel move of the zero curve, on the dirty value, spread and options as in
  /// `EFFECTIVE_DURATION`; central difference over 25 bp where there are options.
  case effectiveConvexity = "EFFECTIVE_CONVEXITY"
  /// (d²P/dy²)/P in years² from `YIELD` and the dirty price.
  case convexity = "CONVEXITY"
  /// −(dP/ds)/P in years for a move of spread, on the dirty value.
  case spreadDuration = "SPREAD_DURATION"
  /// Signed change of the position's value for +1 bp on the quoted breakevens of its price index, analytic; positive for a linked
  /// bond that is held.
  case inflationDV01 = "INFLATION_DV01"
  /// `DV01` split over key rates by tents that add up to the parallel move; one factor per currency and key tenor.
  case keyRateDV01 = "KEY_RATE_DV01"
  /// `EFFECTIVE_DURATION` split over key rates by the same tents: −(dV/dz)/V in years for a rise of the zero curve by a tent, on the
  /// dirty value. The factors of a position add up to its `EFFECTIVE_DURATION`.
  case keyRateDuration = "KEY_RATE_DURATION"
  /// Value exposed to each currency other than the reporting currency, in that currency; one factor per currency.
  case fxDelta = "FX_DELTA"
  /// Signed change of the position's value for +1 percentage point of a lognormal volatility, or +1 bp of a normal one, analytic;
  /// one factor per expiry of the quoted surface that the position hangs on, such as `EURUSD:1Y`.
  case vega = "VEGA"
  /// Principal-weighted time to the remaining principal payments from settlement, in years Act/365F.
  case weightedAverageLife = "WAL"
  /// Signed change of the position's value if the reference entity defaulted now: what is lost of the notional, accrued premium
  /// paid, the value gone.
  case jumpToDefault = "JUMP_TO_DEFAULT"
  /// Present value of what defaults are expected to cost the holder; negative for protection bought.
  case expectedLoss = "EXPECTED_LOSS"
  /// Risk-neutral probability, a decimal, that the reference entity defaults by the contract's maturity.
  case defaultProbability = "DEFAULT_PROBABILITY"
  /// The constant rate of default a year, a decimal, continuously compounded, that gives `DEFAULT_PROBABILITY`: −ln(survival)/t, t the
  /// Act/365F years from the valuation date to the end of protection.
  case hazardRate = "HAZARD_RATE"
  /// The contract's rate or spread at which it would be worth 0, a decimal: of a swap that of its fixed leg.
  case parRate = "PAR_RATE"
  /// Signed change of the position's value for +1 bp on each quote that its curves are built from, in the base market; one
  /// factor per quote, such as `USD.TREASURY:5Y`.
  case parDV01 = "PAR_DV01"
  /// Change of the position's value and cash over the next calendar day if the forwards of the base market come true.
  case theta = "THETA"
  /// Change of the position's value and cash over the next 30 days if the forwards of the base market come true.
  case carry = "CARRY"
  /// What the same 30 days bring beyond `CARRY` if curves keep their shape by tenor instead.
  case rollDown = "ROLL_DOWN"
  /// How far chance may have moved a simulated `PV`: its standard error, above 0, from repetitions with other numbers.
  case simulationError = "MC_STANDARD_ERROR"
  /// The flows themselves, stored in `cashflow_schedule` rather than as a value per scenario.
  case cashFlows = "CASHFLOWS"
}
