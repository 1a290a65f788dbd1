/// A move of all curves along which loans are differentiated: parallel, or that of one key.
enum CurveMove: Hashable {
  case parallel
  case key(Int)

  /// How much of the move a zero rate of so many years has.
  func weight(_ years: Double, _ tents: KeyRateTents) -> Double {
    switch self {
    case .parallel: 1
    case .key(let key): tents.weight(key, at: years)
    }
  }
}

extension DiscountTable {
  /// Discount factors of a day in the columns of a block of eight, with their derivatives in the zero rates.
  func jet(_ day: Int32, block: Int, _ move: CurveMove, _ tents: KeyRateTents) -> Jet {
    let row = Int(row(day))
    let years = years[row]
    let slope = -years * move.weight(years, tents)
    let factors = lanes(row, block: block)
    return Jet(value: factors, slope: factors * slope, bend: factors * (slope * slope))
  }

  /// Columns beyond the last are 1.
  private func lanes(_ row: Int, block: Int) -> Jet.Lanes {
    var lanes = Jet.Lanes(repeating: 1)
    let first = block * Jet.width
    matrix.withUnsafeRows { rows in
      let start = rows + row * matrix.stride
      for lane in 0..<min(Jet.width, matrix.stride - first) { lanes[lane] = start[first + lane] }
    }
    return lanes
  }
}
