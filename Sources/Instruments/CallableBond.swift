public import DatesAndConventions

/// A fixed bond that its issuer may redeem early, its holder may hand back early, or both.
///
/// All else is as in `FixedBond`. Whoever redeems pays the price of the schedule and the interest accrued; coupons that fall due
/// until then are still paid.
public struct CallableBond: Sendable, Hashable {
  /// What is paid if nobody ends it.
  public let bond: FixedBond
  /// Days and prices at which the issuer may redeem; ascending; empty for a bond that is only puttable.
  public let calls: [ExercisePrice]
  /// Days and prices at which the holder may hand back; ascending.
  public let puts: [ExercisePrice]
  public let exerciseStyle: ExerciseStyle
  /// Calendar days between the announcement and the redemption, 0 to 180; of calls and puts.
  public let noticeDays: Int

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    bond: FixedBond, calls: [ExercisePrice] = [], puts: [ExercisePrice] = [],
    exerciseStyle: ExerciseStyle = .bermudan, noticeDays: Int = 0
  ) throws(TermsError) {
    self.bond = bond
    self.calls = calls
    self.puts = puts
    self.exerciseStyle = exerciseStyle
    self.noticeDays = noticeDays
    try validate()
  }
}

/// A day of an exercise schedule and its price.
public struct ExercisePrice: Sendable, Hashable {
  public let date: CivilDate
  /// Per 100 of the face then outstanding, without accrued interest; above 0.
  public let price: Double

  public init(date: CivilDate, price: Double) {
    self.date = date
    self.price = price
  }
}

/// On which days a right may be used. Raw values are the names in files.
public enum ExerciseStyle: String, Sendable, Codable, CaseIterable, Hashable {
  /// On the days of the schedule; European where there is one.
  case bermudan
  /// On every day from one day of the schedule to the next, at the price of the former, and from the last to maturity.
  case american
}
