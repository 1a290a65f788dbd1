import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Floating notes, swaps and forward rate agreements. That a fixing is missing is not foreseen here.
extension RunRequest {
  func floatingNote(
    _ measure: Measure, _ note: FloatingNote, _ record: InstrumentRecord, _ market: MarketSnapshot
  ) -> VectorShape {
    let lastDay = note.leg.maturity
    let shape = contract(measure, record, lastDay: lastDay, market)
    if lastDay <= market.valuationDate || shape.reason?.code == .missingData { return shape }
    if let missing = missingIndex(measure, [note.leg], market) { return missing }
    return bounded(measure, note, market) ?? shape
  }

  func perpetualFloater(
    _ measure: Measure, _ note: PerpetualFloater, _ record: InstrumentRecord, _ market: MarketSnapshot
  ) -> VectorShape {
    guard let called = note.noteToFirstCall(after: market.valuationDate) else {
      let listed = note.listedNote(seenFrom: market.valuationDate)
      let shape = floatingNote(measure, listed, record, market)
      return measure == .yieldToCall && shape.reason == nil && note.calls.isEmpty
        ? gap(measure, Reason(.notApplicable, "no call after settlement")) : shape
    }
    let ended = InstrumentRecord(
      id: record.id, name: record.name, spreadCurve: record.spreadCurve, terms: .floatingNote(called))
    return floatingNote(measure, called, ended, market)
  }

  private func bounded(_ measure: Measure, _ note: FloatingNote, _ market: MarketSnapshot) -> VectorShape? {
    guard note.coupon.cap != nil || note.coupon.floor != nil else { return nil }
    return bounded(
      measure, note.leg.currency, note.payments(after: market.valuationDate).coupons, market)
  }

  func forwardRate(
    _ measure: Measure, _ agreement: ForwardRateAgreement, _ terms: Instrument, _ market: MarketSnapshot
  ) -> VectorShape {
    legs(
      measure, currencies: [agreement.currency], indices: [agreement.index], lastDay: agreement.start,
      terms, market)
  }

  /// Contracts of one or more legs.
  func legs(_ measure: Measure, _ legs: [CouponLeg], _ terms: Instrument, _ market: MarketSnapshot)
    -> VectorShape
  {
    self.legs(
      measure, currencies: Set(legs.map(\.currency)).sorted(), indices: legs.compactMap(\.rate.index),
      lastDay: legs.map(\.maturity).max() ?? market.valuationDate, terms, market)
  }

  private func legs(
    _ measure: Measure, currencies: [Currency], indices: [RateIndexID], lastDay: CivilDate,
    _ terms: Instrument, _ market: MarketSnapshot
  ) -> VectorShape {
    let isSettled = lastDay <= market.valuationDate
    if !isSettled {
      if let missing = currencies.first(where: { market.discountCurves[$0.code] == nil }) {
        return gap(measure, Reason(.missingData, "discount curve for \(missing)"))
      }
      if let missing = missingIndex(measure, indices, market) { return missing }
    }
    if isSettled { return ended(measure, "settled on \(lastDay)") }
    if let reason = terms.reason(without: measure) { return gap(measure, reason) }
    switch measure {
    case .keyRateDV01:
      return .values(currencies.count * pricing.keyRateTenors.count, factorLength: keyRateLength)
    case .fxDelta:
      let foreign = currencies.filter { $0 != pricing.reportingCurrency }.count
      guard foreign > 0 else {
        return gap(
          measure, .held(in: pricing.reportingCurrency))
      }
      return .values(foreign, factorLength: 3)
    default: return values(measure)
    }
  }

  private func missingIndex(_ measure: Measure, _ legs: [CouponLeg], _ market: MarketSnapshot) -> VectorShape?
  {
    missingIndex(measure, legs.compactMap(\.rate.index), market)
  }

  private func missingIndex(_ measure: Measure, _ indices: [RateIndexID], _ market: MarketSnapshot)
    -> VectorShape?
  {
    guard measure != .cashFlows,
      let missing = indices.first(where: { market.indexCurves[$0.rawValue] == nil })
    else { return nil }
    return gap(measure, Reason(.missingData, "index curve for \(missing.rawValue)"))
  }
}
