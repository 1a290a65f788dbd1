/// Prices and yields of a contract under every scenario; yields are solved only when a requested measure needs them.
struct ContractQuotes {
  /// Dirty prices per 100, one per scenario.
  private(set) var dirtyPrices: [Double] = []
  /// 0 where none is found.
  private(set) var yields: [Double] = []
  private(set) var sensitivities: [YieldSensitivity] = []
  /// Scenarios that cannot be quoted at all.
  let unpriced: [MissingCell]
  /// Scenarios without a yield.
  private(set) var unyielded: [MissingCell]

  /// - Parameters:
  ///   - value: per unit of quantity, base market first.
  ///   - columns: the scenarios' columns of `value`.
  init(_ contract: ContractValuation, value: [Double], needs: QuoteNeeds, columns: Range<Int>) {
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
      yields = dirtyPrices
      sensitivities = [YieldSensitivity](repeating: .none, count: count)
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
    yields.reserveCapacity(count)
    if needs.sensitivity { sensitivities.reserveCapacity(count) }
    for scenario in 0..<count {
      let yield = model.yield(dirtyPrice: dirtyPrices[scenario], guess: guess)
      if yield == nil {
        let reason = Reason(.didNotConverge, "no yield gives the dirty price \(dirtyPrices[scenario])")
        unyielded.append(MissingCell(scenario: scenario, reason: reason))
      }
      yields.append(yield ?? 0)
      if needs.sensitivity { sensitivities.append(yield.map(model.sensitivity(yield:)) ?? .none) }
    }
  }
}

/// What a request asks about quotes.
struct QuoteNeeds {
  let sensitivity: Bool
  let yield: Bool
  let price: Bool
  /// Whether anything about settlement is asked.
  let any: Bool

  init(_ measures: [Measure]) {
    sensitivity = measures.contains { [.modifiedDuration, .macaulayDuration, .convexity].contains($0) }
    yield = sensitivity || measures.contains { [.yield, .gSpread].contains($0) }
    price = yield || measures.contains { [.cleanPrice, .dirtyPrice].contains($0) }
    any = price || measures.contains { [.accrued, .weightedAverageLife].contains($0) }
  }
}

extension YieldSensitivity {
  /// Stands where there is no yield.
  fileprivate static let none = YieldSensitivity(modifiedDuration: 0, macaulayDuration: 0, convexity: 0)
}
