public import DatesAndConventions

/// How a coupon on swap rates comes about: gearing · (long rate − short rate) + margin within floor and cap; without a short rate, on
/// the long one alone.
public struct SwapRateCoupon: Sendable, Hashable {
  /// The standard swaps of this index in its currency.
  public let index: RateIndexID
  /// Whole years, 1 to 50.
  public let longYears: Int
  /// Whole years, 1 to 50, other than `longYears`; `nil` for the rate of one tenor.
  public let shortYears: Int?
  /// Added after gearing; a decimal a year.
  public let margin: Double
  public let gearing: Double
  /// The most and the least that the coupon's rate may be, decimals a year.
  public let cap: Double?
  public let floor: Double?
  /// The rate, or the difference of both, that was published last, a decimal: that of the period that runs.
  public let fixing: Double?
  /// Business days from the fixing to the first day of the period, or to its last where that fixes it; those from trade to start of the
  /// standard swap where `nil`.
  public let fixingDays: Int?
  /// Whether the rate is that of the end of its period, not of the start.
  public let isInArrears: Bool
  /// Of the two rates at their fixing, −1 to 1, with which legs, caps and floors value options on their difference.
  public let correlation: Double?

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    index: RateIndexID, longYears: Int, shortYears: Int? = nil, gearing: Double = 1, margin: Double = 0,
    cap: Double? = nil, floor: Double? = nil, fixing: Double? = nil, fixingDays: Int? = nil,
    isInArrears: Bool = false, correlation: Double? = nil
  ) throws(TermsError) {
    guard SwapConvention.usual(index) != nil else {
      let known = SwapConventionID.allCases.map { SwapConvention.of($0).index.rawValue }
      throw TermsError(
        field: "index",
        message: "\(index.rawValue) has no standard swap; write one of: \(known.joined(separator: ", "))")
    }
    for (field, years) in [("long_tenor", longYears), ("short_tenor", shortYears)] {
      if let years, !(1...50).contains(years) {
        throw TermsError(field: field, message: "\(years)Y is not from 1Y to 50Y")
      }
    }
    guard shortYears != longYears else {
      throw TermsError(field: "short_tenor", message: "\(longYears)Y is the long one too; leave it empty")
    }
    // The same bounds as for other coupons.
    _ = try FloatingRate(index: .usdTermSOFR3M, spread: margin, gearing: gearing, cap: cap, floor: floor)
    if let fixing, !(fixing.isFinite && abs(fixing) <= 1) {
      throw TermsError(field: "fixing_rate", message: "\(fixing) is not a decimal rate; write 4.5% as 0.045")
    }
    if let fixingDays, !(0...20).contains(fixingDays) {
      throw TermsError(field: "fixing_days", message: "\(fixingDays) is not a number of days from 0 to 20")
    }
    if let correlation {
      guard shortYears != nil else {
        throw TermsError(
          field: "correlation", message: "is of two rates; write a short tenor, or leave it empty")
      }
      guard abs(correlation) <= 1 else {
        throw TermsError(field: "correlation", message: "\(correlation) is not a correlation from -1 to 1")
      }
    }
    self.index = index
    self.longYears = longYears
    self.shortYears = shortYears
    self.gearing = gearing
    self.margin = margin
    self.cap = cap
    self.floor = floor
    self.fixing = fixing
    self.fixingDays = fixingDays
    self.isInArrears = isInArrears
    self.correlation = correlation
  }

  /// Throws where options are on a difference of rates whose correlation nobody says.
  func requireCorrelation() throws(TermsError) {
    guard shortYears == nil || correlation != nil else {
      throw TermsError(
        field: "correlation", message: "is missing; write that of the two rates, such as 0.9")
    }
  }
}

extension SwapConvention {
  /// That of an index's standard swap; `nil` where there is none.
  public static func usual(_ index: RateIndexID) -> SwapConvention? {
    SwapConventionID.allCases.lazy.map(SwapConvention.of).first { $0.index == index }
  }
}
