import MarketData

/// A structured note's value and its derivatives under every scenario, per unit of quantity, as far as the request's measures need them.
struct StructuredAmounts: ContractAmounts {
  let value: BaseAndScenarios
  let dollarDuration: BaseAndScenarios
  let dollarConvexity: BaseAndScenarios
  let dollarSpreadDuration: BaseAndScenarios
  private let keyRates: [BaseAndScenarios]

  init(_ values: StructuredValues, in context: PricingContext) {
    let (request, scenarios) = (context.request, context.markets.scenarioCount)
    func perScenario(_ scope: MeasureScope, _ number: (_ column: Int) -> Double) -> BaseAndScenarios {
      BaseAndScenarios(scenarios: (0..<scope.count(of: scenarios)).map { number(1 + $0) })
    }
    value = perScenario(.everyScenario) { values.value($0) }
    dollarDuration = perScenario(request.scope(of: .dv01, .effectiveDuration)) { values.dollarDuration($0) }
    dollarConvexity = perScenario(request.scope(of: .effectiveConvexity)) { values.dollarConvexity($0) }
    dollarSpreadDuration = perScenario(request.scope(of: .cs01, .spreadDuration)) {
      values.spreadDuration($0)
    }
    keyRates = request.keyRateTenors.indices.map { key in
      perScenario(request.scope(of: .keyRateDV01, .keyRateDuration)) { column in
        values.dollarDuration(column) { context.tents.weight(key, at: $0) }
      }
    }
  }

  func dollarDuration(key: Int) -> BaseAndScenarios { keyRates[key] }
}
