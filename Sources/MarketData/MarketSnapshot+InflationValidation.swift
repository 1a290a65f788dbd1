import DatesAndConventions

extension MarketSnapshot {
  /// Factors of a season stand around 1.
  private static let seasonLimits = 0.8...1.25

  func checkInflationIndices(into problems: inout [MarketDataProblem]) {
    for (name, quotes) in inflationIndices.sorted(by: { $0.key < $1.key }) {
      let path = "inflation_indices.\(name)"
      guard let id = InflationIndexID(rawValue: name) else {
        problems.add(
          path,
          "'\(name)' is not a price index; those known are \(InflationIndexID.allCases.map(\.rawValue).listed)"
        )
        continue
      }
      check(quotes.published, of: .of(id), path, into: &problems)
      checkBreakevens(quotes.breakevens, path, into: &problems)
      if !quotes.seasonality.isEmpty, quotes.seasonality.count != 12 {
        problems.add(
          "\(path).seasonality", "has \(quotes.seasonality.count) factors; give 12, January first, or none")
      }
      for (month, factor) in quotes.seasonality.enumerated() {
        problems.addIfOutside(
          Self.seasonLimits, factor, "\(path).seasonality[\(month)]",
          "factors are from 0.8 to 1.25, such as 1.002")
      }
    }
  }

  private func check(
    _ published: [PublishedIndex], of index: InflationIndex, _ path: String,
    into problems: inout [MarketDataProblem]
  ) {
    for (value, next) in zip(published, published.dropFirst()) {
      let expected = value.month.adding(months: 1)
      if next.month == value.month {
        problems.add("\(path).published[\(next.month)]", "is there twice; keep one")
      } else if next.month != expected {
        problems.add("\(path).published", "lacks \(expected) between months that are there; give every month")
      }
    }
    for value in published where !(value.value.isFinite && value.value > 0) {
      problems.add("\(path).published[\(value.month)].value", "is \(value.value); give a positive number")
    }
    if let last = published.last?.month, last > YearMonth(valuationDate) {
      problems.add(
        "\(path).published[\(last)]", "is after the valuation date; leave out what is not known yet")
    }
    // Swap rates are told from the value of today.
    let today = IndexReference.day(InflationCurve.anchor(index, valuationDate)).months
    let needed = today.shareOfNext > 0 ? [today.first, today.first.adding(months: 1)] : [today.first]
    for month in needed where !published.contains(where: { $0.month == month }) {
      problems.add("\(path).published", "lacks \(month), on which the index of the valuation date depends")
    }
  }

  private func checkBreakevens(
    _ points: [CurvePoint], _ path: String, into problems: inout [MarketDataProblem]
  ) {
    var before = 0.0
    for point in points {
      let place = "\(path).breakevens[\(point.tenor)]"
      let years = point.tenor.years
      if years < 1 || years != years.rounded() || years > Self.longestTenorInYears {
        problems.add("\(place).tenor", "is not a number of whole years from 1 to 100, such as 10Y")
      } else if years <= before {
        problems.add("\(place).tenor", "is not longer than the one before; put tenors in ascending order")
      }
      before = years
      problems.addIfOutside(
        Self.rateLimits, point.rate, "\(place).rate",
        "rates are decimals from -0.2 to 1, such as 0.025 for 2.5%")
    }
  }
}
