/// How fast loans default: a unit and a value for each month.
public struct DefaultSpeed: Hashable, Sendable, Codable {
  public let unit: DefaultUnit
  public let vector: SpeedVector

  public init(_ unit: DefaultUnit, _ vector: SpeedVector) {
    self.unit = unit
    self.vector = vector
  }

  /// The same speed in all months, in the unit: `.cdr(0.02)` is 2% a year, `.sda(1)` is 100% SDA.
  public static func mdr(_ speed: Double) -> Self { Self(.mdr, SpeedVector([speed])) }
  public static func cdr(_ speed: Double) -> Self { Self(.cdr, SpeedVector([speed])) }
  public static func sda(_ speed: Double) -> Self { Self(.sda, SpeedVector([speed])) }
  /// No defaults.
  public static let none = mdr(0)

  /// MDR of a loan of this age in each of the coming months.
  public func monthly(age: Int, months: Int) -> [Double] {
    (0..<months).map {
      unit.mdr(vector.value(month: $0 + 1, loanMonth: age + $0 + 1), loanMonth: age + $0 + 1)
    }
  }
}
