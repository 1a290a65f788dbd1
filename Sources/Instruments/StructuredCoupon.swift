public import DatesAndConventions

/// How the coupons of a structured note come about, after a fixed start if there is one.
public enum StructuredCoupon: Sendable, Hashable {
  /// gearing · index + margin within floor and cap; with a gearing below 0 an inverse floater.
  case index(FloatingRate)
  /// On a swap rate, or on the difference of two.
  case swapRate(SwapRateCoupon)
  /// A fixed rate for the days on which an index lies in a range.
  case rangeAccrual(RangeAccrual)

  /// The index that coupons depend on, or that the swaps are of whose rates they depend on.
  public var index: RateIndexID {
    switch self {
    case .index(let rate): rate.index
    case .swapRate(let coupon): coupon.index
    case .rangeAccrual(let range): range.index
    }
  }
}

/// The types of coupons as they are named in files.
enum StructuredCouponType: String, CaseIterable {
  case index = "INDEX"
  case swapRate = "SWAP_RATE"
  case rangeAccrual = "RANGE_ACCRUAL"
}

extension StructuredCoupon {
  var type: StructuredCouponType {
    switch self {
    case .index: .index
    case .swapRate: .swapRate
    case .rangeAccrual: .rangeAccrual
    }
  }

  /// What the note's leg pays.
  var legRate: CouponLeg.Rate {
    switch self {
    case .index(let rate): .floating(rate)
    case .swapRate, .rangeAccrual: .fixed(0)
    }
  }

  /// Checks what depends on the note's frequency. Throws `TermsError` naming the field.
  func check(_ frequency: Frequency) throws(TermsError) {
    switch self {
    case .swapRate, .rangeAccrual: break
    case .index(let rate):
      guard case .term(let tenor) = RateIndex.of(rate.index).kind else {
        throw TermsError(
          field: "index",
          message:
            "\(rate.index.rawValue) is an overnight rate, whose compounding is not simulated; write a term index, or a description"
        )
      }
      let months = tenor.unit == .years ? 12 * tenor.count : tenor.count
      guard frequency.monthsPerPeriod <= months else {
        throw TermsError(
          field: "frequency",
          message:
            "\(frequency.rawValue) coupons a year have several rates of \(rate.index.rawValue) each, which is not simulated; write a longer index, or a description"
        )
      }
    }
  }
}
