import Pricing

/// Wire form: an object with one key, `measure`, `profit` or `concentration`, that names the kind of figure.
extension LimitFigure: Codable {
  private enum Key: String, CodingKey { case measure, profit, concentration }

  private struct MeasureForm: Codable {
    let measure: Measure
    let factor: String?
    let scenario: String?
  }

  private struct ProfitForm: Codable {
    let scenario: String
    let isRelative: Bool?
  }

  private struct ConcentrationForm: Codable {
    let attribute: RiskAttribute
    /// `nil` for the Herfindahl index.
    let largest: Int?
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "a figure has exactly one of the keys measure, profit, concentration"))
    }
    switch key {
    case .measure:
      let form = try container.decode(MeasureForm.self, forKey: key)
      self = .measure(form.measure, factor: form.factor ?? "", scenario: form.scenario ?? "BASE")
    case .profit:
      let form = try container.decode(ProfitForm.self, forKey: key)
      self = .profit(scenario: form.scenario, isRelative: form.isRelative ?? false)
    case .concentration:
      let form = try container.decode(ConcentrationForm.self, forKey: key)
      self = .concentration(form.attribute, form.largest.map { .largest(count: $0) } ?? .herfindahl)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .measure(let measure, let factor, let scenario):
      let form = MeasureForm(measure: measure, factor: factor, scenario: scenario)
      try container.encode(form, forKey: .measure)
    case .profit(let scenario, let isRelative):
      try container.encode(ProfitForm(scenario: scenario, isRelative: isRelative), forKey: .profit)
    case .concentration(let attribute, let statistic):
      let largest: Int? =
        switch statistic {
        case .largest(let count): count
        case .herfindahl: nil
        }
      let form = ConcentrationForm(attribute: attribute, largest: largest)
      try container.encode(form, forKey: .concentration)
    }
  }
}
