import Foundation
import NumericalMethods

/// Finds a hazard of default from histories of loans by maximum likelihood: a rate for each band of age, times
/// e^(slope · (value − reference)) for each effect. The events of a month are binomial.
public struct DefaultCalibration: Sendable {
  /// What a rate of default may depend on besides age.
  public enum Effect: String, CaseIterable, Sendable, Hashable {
    case loanToValue = "ltv"
    case score
    case unemployment
  }

  /// First loan months of the bands, rising, the first 1.
  public var ageBands: [Int] { bands.starts }
  public let effects: [Effect]
  private let bands: AgeBands

  /// Throws when the bands do not rise from 1.
  public init(ageBands: [Int], effects: [Effect]) throws(CalibrationError) {
    bands = try AgeBands(ageBands)
    self.effects = Effect.allCases.filter(effects.contains)
  }

  /// A model and how well it is known.
  public struct Fit: Sendable {
    public let model: DefaultModel
    public let parameters: [FittedParameter]
    public let logLikelihood: Double
    /// Months of loans, and defaults among them.
    public let exposure: Double
    public let defaults: Double
  }

  /// Fits to the months of all histories. Values that are not known have no effect.
  ///
  /// Throws when there are no defaults in a band, a value that an effect needs is nowhere known or the same everywhere, or the
  /// likelihood has no maximum.
  public func fit(
    _ histories: [LoanHistory], _ economy: EconomyHistory, name: String, version: String, source: String
  ) throws(CalibrationError) -> Fit {
    var rows: [Row] = []
    for (number, history) in histories.enumerated() { rows += self.rows(history, number, economy) }
    let scales = try effects.indices.map { index throws(CalibrationError) in
      try Scale(rows, index, effects[index])
    }
    let start = try ageBands.indices.map { band throws(CalibrationError) in
      let own = rows.filter { $0.band == band }
      let (exposed, defaulted) = own.reduce((0.0, 0.0)) { ($0.0 + $1.exposed, $0.1 + $1.defaulted) }
      guard defaulted > 0 else {
        throw CalibrationError(
          "no loan defaulted from loan month \(ageBands[band]) on; make the bands longer")
      }
      return log(min(defaulted / exposed, 0.9))
    }
    var regression = LogBinomialRegression(columns: ageBands.count + effects.count)
    for row in rows {
      var covariates = [Double](repeating: 0, count: ageBands.count)
      covariates[row.band] = 1
      for index in effects.indices { covariates.append(scales[index].standard(row.values[index])) }
      regression.add(covariates, trials: row.exposed, events: row.defaulted, cluster: row.history)
    }
    guard let fit = regression.fit(from: start + effects.map { _ in 0 }) else {
      throw CalibrationError(
        "the likelihood has no maximum: the effects do not tell defaults apart, or tell all of them apart; leave one out"
      )
    }
    return result(fit, rows, scales, name: name, version: version, source: source)
  }

  /// A month of a loan.
  private struct Row {
    /// Its number.
    let history: Int
    let band: Int
    let exposed: Double
    let defaulted: Double
    /// Of each effect.
    let values: [Double?]
  }

  private func rows(_ history: LoanHistory, _ number: Int, _ economy: EconomyHistory) -> [Row] {
    let loan = history.loan
    let economy = economy.economy(from: history.firstMonth)
    var loanToValue = LoanToValuePath()
    if effects.contains(.loanToValue) {
      var schedule = LoanSchedule(longestTerm: loan.remainingTerm, firstMonth: history.firstMonth)
      schedule.write(loan, indexRates: IndexRates())
      loanToValue.write(loan, schedule, economy)
    }
    return (0..<history.months).map { month in
      let loanMonth = loan.age + month + 1
      return Row(
        history: number, band: bands.index(loanMonth), exposed: history.exposed[month],
        defaulted: history.defaulted[month],
        values: effects.map { effect in
          switch effect {
          case .loanToValue: loanToValue.value(month)
          case .score: loan.score.map(Double.init)
          case .unemployment: economy.unemployment.value(month)
          }
        })
    }
  }

  /// Mean and spread of a covariate, so that all are of one size.
  private struct Scale {
    let mean: Double
    let deviation: Double
    let lowest: Double
    let highest: Double

    init(_ rows: [Row], _ index: Int, _ effect: Effect) throws(CalibrationError) {
      var (weight, sum, squares) = (0.0, 0.0, 0.0)
      var (lowest, highest) = (Double.infinity, -Double.infinity)
      for row in rows {
        guard let value = row.values[index] else { continue }
        weight += row.exposed
        sum += row.exposed * value
        (lowest, highest) = (min(lowest, value), max(highest, value))
      }
      guard weight > 0 else {
        throw CalibrationError("no loan has what the effect '\(effect.rawValue)' needs")
      }
      let mean = sum / weight
      for row in rows {
        guard let value = row.values[index] else { continue }
        squares += row.exposed * (value - mean) * (value - mean)
      }
      self.mean = mean
      (self.lowest, self.highest) = (lowest, highest)
      deviation = (squares / weight).squareRoot()
      guard deviation > 1e-9 * max(1, abs(mean)) else {
        throw CalibrationError("the effect '\(effect.rawValue)' is the same for all loans; leave it out")
      }
    }

    func standard(_ value: Double?) -> Double { value.map { ($0 - mean) / deviation } ?? 0 }
  }

  private func result(
    _ fit: LogBinomialFit, _ rows: [Row], _ scales: [Scale], name: String, version: String, source: String
  ) -> Fit {
    var parameters: [FittedParameter] = []
    func append(_ name: String, _ value: Double, column: Int, scale: Double) {
      parameters.append(
        FittedParameter(
          name: name, value: value, standardError: fit.errors.standard[column] * scale,
          clusteredError: fit.errors.clustered.map { $0[column] * scale }))
    }
    let rates = bands.starts.indices.map { exp(fit.coefficients[$0]) }
    for (band, rate) in rates.enumerated() {
      append("hazard.base from month \(ageBands[band])", rate, column: band, scale: rate)
    }
    func effect(_ wanted: Effect) -> RiskEffect {
      guard let index = effects.firstIndex(of: wanted) else { return .none }
      let scale = scales[index]
      let slope = fit.coefficients[rates.count + index] / scale.deviation
      // Beyond what was seen the effect stays what it was at the end of that.
      let ends = [scale.lowest, scale.highest].map { exp(slope * ($0 - scale.mean)) }.sorted()
      return RiskEffect(reference: scale.mean, slope: slope, least: min(1, ends[0]), most: max(1, ends[1]))
    }
    let model = DefaultModel(
      name: name, version: version, source: source,
      form: .hazard(DefaultHazard(base: DefaultSpeed(.mdr, bands.vector(rates)))),
      loanToValueEffect: effect(.loanToValue), scoreEffect: effect(.score),
      unemploymentEffect: effect(.unemployment))
    let names: [Effect: String] = [
      .loanToValue: "loan_to_value_effect", .score: "score_effect", .unemployment: "unemployment_effect",
    ]
    for index in effects.indices {
      let column = rates.count + index
      append(
        "\(names[effects[index], default: ""]).slope", fit.coefficients[column] / scales[index].deviation,
        column: column, scale: 1 / scales[index].deviation)
    }
    return Fit(
      model: model, parameters: parameters, logLikelihood: fit.logLikelihood,
      exposure: rows.reduce(0) { $0 + $1.exposed }, defaults: rows.reduce(0) { $0 + $1.defaulted })
  }
}
