/// What comes in by period, each worked out when it is asked for: eight paths' months are too many to keep.
struct PeriodFlows<Number: PathNumber> {
  let count: Int
  private let put: (Int, inout Collections<Number>) -> Void

  /// - Parameter put: puts what a period brings, counted from 0 and below `count`, in the place of what is there.
  init(count: Int, _ put: @escaping (Int, inout Collections<Number>) -> Void) {
    self.count = count
    self.put = put
  }

  init(_ periods: [Collections<Number>]) {
    self.init(count: periods.count) { $1 = periods[$0] }
  }

  /// `nil` where there are none.
  var openingBalance: Number? { count > 0 ? self[0].openingBalance : nil }

  /// Of a period counted from 0; after the last nothing comes in, and what is left stays.
  subscript(number: Int) -> Collections<Number> {
    var brought = Collections<Number>()
    put(number, in: &brought)
    return brought
  }

  /// The same in a place.
  func put(_ number: Int, in place: inout Collections<Number>) {
    guard number >= count else { return put(number, &place) }
    var last = Collections<Number>()
    if count > 0 { put(count - 1, &last) }
    place = Collections(performing: last.performing, inDefault: last.inDefault)
  }

  /// Of months that are taken together, `monthsPerPeriod` at a time.
  func periods(monthsPerPeriod: Int) -> PeriodFlows {
    guard monthsPerPeriod > 1 else { return self }
    return PeriodFlows(
      stride(from: 0, to: count, by: monthsPerPeriod).map { start in
        var sum = self[start]
        for month in start + 1..<max(start + 1, min(start + monthsPerPeriod, count)) {
          sum.join(self[month])
        }
        return sum
      })
  }
}
