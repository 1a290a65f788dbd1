/// Finds parameters of turnover and refinancing from histories of loans by maximum likelihood. The events of a month are binomial with
/// the rate that a projection of the loan gives, burnout and all.
public struct PrepaymentCalibration: Sendable {
  /// A parameter that is looked for; the others stay as in the model at the start.
  public enum Parameter: String, CaseIterable, Sendable, Hashable {
    case turnover = "turnover.annual_rate"
    case mostRefinanced = "refinancing.most"
    case midpoint = "refinancing.midpoint"
    case steepness = "refinancing.steepness"
    case activeShare = "burnout.active_share"
  }

  /// A model and how far it is from the best that any rates could do.
  public struct Fit: Sendable {
    public let model: PrepaymentModel
    public let parameters: [FittedParameter]
    public let logLikelihood: Double
    /// Months of loans, and prepayments among them.
    public let exposure: Double
    public let prepayments: Double
    public let iterations: Int
  }

  public let parameters: [Parameter]

  public init(_ parameters: [Parameter] = Parameter.allCases) {
    self.parameters = Parameter.allCases.filter(parameters.contains)
  }

  /// Fits to the months of all histories, from a model of turnover and refinancing at the start.
  ///
  /// Throws when there are no prepayments, the start is another kind of model or cannot be used, or the search does not end.
  public func fit(
    _ histories: [LoanHistory], _ economy: EconomyHistory, from start: PrepaymentModel, name: String,
    version: String, source: String
  ) throws(CalibrationError) -> Fit {
    guard case .turnoverAndRefinancing(let first) = start.form else {
      throw CalibrationError("the model at the start is to be of turnover and refinancing")
    }
    if let problem = start.problems.first { throw CalibrationError("the model at the start: \(problem)") }
    guard economy.mortgageRates != nil else {
      throw CalibrationError("prepayments need the history of mortgage rates")
    }
    let prepayments = histories.reduce(0) { $0 + $1.prepaid.reduce(0, +) }
    guard prepayments > 0 else { throw CalibrationError("no loan was prepaid") }
    func model(_ values: [Double]) -> PrepaymentModel {
      PrepaymentModel(
        name: name, version: version, source: source,
        form: .turnoverAndRefinancing(zip(parameters, values).reduce(first) { $0.with($1.0, $1.1) }))
    }
    let search = RateSearch { values in
      let model = model(values)
      guard model.problems.isEmpty else { return nil }
      return CalibrationTest.monthsByHistory(histories, economy, \.prepaid) {
        $0.prepayment = .model(model)
      } speeds: {
        $0.prepayment
      }
    }
    guard let found = search.maximum(from: parameters.map(first.value)) else {
      throw CalibrationError("the search does not end; start nearer, or look for fewer parameters")
    }
    return Fit(
      model: model(found.parameters), parameters: found.fitted(parameters.map(\.rawValue)),
      logLikelihood: found.logLikelihood, exposure: histories.reduce(0) { $0 + $1.exposed.reduce(0, +) },
      prepayments: prepayments, iterations: found.iterations)
  }
}

extension TurnoverAndRefinancing {
  fileprivate func value(_ parameter: PrepaymentCalibration.Parameter) -> Double {
    switch parameter {
    case .turnover: turnover.annualRate
    case .mostRefinanced: refinancing.most
    case .midpoint: refinancing.midpoint
    case .steepness: refinancing.steepness
    case .activeShare: burnout.activeShare
    }
  }

  fileprivate func with(_ parameter: PrepaymentCalibration.Parameter, _ value: Double) -> Self {
    func given(_ wanted: PrepaymentCalibration.Parameter) -> Double {
      parameter == wanted ? value : self.value(wanted)
    }
    return TurnoverAndRefinancing(
      turnover: Turnover(
        annualRate: given(.turnover), seasoningMonths: turnover.seasoningMonths,
        seasonality: turnover.seasonality, lockInSlope: turnover.lockInSlope,
        lockInFloor: turnover.lockInFloor),
      refinancing: Refinancing(
        least: refinancing.least, most: given(.mostRefinanced), midpoint: given(.midpoint),
        steepness: given(.steepness), seasoningMonths: refinancing.seasoningMonths,
        lagMonths: refinancing.lagMonths, scoreEffect: refinancing.scoreEffect,
        loanToValueEffect: refinancing.loanToValueEffect),
      burnout: Burnout(
        activeShare: given(.activeShare), passiveRefinancing: burnout.passiveRefinancing),
      curtailment: curtailment)
  }
}
