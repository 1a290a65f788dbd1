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
    if measure == .discountMargin, lastDay > market.valuationDate,
      market.discountCurves[note.leg.currency.code] != nil
    {
      return missingIndex(measure, [note.leg], market) ?? values(measure)
    }
    let shape = contract(measure, record, lastDay: lastDay, market)
    if lastDay <= market.valuationDate || shape.reason?.code == .missingData { return shape }
    if let missing = missingIndex(measure, [note.leg], market) { return missing }
    if measure == .gSpread {
      return gap(
        measure,
        Reason(.notApplicable, "a floating note has no \(measure.rawValue): its coupons follow rates"))
    }
    return shape
  }

  func forwardRate(_ measure: Measure, _ agreement: ForwardRateAgreement, _ market: MarketSnapshot)
    -> VectorShape
  {
    legs(
      measure, currencies: [agreement.currency], indices: [agreement.index], lastDay: agreement.start,
      "a forward rate agreement", market)
  }

  /// A swap of two legs.
  func legs(_ measure: Measure, _ legs: [CouponLeg], _ described: String, _ market: MarketSnapshot)
    -> VectorShape
  {
    self.legs(
      measure, currencies: Set(legs.map(\.currency)).sorted(), indices: legs.compactMap(\.index),
      lastDay: legs.map(\.maturity).max() ?? market.valuationDate, described, market)
  }

  private func legs(
    _ measure: Measure, currencies: [Currency], indices: [RateIndexID], lastDay: CivilDate,
    _ described: String, _ market: MarketSnapshot
  ) -> VectorShape {
    let isSettled = lastDay <= market.valuationDate
    if !isSettled {
      if let missing = currencies.first(where: { market.discountCurves[$0.code] == nil }) {
        return gap(measure, Reason(.missingData, "discount curve for \(missing)"))
      }
      if let missing = missingIndex(measure, indices, market) { return missing }
    }
    switch measure {
    case .cashFlows, .presentValue, .dv01: return values(measure)
    case .keyRateDV01, .fxDelta, .accrued:
      if isSettled { return gap(measure, Reason(.notApplicable, "settled on \(lastDay)")) }
      let foreign = currencies.filter { $0 != pricing.reportingCurrency }.count
      if measure == .accrued { return values(measure) }
      if measure == .fxDelta, foreign == 0 {
        return gap(
          measure, Reason(.notApplicable, "held in the reporting currency \(pricing.reportingCurrency)"))
      }
      return measure == .fxDelta
        ? .values(foreign, factorLength: 3)
        : .values(currencies.count * pricing.keyRateTenors.count, factorLength: keyRateLength)
    case .cleanPrice, .dirtyPrice, .yield, .zSpread, .optionAdjustedSpread, .yieldToWorst,
      .effectiveConvexity, .gSpread, .cs01, .modifiedDuration, .macaulayDuration, .effectiveDuration,
      .convexity, .spreadDuration, .weightedAverageLife, .discountMargin, .jumpToDefault,
      .expectedLoss, .inflationDV01, .vega:
      return gap(measure, Reason(.notApplicable, "\(described) has no \(measure.rawValue)"))
    }
  }

  private func missingIndex(_ measure: Measure, _ legs: [CouponLeg], _ market: MarketSnapshot) -> VectorShape?
  {
    missingIndex(measure, legs.compactMap(\.index), market)
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

extension CouponLeg {
  /// The index that the coupons follow.
  fileprivate var index: RateIndexID? {
    guard case .floating(let rate) = rate else { return nil }
    return rate.index
  }
}
