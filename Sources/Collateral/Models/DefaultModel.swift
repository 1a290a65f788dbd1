/// A model of default: a form and its parameters, as a file.
public struct DefaultModel: Hashable, Sendable {
  public enum Form: Hashable, Sendable {
    /// A rate by age of the loan, times a multiple by how the loan is paid at the cut-off date.
    case hazard(DefaultHazard)
    /// Loans roll from one status of delinquency to the next.
    case rollRates(RollRates)
  }

  public let name: String
  public let version: String
  /// Where the parameters come from.
  public let source: String
  public let form: Form
  /// Of the rate of default, or of paying loans that fall behind: by loan to value now (decimals), by score when the loan was made
  /// (points), and by unemployment (a decimal).
  public let loanToValueEffect: RiskEffect
  public let scoreEffect: RiskEffect
  public let unemploymentEffect: RiskEffect

  public init(
    name: String, version: String, source: String, form: Form, loanToValueEffect: RiskEffect = .none,
    scoreEffect: RiskEffect = .none, unemploymentEffect: RiskEffect = .none
  ) {
    self.name = name
    self.version = version
    self.source = source
    self.form = form
    self.loanToValueEffect = loanToValueEffect
    self.scoreEffect = scoreEffect
    self.unemploymentEffect = unemploymentEffect
  }

  /// Multiples of a projection's loans, month by month.
  struct Effects {
    /// By unemployment, the same for all loans; empty where they are 1.
    fileprivate var ofUnemployment: [Double] = []
    /// By loan to value of the loan at hand; empty where they are 1.
    fileprivate var ofValue: [Double] = []

    init(_ model: DefaultModel, _ economy: CollateralEconomy, months: Int) {
      model.unemploymentEffect.write((0..<months).map(economy.unemployment.value), into: &ofUnemployment)
    }
  }

  /// Writes MDR of each month of a loan that is not in default, and how late it is then where loans roll. `base` is that of its age.
  func write(
    _ loan: PoolLoan, _ loanToValue: LoanToValuePath, base: [Double], _ effects: inout Effects,
    into mdr: inout [Double], late: inout [SIMD4<Double>]
  ) {
    loanToValueEffect.write(loanToValue.values, into: &effects.ofValue)
    let score = scoreEffect.multiple(loan.score.map(Double.init))
    func effect(_ month: Int) -> Double {
      var effect = score
      if !effects.ofValue.isEmpty { effect *= effects.ofValue[month] }
      if !effects.ofUnemployment.isEmpty { effect *= effects.ofUnemployment[month] }
      return effect
    }
    switch form {
    case .hazard(let hazard):
      for month in 0..<loan.remainingTerm {
        let late = hazard.multiple(of: loan.status, month: month)
        mdr[month] = min(1, base[month] * effect(month) * late)
      }
    case .rollRates(let rates):
      var status = RollRates.Shares(loan.status)
      late.removeAll(keepingCapacity: true)
      for month in 0..<loan.remainingTerm {
        mdr[month] = status.roll(rates, effect: effect(month))
        late.append(status.parts)
      }
    }
  }
}

extension DefaultModel: CollateralModelParameters {
  private enum CodingKeys: String, CodingKey {
    case name, version, source, hazard, rollRates, loanToValueEffect, scoreEffect, unemploymentEffect
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    version = try container.decode(String.self, forKey: .version)
    source = try container.decode(String.self, forKey: .source)
    loanToValueEffect = try container.decode(RiskEffect.self, forKey: .loanToValueEffect)
    scoreEffect = try container.decode(RiskEffect.self, forKey: .scoreEffect)
    unemploymentEffect = try container.decode(RiskEffect.self, forKey: .unemploymentEffect)
    let hazard = try container.decodeIfPresent(DefaultHazard.self, forKey: .hazard)
    let rates = try container.decodeIfPresent(RollRates.self, forKey: .rollRates)
    switch (hazard, rates) {
    case (let hazard?, nil): form = .hazard(hazard)
    case (nil, let rates?): form = .rollRates(rates)
    case (nil, nil), (.some, .some):
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "give either hazard or roll_rates"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(version, forKey: .version)
    try container.encode(source, forKey: .source)
    try container.encode(loanToValueEffect, forKey: .loanToValueEffect)
    try container.encode(scoreEffect, forKey: .scoreEffect)
    try container.encode(unemploymentEffect, forKey: .unemploymentEffect)
    switch form {
    case .hazard(let hazard): try container.encode(hazard, forKey: .hazard)
    case .rollRates(let rates): try container.encode(rates, forKey: .rollRates)
    }
  }

  public var problems: [ParameterProblem] {
    var problems = ParameterProblem.ofName(name, version)
    problems += loanToValueEffect.problems("loan_to_value_effect")
    problems += scoreEffect.problems("score_effect")
    problems += unemploymentEffect.problems("unemployment_effect")
    switch form {
    case .hazard(let hazard): return problems + hazard.problems
    case .rollRates(let rates): return problems + rates.problems
    }
  }
}
