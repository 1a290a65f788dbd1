import Glibc

/// Prices and yields of a contract under every scenario; yields are solved only when a requested measure needs them.
struct ContractQuotes {
  /// Dirty prices per 100, one per scenario.
  private(set) var dirtyPrices: [Double] = []
  /// `nil` where none is found.
  private(set) var yields: [Double?] = []
  private(set) var sensitivities: [YieldSensitivity] = []
  /// Scenarios that cannot be quoted at all.
  private(set) var unpriced: [MissingCell]
  /// Scenarios without a yield.
  private(set) var unyielded: [MissingCell]

  /// - Parameters:
  ///   - value: per unit of quantity.
  ///   - quoted: what a buyer gets, per unit of quantity; from the flows when `nil`.
  ///   - scenarioCount: of the run; what is wanted on the base market alone is worked out for the first scenario.
  init(
    _ placement: ContractPlacement, value: BaseAndScenarios, quoted: BaseAndScenarios? = nil,
    needs: ContractNeeds, scenarioCount: Int, _ placed: PlacedContracts
  ) {
    unpriced = []
    unyielded = []
    guard needs.any > .none else { return }
    guard placement.isQuotable, let model = placement.basis.yield else {
      let reason = Reason(.notApplicable, "nothing is left to pay after settlement")
      unpriced = (0..<scenarioCount).map { MissingCell(scenario: $0, reason: reason) }
      unyielded = unpriced
      dirtyPrices = [Double](repeating: 0, count: scenarioCount)
      yields = [Double?](repeating: nil, count: scenarioCount)
      sensitivities = [YieldSensitivity](repeating: .zero, count: scenarioCount)
      return
    }
    guard needs.price > .none else { return }
    let prices = DirtyPrices(placement, value: value, quoted: quoted, placed)
    dirtyPrices = (0..<needs.price.count(of: scenarioCount)).map { prices[scenario: $0] }
    guard needs.yield > .none else { return }
    // Every scenario starts from the base market's yield, so that no cell depends on which scenarios run beside it.
    let guess = model.yield(dirtyPrice: prices.base, guess: nil)
    yields = model.yields(
      dirtyPrices: Array(dirtyPrices.prefix(needs.yield.count(of: scenarioCount))), guess: guess)
    for (scenario, yield) in yields.enumerated() where yield == nil {
      let reason = Reason(.didNotConverge, "no yield gives the dirty price \(dirtyPrices[scenario])")
      unyielded.append(MissingCell(scenario: scenario, reason: reason))
    }
    sensitivities = model.sensitivities(
      yields: Array(yields.prefix(needs.sensitivity.count(of: scenarioCount))))
  }
}

/// Dirty prices of a contract at settlement, per 100 of principal.
private struct DirtyPrices {
  private let placement: ContractPlacement
  private let quoted: BaseAndScenarios
  private let settlementRow: Int
  /// exp(−issue spread · settlement years) per unit of the settlement day's discount factor.
  private let settlementWeight: Double

  init(
    _ placement: ContractPlacement, value: BaseAndScenarios, quoted given: BaseAndScenarios?,
    _ placed: PlacedContracts
  ) {
    self.placement = placement
    settlementRow = Int(placement.table.row(placement.basis.settlementDay))
    settlementWeight = exp(-placement.issueSpread * placement.settlementYears)
    guard given == nil, !placement.isEveryQuoted else {
      quoted = given ?? value
      return
    }
    let matrix = placement.table.matrix
    var sums = [Double](repeating: 0, count: matrix.stride)
    DiscountKernel.revalue(
      PlacedFlows(
        offsets: [0, placement.flows.count], rows: Array(placed.rows[placement.flows]),
        weights: placed.quotedWeights(placement)),
      on: matrix, into: &sums)
    quoted = BaseAndScenarios(sums, start: 0, hasScenarios: true)
  }

  var base: Double { price(quoted.base, column: 0) }

  subscript(scenario scenario: Int) -> Double { price(quoted[scenario], column: 1 + scenario) }

  private func price(_ value: Double, column: Int) -> Double {
    let discount = placement.table.matrix[settlementRow, column] * settlementWeight
    return discount > 0 ? value / (discount * placement.basis.principal) * 100 : 0
  }
}

/// What a request asks of each contract's quotes, and under which scenarios.
struct ContractNeeds {
  let sensitivity: MeasureScope
  let yield: MeasureScope
  let price: MeasureScope
  /// Anything about settlement.
  let any: MeasureScope

  init(_ request: PricingRequest) {
    sensitivity = request.scope(of: .modifiedDuration, .macaulayDuration, .convexity)
    yield = max(sensitivity, request.scope(of: .yield, .gSpread, .iSpread, .yieldToWorst, .yieldToCall))
    price = max(yield, request.scope(of: .cleanPrice, .dirtyPrice, .assetSwapSpread))
    any = max(price, request.scope(of: .accrued, .weightedAverageLife))
  }
}
