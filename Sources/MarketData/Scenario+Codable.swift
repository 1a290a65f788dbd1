import Collateral

// What may be left out in a file: a description, an economy, the list of curves, currencies or indices (all of them), the domain (zero).

extension Scenario {
  private enum Key: String, CodingKey { case id, description, shifts, economy }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      id: try container.decode(String.self, forKey: .id),
      description: try container.decodeIfPresent(String.self, forKey: .description) ?? "",
      shifts: try container.decode([ScenarioShift].self, forKey: .shifts),
      economy: try container.decodeIfPresent(EconomyScenario.self, forKey: .economy))
  }
}

extension RateShift {
  private enum Key: String, CodingKey { case curves, domain, shape }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      curves: try container.decodeIfPresent([String].self, forKey: .curves) ?? [],
      domain: try container.decodeIfPresent(Domain.self, forKey: .domain) ?? .zero,
      shape: try container.decode(Shape.self, forKey: .shape))
  }
}

extension SpreadShift {
  private enum Key: String, CodingKey { case curves, move }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      curves: try container.decodeIfPresent([String].self, forKey: .curves) ?? [],
      move: try container.decode(Move.self, forKey: .move))
  }
}

extension FXShift {
  private enum Key: String, CodingKey { case currencies, fraction }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      currencies: try container.decodeIfPresent([String].self, forKey: .currencies) ?? [],
      fraction: try container.decode(Double.self, forKey: .fraction))
  }
}

extension InflationShift {
  private enum Key: String, CodingKey { case indices, basisPoints }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      indices: try container.decodeIfPresent([String].self, forKey: .indices) ?? [],
      basisPoints: try container.decode(Double.self, forKey: .basisPoints))
  }
}
