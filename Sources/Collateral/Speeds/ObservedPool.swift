/// A pool of level-pay loans as seen on two days, for the speed between them.
public struct ObservedPool: Hashable, Sendable {
  /// Balance at issue, in currency units.
  public let face: Double
  /// Part of the face that was left on the first day.
  public let firstFactor: Double
  /// Part of the face that was left on the second day.
  public let secondFactor: Double
  /// Average rate that borrowers pay, a decimal a year.
  public let noteRate: Double
  /// Average age of the loans on the first day, in months.
  public let firstAge: Int
  /// Average months left on the first day.
  public let firstRemaining: Int

  public init(
    face: Double, firstFactor: Double, secondFactor: Double, noteRate: Double, firstAge: Int,
    firstRemaining: Int
  ) {
    self.face = face
    self.firstFactor = firstFactor
    self.secondFactor = secondFactor
    self.noteRate = noteRate
    self.firstAge = firstAge
    self.firstRemaining = firstRemaining
  }

  var actualBalance: Double { face * secondFactor }

  /// What would be left on the second day if nothing had been prepaid between the two.
  func scheduledBalance(months: Int) -> Double {
    face * firstFactor
      * AmortisedBalance.factor(
        annualRate: noteRate, remaining: firstRemaining - months, original: firstRemaining)
  }
}
