/// Prices and yields of a contract under every scenario; yields are solved only when a requested measure needs them.
struct ContractQuotes {
  /// Dirty prices per 100, one per scenario.
  private(set) var dirtyPrices: [Double] = []
  /// `nil` where none is found.
  private(set) var yields: [Double?] = []
  private(set) var sensitivities: [YieldSensitivity] = []
  /// Scenarios that cannot be quoted at all.
  let unpriced: [MissingCell]
  /// Scenarios without a yield.
  private(set) var unyielded: [MissingCell]

  /// - Parameters:
  ///   - value: per unit of quantity, base market first.
  ///   - columns: the scenarios' columns of `value`.
  init(_ contract: ContractValuation, value: [Double], needs: ContractNeeds, columns: Range<Int>) {
    let count = columns.count
    guard needs.any else {
      unpriced = []
      unyielded = []
      return
    }
    guard contract.isQuotable, let model = contract.basis.yield else {
      let reason = Reason(.notApplicable, "nothing is left to pay after settlement")
      unpriced = (0..<count).map { MissingCell(scenario: $0, reason: reason) }
      unyielded = unpriced
      dirtyPrices = [Double](repeating: 0, count: count)
      yields = [Double?](repeating: nil, count: count)
      sensitivities = [YieldSensitivity](repeating: .zero, count: count)
      return
    }
    unpriced = []
    unyielded = []
    guard needs.price else { return }
    let prices = contract.dirtyPrices(value: value)
    dirtyPrices = Array(prices[columns])
    guard needs.yield else { return }
    // Every scenario starts from the base market's yield, so that no cell depends on which scenarios run beside it.
    let guess = model.yield(dirtyPrice: prices[0], guess: nil)
    yields = model.yields(dirtyPrices: dirtyPrices, guess: guess)
    for scenario in 0..<count where yields[scenario] == nil {
      let reason = Reason(.didNotConverge, "no yield gives the dirty price \(dirtyPrices[scenario])")
      unyielded.append(MissingCell(scenario: scenario, reason: reason))
    }
    if needs.sensitivity { sensitivities = model.sensitivities(yields: yields) }
  }
}

/// What a request asks of each contract.
struct ContractNeeds {
  let sensitivity: Bool
  let yield: Bool
  let price: Bool
  /// Whether anything about settlement is asked.
  let any: Bool
  /// Whether anything asks for the slope of the value.
  let dollarDuration: Bool

  init(_ measures: [Measure]) {
    sensitivity = measures.contains { [.modifiedDuration, .macaulayDuration, .convexity].contains($0) }
    yield = sensitivity || measures.contains { [.yield, .gSpread].contains($0) }
    price = yield || measures.contains { [.cleanPrice, .dirtyPrice].contains($0) }
    any = price || measures.contains { [.accrued, .weightedAverageLife].contains($0) }
    dollarDuration = measures.contains {
      [.dv01, .cs01, .effectiveDuration, .spreadDuration].contains($0)
    }
  }
}
