import Instruments
import MarketData

extension PricingContext {
  /// Appends a measure of a bond or loan that is made of its value and the value's derivatives alone. Appends nothing and answers `false`
  /// for any other.
  func appendAmount(
    _ measure: Measure, _ position: PositionToPrice, _ amounts: some ContractAmounts,
    into results: inout ResultBlock
  ) -> Bool {
    let quantity = position.position.quantity
    let value = amounts.value
    func row(_ factor: String = "") -> ResultBlock.Row {
      ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
    }
    func sensitivity(_ fall: BaseAndScenarios, _ factor: String = "") {
      results.append(row(factor)) { -quantity * fall[$0] * basisPoint }
    }
    func ofValue(_ derivative: BaseAndScenarios, _ factor: String = "") {
      results.append(row(factor), missing: worthless(value, measure)) { derivative[$0] / value[$0] }
    }
    switch measure {
    case .presentValue: results.append(row()) { quantity * value[$0] }
    case .dv01: sensitivity(amounts.dollarDuration)
    case .cs01: sensitivity(amounts.dollarSpreadDuration)
    case .effectiveDuration: ofValue(amounts.dollarDuration)
    case .spreadDuration: ofValue(amounts.dollarSpreadDuration)
    case .effectiveConvexity: ofValue(amounts.dollarConvexity)
    case .keyRateDV01:
      for (key, factor) in factors(of: measure, position).enumerated() {
        sensitivity(amounts.dollarDuration(key: key), factor)
      }
    case .keyRateDuration:
      for (key, factor) in factors(of: measure, position).enumerated() {
        ofValue(amounts.dollarDuration(key: key), factor)
      }
    case .fxDelta: appendExposure(position, into: &results) { quantity * value[$0] }
    default: return false
    }
    return true
  }

  /// Scenarios in which a duration has nothing to be divided by.
  private func worthless(_ value: BaseAndScenarios, _ measure: Measure) -> [MissingCell] {
    (0..<request.valueCount(of: measure, scenarioCount: markets.scenarioCount))
      .filter { value[$0] == 0 }.map { MissingCell(scenario: $0, reason: .worthless) }
  }
}
