import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Loans whose rate or balance moves. That a fixing is missing, and that nothing is drawn, is not foreseen here.
extension RunRequest {
  func variableLoan(
    _ measure: Measure, _ loan: VariableLoan, _ record: InstrumentRecord, _ market: MarketSnapshot
  ) -> VectorShape {
    let lastDay = loan.loan.maturity
    let shape = contract(measure, record, lastDay: lastDay, market)
    if lastDay <= market.valuationDate || shape.reason?.code == .missingData { return shape }
    let index = loan.rateReset.map { RateIndex.of($0.index).projection.index.rawValue }
    if let index, measure != .cashFlows, market.indexCurves[index] == nil {
      return gap(measure, Reason(.missingData, "index curve for \(index)"))
    }
    return shape
  }
}
