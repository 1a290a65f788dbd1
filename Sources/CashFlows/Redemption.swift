public import DatesAndConventions
public import Instruments

/// One day on which a callable bond may be ended, and what is then paid.
public struct Redemption: Sendable, Hashable {
  public let right: Right
  /// The last day on which it can be announced for this day.
  public let decisionDate: CivilDate
  /// Day of the schedule, unadjusted; interest accrues until then.
  public let date: CivilDate
  /// `date` moved to a business day of the convention's calendar.
  public let payDate: CivilDate
  /// Per 100 of the face then outstanding, without accrued interest.
  public let price: Double
  /// Price and accrued interest on the face then outstanding, per 1 of original face.
  public let amount: Double

  /// Whose right it is.
  public enum Right: Sendable, Hashable {
    case call
    case put
  }
}

extension CallableBond {
  /// The redemptions that can still be announced after `day`, in order of decision, puts before calls of the same day.
  ///
  /// A bond that may be ended on any day is looked at every `dayStep` days.
  ///
  /// - Parameter schedule: Of `bond`, beginning no later than `day`.
  public func redemptions(_ schedule: FixedBondSchedule, after day: CivilDate, dayStep: Int) -> [Redemption] {
    let calendar = BusinessCalendar(schedule.convention.calendar)
    func redemptions(_ prices: [ExercisePrice], _ right: Redemption.Right) -> [Redemption] {
      days(prices, after: day.adding(days: noticeDays), dayStep: dayStep).map { exercise in
        let face = schedule.outstandingFace(at: exercise.date)
        return Redemption(
          right: right, decisionDate: exercise.date.adding(days: -noticeDays), date: exercise.date,
          payDate: calendar.adjust(exercise.date, .following), price: exercise.price,
          amount: (exercise.price / 100 * face + schedule.accruedOnRedemption(at: exercise.date)) / 100)
      }
    }
    let both = redemptions(puts, .put) + redemptions(calls, .call)
    return both.sorted {
      ($0.decisionDate, $0.right == .put ? 0 : 1) < ($1.decisionDate, $1.right == .put ? 0 : 1)
    }
  }

  /// The days after `first` on which a right can be used.
  private func days(_ prices: [ExercisePrice], after first: CivilDate, dayStep: Int) -> [ExercisePrice] {
    switch exerciseStyle {
    case .bermudan: return prices.filter { $0.date > first }
    case .american:
      var days: [ExercisePrice] = []
      for (index, exercise) in prices.enumerated() {
        let end = index + 1 < prices.count ? prices[index + 1].date : bond.maturity
        var date = exercise.date
        if date <= first {
          // Today's price holds for the days to come.
          date = first.adding(days: 1)
        }
        while date < end {
          days.append(ExercisePrice(date: date, price: exercise.price))
          date = date.adding(days: dayStep)
        }
      }
      return days
    }
  }
}

extension FixedBondSchedule {
  /// Interest accrued when the issuer redeems, per 100 of original face: that since the last coupon date, as the holder of
  /// record gets no other coupon after it. Zero on a coupon date.
  func accruedOnRedemption(at date: CivilDate) -> Double {
    let accrued = accruedInterest(at: date)
    guard accrued < 0,
      let period = periods.first(where: { $0.accrualStart < date && date < $0.accrualEnd })
    else { return accrued }
    return period.coupon + accrued
  }
}
