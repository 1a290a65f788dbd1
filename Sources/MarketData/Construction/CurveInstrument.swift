public import DatesAndConventions

/// An instrument whose quote tells a rate curve something, without the quote.
///
/// | instrument | quote |
/// |---|---|
/// | deposit, forward rate agreement, swap | rate, a decimal |
/// | future | price, 100 less the rate in per cent |
/// | basis swap, cross-currency swap | spread, a decimal: 0.0005 is 5 basis points |
/// | FX forward | forward points: the forward less the spot rate of the pair, in units of its second currency |
public enum CurveInstrument: Sendable, Hashable {
  /// A deposit from the index's spot day, or from the valuation date for an overnight index; over the index's own tenor
  /// unless another is given.
  case deposit(RateIndexID, Tenor?)
  /// An index's rate for the deposit that starts so long after spot.
  case forwardRateAgreement(RateIndexID, start: Tenor)
  case future(RateFuture)
  case swap(SwapConventionID, InstrumentSpan)
  case basisSwap(BasisSwapConventionID, Tenor)
  /// With a constant notional.
  case crossCurrencySwap(CurrencyPairID, Tenor)
  case fxForward(CurrencyPairID, Tenor)
}

/// From when to when an instrument runs.
public enum InstrumentSpan: Sendable, Hashable {
  /// From spot.
  case tenor(Tenor)
  /// From one unadjusted day to another, as swaps between meetings of a central bank do.
  case dates(start: CivilDate, end: CivilDate)
}

/// A future on a rate: of a term index for the deposit that starts on `start`, or of an overnight index compounded from
/// `start` to `end`.
public struct RateFuture: Sendable, Hashable {
  public let index: RateIndexID
  public let start: CivilDate
  /// `nil` for the end of the index's deposit, or for an overnight index the third Wednesday three months after `start`.
  public let end: CivilDate?
  public let convexity: FutureConvexity

  public init(
    index: RateIndexID, start: CivilDate, end: CivilDate? = nil, convexity: FutureConvexity = .rate(0)
  ) {
    self.index = index
    self.start = start
    self.end = end
    self.convexity = convexity
  }
}

/// How much a future's rate lies above the forward rate, because gains are paid daily and not at the end.
public enum FutureConvexity: Sendable, Hashable {
  /// By this, a decimal.
  case rate(Double)
  /// As the Hull-White model says.
  case hullWhite(ShortRateModel)
}

/// One quote that a curve is built from.
public struct CurveQuote: Sendable, Hashable {
  public let instrument: CurveInstrument
  /// In the units of its instrument.
  public let value: Double

  public init(_ instrument: CurveInstrument, _ value: Double) {
    self.instrument = instrument
    self.value = value
  }
}

extension CurveInstrument: CustomStringConvertible {
  /// Such as `swap USD-SOFR-OIS 5Y`; names the quote within its curve.
  public var description: String {
    switch self {
    case .deposit(let index, let tenor): "deposit \(index.rawValue)\(tenor.map { " \($0)" } ?? "")"
    case .forwardRateAgreement(let index, let start): "fra \(index.rawValue) \(start)"
    case .future(let future): "future \(future.index.rawValue) \(future.start)"
    case .swap(let convention, .tenor(let tenor)): "swap \(convention.rawValue) \(tenor)"
    case .swap(let convention, .dates(let start, let end)): "swap \(convention.rawValue) \(start) \(end)"
    case .basisSwap(let convention, let tenor): "basis_swap \(convention.rawValue) \(tenor)"
    case .crossCurrencySwap(let pair, let tenor): "cross_currency_swap \(pair.rawValue) \(tenor)"
    case .fxForward(let pair, let tenor): "fx_forward \(pair.rawValue) \(tenor)"
    }
  }
}
