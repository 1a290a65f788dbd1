import Collateral

extension CollateralMarket: Codable {
  private enum Key: String, CodingKey {
    case prepaymentModels, defaultModels, severityModels, mortgageRateModel, mortgageRates,
      nationalHousePrices, housePrices, unemployment
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func list<Element: Decodable>(_ key: Key) throws -> [Element] {
      try container.decodeIfPresent([Element].self, forKey: key) ?? []
    }
    self.init(
      prepaymentModels: try list(.prepaymentModels), defaultModels: try list(.defaultModels),
      severityModels: try list(.severityModels),
      mortgageRateModel: try container.decodeIfPresent(MortgageRateModel.self, forKey: .mortgageRateModel),
      mortgageRates: try list(.mortgageRates), nationalHousePrices: try list(.nationalHousePrices),
      housePrices: try container.decodeIfPresent([String: [MonthlyValue]].self, forKey: .housePrices) ?? [:],
      unemployment: try list(.unemployment))
  }

  /// Without what there is none of, so that a market that gains a member later keeps its hash.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !prepaymentModels.isEmpty { try container.encode(prepaymentModels, forKey: .prepaymentModels) }
    if !defaultModels.isEmpty { try container.encode(defaultModels, forKey: .defaultModels) }
    if !severityModels.isEmpty { try container.encode(severityModels, forKey: .severityModels) }
    try container.encodeIfPresent(mortgageRateModel, forKey: .mortgageRateModel)
    if !mortgageRates.isEmpty { try container.encode(mortgageRates, forKey: .mortgageRates) }
    if !nationalHousePrices.isEmpty {
      try container.encode(nationalHousePrices, forKey: .nationalHousePrices)
    }
    if !housePrices.isEmpty { try container.encode(housePrices, forKey: .housePrices) }
    if !unemployment.isEmpty { try container.encode(unemployment, forKey: .unemployment) }
  }
}
