import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Structured notes. That a fixing is missing is not foreseen here.
extension RunRequest {
  func structuredNote(
    _ measure: Measure, _ note: StructuredNote, _ record: InstrumentRecord, _ market: MarketSnapshot
  ) -> VectorShape {
    let lastDay = note.leg.maturity
    let shape = contract(measure, record, lastDay: lastDay, market)
    if lastDay <= market.valuationDate || measure == .cashFlows { return shape }
    guard market.shortRateModels[note.leg.currency.code] != nil else {
      return gap(measure, Reason(.missingData, "short-rate model for \(note.leg.currency)"))
    }
    if shape.reason?.code != .missingData, market.indexCurves[note.coupon.index.rawValue] == nil {
      return gap(measure, Reason(.missingData, "index curve for \(note.coupon.index.rawValue)"))
    }
    return shape
  }
}
