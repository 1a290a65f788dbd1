import Instruments
import MarketData

extension PricingContext {
  /// Appends a measure of a bond or loan that is made of its value and the value's derivatives alone. Appends nothing and answers `false`
  /// for any other.
  ///
  /// - Parameter delivered: what durations are of, where it is not the position itself.
  func appendAmount(
    _ measure: Measure, _ position: PositionToPrice, _ amounts: some ContractAmounts,
    delivered: DeliveredPool? = nil,
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
    func ofValue(_ derivative: BaseAndScenarios, _ factor: String = "", key: Int? = nil) {
      guard let delivered else {
        results.append(row(factor), missing: worthless(measure) { value[$0] }) { derivative[$0] / value[$0] }
        return
      }
      let tent = key.map { delivered.tent($0, tents) } ?? 1
      results.append(row(factor), missing: worthless(measure) { delivered.value(value, $0) }) {
        delivered.duration(value, fall: derivative, tent: tent, $0)
      }
    }
    switch measure {
    case .presentValue: results.append(row()) { quantity * value[$0] }
    case .dv01: sensitivity(amounts.dollarDuration)
    case .cs01: sensitivity(amounts.dollarSpreadDuration)
    case .effectiveDuration: ofValue(amounts.dollarDuration)
    case .spreadDuration: ofValue(amounts.dollarSpreadDuration)
    case .effectiveConvexity:
      guard let delivered else {
        ofValue(amounts.dollarConvexity)
        break
      }
      let (fall, bend) = (amounts.dollarDuration, amounts.dollarConvexity)
      results.append(row(), missing: worthless(measure) { delivered.value(value, $0) }) {
        delivered.convexity(value, fall: fall, bend: bend, $0)
      }
    case .keyRateDV01:
      for (key, factor) in factors(of: measure, position).enumerated() {
        sensitivity(amounts.dollarDuration(key: key), factor)
      }
    case .keyRateDuration:
      for (key, factor) in factors(of: measure, position).enumerated() {
        ofValue(amounts.dollarDuration(key: key), factor, key: key)
      }
    case .fxDelta: appendExposure(position, into: &results) { quantity * value[$0] }
    default: return false
    }
    return true
  }

  /// Scenarios in which a duration has nothing to be divided by.
  private func worthless(_ measure: Measure, _ value: (Int) -> Double) -> [MissingCell] {
    (0..<request.valueCount(of: measure, scenarioCount: markets.scenarioCount))
      .filter { value($0) == 0 }.map { MissingCell(scenario: $0, reason: .worthless) }
  }
}
