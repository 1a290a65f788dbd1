import NumericalMethods

extension ZeroCurve {
  /// The derivative of −ln DF at ascending times by the zero rate of each pillar: a row for each time, a column for each
  /// pillar, exact but where an interpolation has a kink.
  func exponentDerivatives(ascending times: [Double]) -> [Double] {
    let columns: [[Double]]
    let knots = [0] + years
    switch interpolation {
    case .linearZero: columns = columnsOfRates(times, ZeroCurve.linearZero)
    case .logLinearDiscount: columns = columnsOfRates(times, ZeroCurve.logLinearDiscount)
    case .monotoneCubicDiscount:
      columns = columnsOfExponents(
        times, PiecewiseCubic.monotoneDerivatives(arguments: knots, values: exponentsAtKnots))
    case .naturalCubicDiscount:
      columns = columnsOfExponents(times, PiecewiseCubic.naturalDerivatives(arguments: knots))
    case .monotoneConvex, .positiveMonotoneConvex:
      columns = columnsOfExponents(
        times,
        PiecewiseCubic.monotoneConvexDerivatives(
          arguments: knots, values: exponentsAtKnots, keepsPositive: interpolation == .positiveMonotoneConvex)
      )
    case .naturalCubicZero:
      let splines = PiecewiseCubic.naturalDerivatives(arguments: knots).map(\.flatAfterLastKnot)
      var rows = splines.map { spline in zip(spline(ascending: times), times).map { $0 * $1 } }
      // The spline's value at 0 is the first pillar's too.
      rows[1] = zip(rows[0], rows[1]).map { $0 + $1 }
      columns = Array(rows.dropFirst())
    }
    return [Double](unsafeUninitializedCapacity: times.count * years.count) { buffer, count in
      for (column, values) in columns.enumerated() {
        for (row, value) in values.enumerated() {
          buffer.initializeElement(at: row * years.count + column, to: value)
        }
      }
      count = times.count * years.count
    }
  }

  private var exponentsAtKnots: [Double] { [0] + zip(years, zeroRates).map { $0 * $1 } }

  /// For interpolations linear in the rates: their curves with rate 1 at one pillar and 0 at the others.
  private func columnsOfRates(
    _ times: [Double], _ interpolation: ([Double], [Double]) -> PiecewiseCubic
  ) -> [[Double]] {
    var rates = years.map { _ in 0.0 }
    return years.indices.map { pillar in
      rates[pillar] = 1
      let column = interpolation(years, rates)(ascending: times)
      rates[pillar] = 0
      return column
    }
  }

  /// From derivatives by −ln DF at 0 and the pillars.
  private func columnsOfExponents(_ times: [Double], _ derivatives: [PiecewiseCubic]) -> [[Double]] {
    zip(derivatives.dropFirst(), years).map { derivative, pillar in
      derivative(ascending: times).map { $0 * pillar }
    }
  }
}
