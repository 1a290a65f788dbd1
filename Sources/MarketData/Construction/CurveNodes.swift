import DatesAndConventions

/// The times at which equations look at curves: a number for each pair of curve and day, the same for the same pair.
struct CurveNodes: Sendable {
  private struct Key: Hashable {
    let curve: Int
    let date: CivilDate
  }

  private var numbers: [Key: Int] = [:]
  private(set) var curves: [Int] = []
  private(set) var dates: [CivilDate] = []

  mutating func number(_ curve: Int, _ date: CivilDate) -> Int {
    let key = Key(curve: curve, date: date)
    if let number = numbers[key] { return number }
    numbers[key] = curves.count
    curves.append(curve)
    dates.append(date)
    return curves.count - 1
  }

  /// The nodes by curve and then by date.
  var ordered: [Int] { curves.indices.sorted { (curves[$0], dates[$0]) < (curves[$1], dates[$1]) } }
}
