import Models

/// A number of each path at a time: a constant less sensitivities times the factors of the paths.
struct AffineRow: Sendable {
  var constant: Double
  /// One for each factor.
  var sensitivities: [Double]

  /// A row of `PathBlock.width` lanes for each of `rows`.
  ///
  /// - Parameter time: place of the first row's time in the paths' grid; the others follow.
  static func values(_ rows: [AffineRow], on paths: PathBlock, time: Int) -> [Double] {
    let width = PathBlock.width
    return [Double](unsafeUninitializedCapacity: rows.count * width) { values, count in
      for (place, row) in rows.enumerated() {
        let (to, from) = (place * width, (place + time) * width)
        for lane in 0..<width { values[to + lane] = row.constant }
        for (factor, sensitivity) in zip(paths.factors, row.sensitivities) {
          factor.withUnsafeBufferPointer { factor in
            for lane in 0..<width { values[to + lane] -= sensitivity * factor[from + lane] }
          }
        }
      }
      count = rows.count * width
    }
  }
}
