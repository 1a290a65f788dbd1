public import DatesAndConventions
public import NumericalMethods

/// One figure over the groups of up to a few dimensions, with every total.
///
/// A total is made of the positions' own exact sums, not of the cells beside it: so averages are averages of all that is
/// below them, and a position with two tags is once in the total of all tags.
public struct Cube: Sendable {
  /// One group of each dimension, or all of them together where it is `nil`.
  public typealias Place = [Int?]

  /// By dimension.
  public let axes: [CubeAxis]
  /// Sums of each currency by the number of their place.
  private var cells: [Int: [Currency: RollUpCell]] = [:]

  public init(axes: [CubeAxis]) { self.axes = axes }

  /// Adds positions wherever they belong.
  ///
  /// - Parameter groups: For each axis the groups that the positions are in, each once.
  /// - Throws: `FixedPointSumError` when a sum would leave its range.
  public mutating func add(
    _ sums: RollUpCell, in groups: [[Int]], currency: Currency
  ) throws(FixedPointSumError) {
    for number in numbers(groups) {
      if cells[number]?[currency] == nil {
        cells[number, default: [:]][currency] = sums
      } else {
        try cells[number]![currency]!.merge(sums)
      }
    }
  }

  /// Places with positions.
  public var cellCount: Int { cells.count }

  /// The places with positions, in order of the axes, totals after their parts.
  public var places: [Place] { cells.keys.map(place).sorted(by: Cube.isBefore) }

  public static func isBefore(_ a: Place, _ b: Place) -> Bool {
    for (left, right) in zip(a, b) where left != right { return left ?? .max < right ?? .max }
    return false
  }

  /// The sums of a place by currency, in order of code; none where there are no positions.
  public func parts(_ place: Place) -> [(key: Currency, value: RollUpCell)] {
    (cells[number(place)] ?? [:]).sorted { $0.key < $1.key }
  }

  // MARK: Places as numbers: a digit for each dimension, zero for all of its groups together

  private func numbers(_ groups: [[Int]]) -> [Int] {
    var numbers = [0]
    for (axis, places) in zip(axes, groups) {
      let digits = [0] + places.map { $0 + 1 }
      numbers = numbers.flatMap { number in digits.map { number * (axis.groups.count + 1) + $0 } }
    }
    return numbers
  }

  private func number(_ place: Place) -> Int {
    zip(axes, place).reduce(0) { $0 * ($1.0.groups.count + 1) + ($1.1.map { $0 + 1 } ?? 0) }
  }

  private func place(_ number: Int) -> Place {
    var rest = number
    var place: Place = []
    for axis in axes.reversed() {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: axis.groups.count + 1)
      place.append(digit == 0 ? nil : digit - 1)
      rest = quotient
    }
    return place.reversed()
  }
}
