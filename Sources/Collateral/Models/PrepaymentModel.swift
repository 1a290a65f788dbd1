/// A model of prepayment: a form and its parameters, as a file.
public struct PrepaymentModel: Hashable, Sendable {
  public enum Form: Hashable, Sendable {
    case richardRoll(RichardRoll)
    case turnoverAndRefinancing(TurnoverAndRefinancing)
  }

  public let name: String
  public let version: String
  /// Where the parameters come from.
  public let source: String
  public let form: Form

  public init(name: String, version: String, source: String, form: Form) {
    self.name = name
    self.version = version
    self.source = source
    self.form = form
  }
}

extension PrepaymentModel: CollateralModelParameters {
  private enum CodingKeys: String, CodingKey {
    case name, version, source, richardRoll, turnoverAndRefinancing
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    version = try container.decode(String.self, forKey: .version)
    source = try container.decode(String.self, forKey: .source)
    let first = try container.decodeIfPresent(RichardRoll.self, forKey: .richardRoll)
    let second = try container.decodeIfPresent(TurnoverAndRefinancing.self, forKey: .turnoverAndRefinancing)
    switch (first, second) {
    case (let model?, nil): form = .richardRoll(model)
    case (nil, let model?): form = .turnoverAndRefinancing(model)
    case (nil, nil), (.some, .some):
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "give either richard_roll or turnover_and_refinancing"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(version, forKey: .version)
    try container.encode(source, forKey: .source)
    switch form {
    case .richardRoll(let model): try container.encode(model, forKey: .richardRoll)
    case .turnoverAndRefinancing(let model): try container.encode(model, forKey: .turnoverAndRefinancing)
    }
  }

  public var problems: [ParameterProblem] {
    let own = ParameterProblem.ofName(name, version)
    switch form {
    case .richardRoll(let model): return own + model.problems
    case .turnoverAndRefinancing(let model): return own + model.problems
    }
  }
}
