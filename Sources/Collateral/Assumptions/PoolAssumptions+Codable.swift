extension PoolAssumptions: Codable {
  private enum CodingKeys: String, CodingKey {
    case prepayment, `default`, severity, liquidationLag, servicerAdvances, defaultsEndBeforeMaturity
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      prepayment: try container.decodeIfPresent(Prepayment.self, forKey: .prepayment) ?? .speed(.none),
      defaults: try container.decodeIfPresent(Default.self, forKey: .default) ?? .speed(.none),
      severity: try container.decodeIfPresent(Severity.self, forKey: .severity) ?? .curve([0]),
      liquidationLag: try container.decodeIfPresent(Int.self, forKey: .liquidationLag) ?? 0,
      servicerAdvances: try container.decodeIfPresent(Bool.self, forKey: .servicerAdvances) ?? false,
      defaultsEndBeforeMaturity: try container.decodeIfPresent(Bool.self, forKey: .defaultsEndBeforeMaturity)
        ?? true)
    guard (0...120).contains(liquidationLag) else {
      throw DecodingError.dataCorruptedError(
        forKey: .liquidationLag, in: container,
        debugDescription: "\(liquidationLag) is not between 0 and 120 months")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(prepayment, forKey: .prepayment)
    try container.encode(defaults, forKey: .default)
    try container.encode(severity, forKey: .severity)
    try container.encode(liquidationLag, forKey: .liquidationLag)
    try container.encode(servicerAdvances, forKey: .servicerAdvances)
    try container.encode(defaultsEndBeforeMaturity, forKey: .defaultsEndBeforeMaturity)
  }
}

extension PoolAssumptions.Severity: Codable {
  public init(from decoder: any Decoder) throws {
    if let number = try? decoder.singleValueContainer().decode(Double.self) {
      self = .curve([number])
    } else if let numbers = try? decoder.singleValueContainer().decode([Double].self) {
      self = .curve(numbers)
    } else {
      self = .model(try NamedModel(from: decoder).model)
    }
    if case .curve(let curve) = self, curve.isEmpty || !curve.allSatisfy({ (0...1).contains($0) }) {
      throw decoder.corrupted("needs parts between 0 and 1, one at least, such as 0.4")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .curve(let curve):
      var container = encoder.singleValueContainer()
      if curve.count == 1 { try container.encode(curve[0]) } else { try container.encode(curve) }
    case .model(let name): try NamedModel(model: name).encode(to: encoder)
    }
  }
}
