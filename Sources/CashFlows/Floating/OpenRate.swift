public import DatesAndConventions
import Instruments

/// How long the rate of a coupon is open, as options on it need to know. Times are Act/365F years.
public struct OpenRate: Sendable, Hashable {
  /// To the day on which the rate, or the first of its rates, is known; 0 where that is past.
  public let expiryYears: Double
  /// For which the rate moves with its whole volatility; above 0.
  ///
  /// A term rate moves until it is fixed. One that is compounded or averaged of rates from day s to day e goes on to move after s, less and
  /// less, by (e − t) / (e − s) of its volatility: so (e − s) / 3 more than to s, and e³ / 3(e − s)² from a day between them. Lyashenko,
  /// A., Mercurio, F. (2019), Looking forward to backward-looking rates.
  public let varianceYears: Double
  /// To the end of the coupon's period.
  public let endYears: Double
}

extension LegCoupon {
  /// `nil` where the rate is fixed, or known as of the end of `day`.
  public func openRate(seenFrom day: CivilDate) -> OpenRate? {
    func years(_ date: CivilDate) -> Double { Double(date - day) / 365 }
    let (first, last): (CivilDate, CivilDate)
    switch interest {
    case .fixed: return nil
    case .term(_, let reset): (first, last) = (reset.fixingDate, reset.fixingDate)
    case .swapRate(_, let reset): (first, last) = (reset.fixingDate, reset.fixingDate)
    case .terms(_, let resets):
      guard let one = resets.first, let other = resets.last else { return nil }
      (first, last) = (one.fixingDate, other.fixingDate)
    case .overnight(_, let window):
      if let chain = window.chain {
        (first, last) = chain
      } else {
        let resets = window.resets
        (first, last) = (resets[0].fixingDate, resets[resets.count - 1].end)
      }
    }
    guard last > day else { return nil }
    let (start, finish) = (years(first), years(last))
    let variance: Double
    if start >= 0 {
      variance = start + (finish - start) / 3
    } else {
      let whole = finish - start
      variance = finish * finish * finish / (3 * whole * whole)
    }
    guard variance > 0 else { return nil }
    return OpenRate(expiryYears: max(0, start), varianceYears: variance, endYears: years(end))
  }
}

extension LegCoupon {
  /// The index that its rate follows; `nil` where it is fixed.
  public var index: RateIndexID? {
    switch interest {
    case .fixed: nil
    case .term(let rate, _), .terms(let rate, _), .overnight(let rate, _): rate.index
    case .swapRate(let rate, _): rate.index
    }
  }

  /// Months of the rate: of a term index its tenor, otherwise about those of the period.
  public var rateMonths: Int {
    if case .term(let rate, _) = interest, case .term(let tenor) = RateIndex.of(rate.index).kind {
      return Int((tenor.years * 12).rounded())
    }
    return Int((Double(end - start) / 30.4375).rounded())
  }
}
