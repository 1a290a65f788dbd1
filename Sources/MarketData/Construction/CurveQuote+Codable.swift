import DatesAndConventions

/// Wire form: one flat object, with the members that its `type` has and no others:
/// `{"type": "swap", "convention": "USD-SOFR-OIS", "tenor": "5Y", "quote": 0.035}`.
extension CurveQuote: Codable {
  private enum Key: String, CodingKey {
    case type, convention, tenor, start, end, quote, convexity, hullWhite
  }

  private enum InstrumentType: String, Codable, CaseIterable {
    case deposit
    case forwardRateAgreement = "fra"
    case future
    case swap
    case basisSwap = "basis_swap"
    case crossCurrencySwap = "cross_currency_swap"
    case fxForward = "fx_forward"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func convention<ID: Decodable>(_ type: ID.Type = ID.self) throws -> ID {
      try container.decode(type, forKey: .convention)
    }
    func tenor() throws -> Tenor { try container.decode(Tenor.self, forKey: .tenor) }
    let instrument: CurveInstrument
    switch try container.decode(InstrumentType.self, forKey: .type) {
    case .deposit:
      instrument = .deposit(try convention(), try container.decodeIfPresent(Tenor.self, forKey: .tenor))
    case .forwardRateAgreement: instrument = .forwardRateAgreement(try convention(), start: try tenor())
    case .future:
      let given = try container.decodeIfPresent(Double.self, forKey: .convexity)
      let model = try container.decodeIfPresent(ShortRateModel.self, forKey: .hullWhite)
      if given != nil, model != nil {
        throw DecodingError.dataCorruptedError(
          forKey: .hullWhite, in: container,
          debugDescription: "a future has a convexity or a hull_white model, not both")
      }
      instrument = .future(
        RateFuture(
          index: try convention(), start: try container.decode(CivilDate.self, forKey: .start),
          end: try container.decodeIfPresent(CivilDate.self, forKey: .end),
          convexity: model.map { .hullWhite($0) } ?? .rate(given ?? 0)))
    case .swap:
      if let tenor = try container.decodeIfPresent(Tenor.self, forKey: .tenor) {
        instrument = .swap(try convention(), .tenor(tenor))
      } else {
        instrument = .swap(
          try convention(),
          .dates(
            start: try container.decode(CivilDate.self, forKey: .start),
            end: try container.decode(CivilDate.self, forKey: .end)))
      }
    case .basisSwap: instrument = .basisSwap(try convention(), try tenor())
    case .crossCurrencySwap: instrument = .crossCurrencySwap(try convention(), try tenor())
    case .fxForward: instrument = .fxForward(try convention(), try tenor())
    }
    self.init(instrument, try container.decode(Double.self, forKey: .quote))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func put(_ type: InstrumentType, _ convention: String) throws {
      try container.encode(type, forKey: .type)
      try container.encode(convention, forKey: .convention)
    }
    switch instrument {
    case .deposit(let index, let tenor):
      try put(.deposit, index.rawValue)
      try container.encodeIfPresent(tenor, forKey: .tenor)
    case .forwardRateAgreement(let index, let start):
      try put(.forwardRateAgreement, index.rawValue)
      try container.encode(start, forKey: .tenor)
    case .future(let future):
      try put(.future, future.index.rawValue)
      try container.encode(future.start, forKey: .start)
      try container.encodeIfPresent(future.end, forKey: .end)
      switch future.convexity {
      case .rate(0): break
      case .rate(let rate): try container.encode(rate, forKey: .convexity)
      case .hullWhite(let model): try container.encode(model, forKey: .hullWhite)
      }
    case .swap(let convention, .tenor(let tenor)):
      try put(.swap, convention.rawValue)
      try container.encode(tenor, forKey: .tenor)
    case .swap(let convention, .dates(let start, let end)):
      try put(.swap, convention.rawValue)
      try container.encode(start, forKey: .start)
      try container.encode(end, forKey: .end)
    case .basisSwap(let convention, let tenor):
      try put(.basisSwap, convention.rawValue)
      try container.encode(tenor, forKey: .tenor)
    case .crossCurrencySwap(let pair, let tenor):
      try put(.crossCurrencySwap, pair.rawValue)
      try container.encode(tenor, forKey: .tenor)
    case .fxForward(let pair, let tenor):
      try put(.fxForward, pair.rawValue)
      try container.encode(tenor, forKey: .tenor)
    }
    try container.encode(value, forKey: .quote)
  }
}
