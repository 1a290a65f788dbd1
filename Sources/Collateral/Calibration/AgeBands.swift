/// Ages of loans, parted into bands by loan months.
struct AgeBands: Hashable, Sendable {
  /// First loan months of the bands, rising, the first 1. The last band has no end.
  let starts: [Int]

  /// Throws when the bands do not rise from 1.
  init(_ starts: [Int]) throws(CalibrationError) {
    guard starts.first == 1, zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 }),
      (starts.last ?? 1) <= 720
    else {
      throw CalibrationError("bands of age are to rise from month 1 to 720 at most, such as 1, 13, 25")
    }
    self.starts = starts
  }

  /// The band of a loan month, counted from 0.
  func index(_ loanMonth: Int) -> Int { starts.lastIndex { $0 <= loanMonth } ?? 0 }

  /// One value a band as one a loan month, the last going on.
  func vector(_ values: [Double]) -> SpeedVector {
    var months: [Double] = []
    for (band, value) in values.enumerated() {
      let end = band + 1 < starts.count ? starts[band + 1] : starts[band] + 1
      months += [Double](repeating: value, count: end - starts[band])
    }
    return SpeedVector(months, by: .loanAge)
  }
}
