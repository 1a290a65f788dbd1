/// Prices and yields of a contract under every scenario; yields are solved only when a requested measure needs them.
struct ContractQuotes {
  private static let notQuotable = CellGap(Reason(.notApplicable, "nothing is left to pay after settlement"))

  /// Dirty prices per 100, one per scenario; `nil` when nothing can be quoted.
  private let dirty: [Double]?
  let yields: [Result<Double, CellGap>]
  let sensitivities: [Result<YieldSensitivity, CellGap>]
  private let scenarioCount: Int

  /// - Parameters:
  ///   - value: per unit of quantity, base market first.
  ///   - columns: the scenarios' columns of `value`.
  init(_ contract: ContractValuation, value: [Double], request: PricingRequest, columns: Range<Int>) {
    scenarioCount = columns.count
    let needsSensitivity = request.measures.contains {
      [.modifiedDuration, .macaulayDuration, .convexity].contains($0)
    }
    let needsYield = needsSensitivity || request.measures.contains { [.yield, .gSpread].contains($0) }
    let needsPrice = needsYield || request.measures.contains { [.cleanPrice, .dirtyPrice].contains($0) }
    guard contract.isQuotable, let model = contract.basis.yield else {
      dirty = nil
      yields = Array(repeating: .failure(Self.notQuotable), count: columns.count)
      sensitivities = Array(repeating: .failure(Self.notQuotable), count: columns.count)
      return
    }
    let allPrices = needsPrice ? contract.dirtyPrices(value: value) : []
    let prices = needsPrice ? Array(allPrices[columns]) : []
    dirty = prices
    // Every scenario starts from the base market's yield, so that no cell depends on which scenarios run beside it.
    let guess = needsYield ? model.yield(dirtyPrice: allPrices[0], guess: nil) : nil
    yields =
      needsYield
      ? prices.map { price in
        guard let yield = model.yield(dirtyPrice: price, guess: guess) else {
          return .failure(CellGap(Reason(.didNotConverge, "no yield gives the dirty price \(price)")))
        }
        return .success(yield)
      } : []
    sensitivities = needsSensitivity ? yields.map { $0.map(model.sensitivity(yield:)) } : []
  }

  /// Dirty prices less `accrued`.
  func prices(less accrued: Double) -> [Result<Double, CellGap>] {
    guard let dirty else { return Array(repeating: .failure(Self.notQuotable), count: scenarioCount) }
    return dirty.map { .success($0 - accrued) }
  }

  /// The same number in every scenario, when anything can be quoted.
  func constant(_ value: Double) -> [Result<Double, CellGap>] {
    Array(repeating: dirty == nil ? .failure(Self.notQuotable) : .success(value), count: scenarioCount)
  }
}
