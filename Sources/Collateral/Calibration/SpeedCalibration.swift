/// Finds a speed of prepayment for each band of age from histories of loans by maximum likelihood: a ramp in SMM, CPR, PSA or ABS.
/// The events of a month are binomial. Rates of mortgages are not looked at.
public struct SpeedCalibration: Sendable {
  public let unit: PrepaymentUnit
  /// First loan months of the bands, rising, the first 1.
  public var ageBands: [Int] { bands.starts }
  private let bands: AgeBands

  /// Throws when the bands do not rise from 1.
  public init(_ unit: PrepaymentUnit, ageBands: [Int]) throws(CalibrationError) {
    self.unit = unit
    bands = try AgeBands(ageBands)
  }

  /// A speed by age of the loan, and how well it is known.
  public struct Fit: Sendable {
    public let speed: PrepaymentSpeed
    public let parameters: [FittedParameter]
    public let logLikelihood: Double
    /// Months of loans, and prepayments among them.
    public let exposure: Double
    public let prepayments: Double
    public let iterations: Int
  }

  /// Fits to the months of all histories. Throws when no loan was prepaid in a band, or the search does not end.
  public func fit(_ histories: [LoanHistory]) throws(CalibrationError) -> Fit {
    // Prepayments of a band, and their speeds were all loans in their month alone.
    var sums = bands.starts.map { _ in (exposed: 0.0, prepaid: 0.0, loanMonths: 0.0) }
    for history in histories {
      for month in 0..<history.months {
        let loanMonth = history.loan.age + month + 1
        let band = bands.index(loanMonth)
        sums[band].exposed += history.exposed[month]
        sums[band].prepaid += history.prepaid[month]
        sums[band].loanMonths += history.exposed[month] * Double(loanMonth)
      }
    }
    var start: [Double] = []
    for (band, sum) in sums.enumerated() {
      guard sum.prepaid > 0 else {
        throw CalibrationError(
          "no loan was prepaid from loan month \(bands.starts[band]) on; make the bands longer")
      }
      start.append(
        unit.speed(
          smm: min(sum.prepaid / sum.exposed, 0.9), loanMonth: Int((sum.loanMonths / sum.exposed).rounded())))
    }
    let search = RateSearch { speeds in
      guard speeds.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      return histories.map { history in
        (0..<history.months).filter { history.exposed[$0] > 0 }.map { month in
          let loanMonth = history.loan.age + month + 1
          return CalibrationTest.Month(
            rate: unit.smm(speeds[bands.index(loanMonth)], loanMonth: loanMonth),
            exposed: history.exposed[month], events: history.prepaid[month])
        }
      }
    }
    guard let found = search.maximum(from: start) else {
      throw CalibrationError("the search does not end; take longer bands of age")
    }
    return Fit(
      speed: PrepaymentSpeed(unit, bands.vector(found.parameters)),
      parameters: found.fitted(bands.starts.map { "\(unit.rawValue) from month \($0)" }),
      logLikelihood: found.logLikelihood, exposure: sums.reduce(0) { $0 + $1.exposed },
      prepayments: sums.reduce(0) { $0 + $1.prepaid }, iterations: found.iterations)
  }
}
