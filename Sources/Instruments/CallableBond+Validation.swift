import DatesAndConventions

extension CallableBond {
  func validate() throws(TermsError) {
    try check(calls, "call_schedule")
    try check(puts, "put_schedule")
    guard !calls.isEmpty || !puts.isEmpty else {
      throw TermsError(
        field: "call_schedule", message: "is missing; write date:price pairs such as 2027-06-15:101")
    }
    guard (0...180).contains(noticeDays) else {
      throw TermsError(field: "notice_days", message: "\(noticeDays) is not a number of days from 0 to 180")
    }
    for put in puts {
      // Both parties would end it at once, each at a price that suits the other.
      if let call = calls.last(where: { $0.date <= put.date }), call.price < put.price,
        exerciseStyle == .american || call.date == put.date
      {
        throw TermsError(
          field: "put_schedule",
          message:
            "the put at \(put.price) on \(put.date) is above the call at \(call.price); the bond would end for sure"
        )
      }
    }
  }

  private func check(_ schedule: [ExercisePrice], _ field: String) throws(TermsError) {
    var previous: CivilDate?
    for exercise in schedule {
      guard exercise.date > bond.datedDate, exercise.date < bond.maturity,
        previous.map({ $0 < exercise.date }) ?? true
      else {
        throw TermsError(
          field: field, message: "\(exercise.date) is not in date order between the dated date and maturity")
      }
      guard exercise.price.isFinite, exercise.price > 0, exercise.price <= 1_000 else {
        throw TermsError(
          field: field, message: "\(exercise.price) on \(exercise.date) is not a price per 100 above 0")
      }
      previous = exercise.date
    }
  }
}
