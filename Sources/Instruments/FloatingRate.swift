public import DatesAndConventions

/// How the rate of a floating coupon comes about: gearing · index + spread, within floor and cap.
public struct FloatingRate: Sendable, Hashable {
  /// An overnight or term index of the coupon's currency.
  public let index: RateIndexID
  /// Added after gearing; a decimal a year.
  public let spread: Double
  /// What the index is multiplied by; below 0 for an inverse floater.
  public let gearing: Double
  /// The most and the least that the coupon's rate may be, decimals a year, spread and gearing included.
  public let cap: Double?
  public let floor: Double?
  /// Business days from the fixing of a term index to the start of the period; the index's own where `nil`.
  public let fixingDays: Int?
  /// How the rates of a period that has several become one.
  public let averaging: RateAveraging
  /// Overnight: business days by which the rates are taken earlier than the days on which they count.
  public let lookbackDays: Int
  /// Overnight: business days at the end of a period that all have the rate of the day before them.
  public let lockoutDays: Int
  /// Overnight: whether the days on which rates count are moved back together with the rates.
  public let observationShift: Bool

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    index: RateIndexID, spread: Double = 0, gearing: Double = 1, cap: Double? = nil, floor: Double? = nil,
    fixingDays: Int? = nil, averaging: RateAveraging = .compounded, lookbackDays: Int = 0,
    lockoutDays: Int = 0, observationShift: Bool = false
  ) throws(TermsError) {
    self.index = index
    self.spread = spread
    self.gearing = gearing
    self.cap = cap
    self.floor = floor
    self.fixingDays = fixingDays
    self.averaging = averaging
    self.lookbackDays = lookbackDays
    self.lockoutDays = lockoutDays
    self.observationShift = observationShift
    try validate()
  }

  /// The same without spread, gearing, cap and floor.
  public var indexAlone: FloatingRate {
    if spread == 0, gearing == 1, cap == nil, floor == nil { return self }
    let rate = try? FloatingRate(
      index: index, fixingDays: fixingDays, averaging: averaging, lookbackDays: lookbackDays,
      lockoutDays: lockoutDays, observationShift: observationShift)
    guard let rate else { preconditionFailure("terms were checked") }
    return rate
  }

  private func validate() throws(TermsError) {
    let isOvernight: Bool
    switch RateIndex.of(index).kind {
    case .overnight: isOvernight = true
    case .term: isOvernight = false
    case .compoundedAverage, .parYield, .administered:
      throw TermsError(
        field: "index",
        message:
          "\(index.rawValue) cannot be projected yet; write an overnight or term index, or a description")
    }
    guard spread.isFinite, abs(spread) <= 1 else {
      throw TermsError(
        field: "margin", message: "\(spread) is not a decimal; write 25 basis points as 0.0025")
    }
    guard gearing.isFinite, gearing != 0, abs(gearing) <= 20 else {
      throw TermsError(field: "gearing", message: "\(gearing) is not a factor from -20 to 20, other than 0")
    }
    for (field, rate) in [("cap", cap), ("floor", floor)] {
      guard let rate else { continue }
      guard rate.isFinite, abs(rate) <= 1 else {
        throw TermsError(field: field, message: "\(rate) is not a decimal rate; write 4.5% as 0.045")
      }
    }
    if let cap, let floor, cap < floor {
      throw TermsError(field: "cap", message: "\(cap) is below the floor \(floor)")
    }
    if let fixingDays, isOvernight || !(0...20).contains(fixingDays) {
      throw TermsError(
        field: "fixing_days",
        message: isOvernight
          ? "is for term indices; write lookback_days" : "\(fixingDays) is not a number of days from 0 to 20")
    }
    for (field, days) in [("lookback_days", lookbackDays), ("lockout_days", lockoutDays)] {
      guard (0...30).contains(days), isOvernight || days == 0 else {
        throw TermsError(
          field: field,
          message: isOvernight ? "\(days) is not a number of days from 0 to 30" : "is for overnight indices")
      }
    }
    guard isOvernight || !observationShift else {
      throw TermsError(field: "observation_shift", message: "is for overnight indices")
    }
  }
}

/// How the rates of a period that has several become one. Raw values are the names used in files.
public enum RateAveraging: String, Sendable, Codable, CaseIterable, Hashable {
  case compounded
  /// Simple average, weighted by days.
  case averaged
}
