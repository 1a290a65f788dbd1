/// A part of the curve that is moved alone.
public struct KeyRate: Sendable {
  public let name: String
  /// Share of the move that the zero rate of so many years makes.
  public let weight: @Sendable (Double) -> Double

  public init(name: String, weight: @escaping @Sendable (Double) -> Double) {
    self.name = name
    self.weight = weight
  }

  /// Tents over these maturities, flat before the first and after the last, which add up to a parallel move. Names are `5Y`, `0.25Y`.
  ///
  /// Precondition: `years` ascend from above 0.
  public static func tents(_ years: [Double]) -> [KeyRate] {
    precondition(
      years.allSatisfy { $0 > 0 } && zip(years, years.dropFirst()).allSatisfy(<), "maturities ascend")
    return years.indices.map { place in
      let (peak, name) = (years[place], years[place].formattedAsYears)
      let before = place > 0 ? years[place - 1] : nil
      let after = place + 1 < years.count ? years[place + 1] : nil
      return KeyRate(name: name) { time in
        if time <= peak { return before.map { max(0, (time - $0) / (peak - $0)) } ?? 1 }
        return after.map { max(0, ($0 - time) / ($0 - peak)) } ?? 1
      }
    }
  }
}

extension Double {
  fileprivate var formattedAsYears: String { self == rounded() ? "\(Int(self))Y" : "\(self)Y" }
}
