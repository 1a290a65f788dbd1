/// How fast loans are prepaid: a unit and a value for each month.
public struct PrepaymentSpeed: Hashable, Sendable, Codable {
  public let unit: PrepaymentUnit
  public let vector: SpeedVector

  public init(_ unit: PrepaymentUnit, _ vector: SpeedVector) {
    self.unit = unit
    self.vector = vector
  }

  /// The same speed in all months, in the unit: `.cpr(0.06)` is 6% a year, `.psa(1.5)` is 150% PSA.
  public static func smm(_ speed: Double) -> Self { Self(.smm, SpeedVector([speed])) }
  public static func cpr(_ speed: Double) -> Self { Self(.cpr, SpeedVector([speed])) }
  public static func psa(_ speed: Double) -> Self { Self(.psa, SpeedVector([speed])) }
  public static func abs(_ speed: Double) -> Self { Self(.abs, SpeedVector([speed])) }
  /// No prepayment.
  public static let none = smm(0)

  /// SMM of a loan of this age in each of the coming months.
  public func monthly(age: Int, months: Int) -> [Double] {
    (0..<months).map {
      unit.smm(vector.value(month: $0 + 1, loanMonth: age + $0 + 1), loanMonth: age + $0 + 1)
    }
  }
}
