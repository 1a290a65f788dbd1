import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// FX forwards: two discounted amounts, each on its own currency's curve, brought together at spot.
///
/// PV = quantity · (buy · D_buy · X_buy − sell · D_sell · X_sell), X the spot into the value currency.
struct ForwardFamily: ProductFamily {
  func covers(_ terms: Instrument) -> Bool {
    switch terms {
    case .fxForward: true
    case .fixedBond, .callableBond, .amortisingLoan, .unsupported: false
    }
  }

  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for position in positions {
      guard case .fxForward(let forward) = position.instrument.terms else { continue }
      CashFlowGenerator.append(position.instrument.terms, after: context.markets.valuationDate, to: &flows)
      if forward.settlementDate <= context.markets.valuationDate {
        context.appendSettled(position, forward: forward, into: &results)
      } else {
        context.price(position, forward: forward, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }
}

extension PricingContext {
  fileprivate func price(
    _ position: PositionToPrice, forward: FXForward, into results: inout ResultBlock
  ) {
    let scenarios = markets.scenarioCount
    let legs: [ForwardLeg]
    do throws(MissingMarketData) {
      legs = [
        try leg(forward.buyCurrency, position.position.quantity * forward.buyAmount, forward),
        try leg(forward.sellCurrency, -position.position.quantity * forward.sellAmount, forward),
      ]
    } catch {
      appendAll(position, reason: Reason(.missingData, error.name), into: &results)
      return
    }
    let time = Double(forward.settlementDate - markets.valuationDate) / 365
    let value = (0..<scenarios).map { s in legs[0].value(s) + legs[1].value(s) }
    for measure in valueMeasures {
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .presentValue: results.append(row, values: value)
      case .dv01: results.append(row, values: value.map { -$0 * time * basisPoint })
      case .keyRateDV01:
        for leg in legs.sorted(by: { $0.currency < $1.currency }) {
          for (key, tenor) in request.keyRateTenors.enumerated() {
            let weight = -tents.weight(key, at: time) * time * basisPoint
            results.append(
              ResultBlock.Row(
                positionNumber: position.number, measure: measure,
                factor: PricingRequest.keyRateFactor(leg.currency, tenor)),
              values: (0..<scenarios).map { leg.value($0) * weight })
          }
        }
      case .fxDelta:
        for leg in legs.sorted(by: { $0.currency < $1.currency })
        where leg.currency != request.reportingCurrency {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: leg.currency.code),
            values: leg.discounted)
        }
      case .cleanPrice, .dirtyPrice, .accrued, .yield, .zSpread, .optionAdjustedSpread,
        .yieldToWorst, .effectiveConvexity, .gSpread, .cs01, .modifiedDuration,
        .macaulayDuration, .effectiveDuration, .convexity, .spreadDuration, .weightedAverageLife:
        results.append(row, reason: Reason(.notApplicable, "an FX forward has no \(measure.rawValue)"))
      case .cashFlows: break
      }
    }
  }

  fileprivate func appendSettled(
    _ position: PositionToPrice, forward: FXForward, into results: inout ResultBlock
  ) {
    let zeros = [Double](repeating: 0, count: markets.scenarioCount)
    for measure in valueMeasures {
      if measure == .presentValue || measure == .dv01 {
        results.append(ResultBlock.Row(positionNumber: position.number, measure: measure), values: zeros)
      } else {
        append(
          position, measure, reason: Reason(.notApplicable, "settled on \(forward.settlementDate)"),
          into: &results)
      }
    }
  }

  private func leg(_ currency: Currency, _ amount: Double, _ forward: FXForward)
    throws(MissingMarketData) -> ForwardLeg
  {
    let day = forward.settlementDate.dayNumber
    let table = try discounts.table(DiscountKey(currency), days: CollectionOfOne(day))
    let row = Int(table.row(day))
    let spot = try markets.fxRates(base: currency, quote: forward.valueCurrency)
    return ForwardLeg(
      currency: currency,
      discounted: (0..<markets.scenarioCount).map { amount * table.matrix[row, 1 + $0] },
      spot: Array(spot.dropFirst()))
  }
}

/// One discounted side of a forward under every scenario.
private struct ForwardLeg {
  let currency: Currency
  /// Present value in the leg's own currency.
  let discounted: [Double]
  /// Units of the value currency for one of the leg's.
  let spot: [Double]

  func value(_ scenario: Int) -> Double { discounted[scenario] * spot[scenario] }
}
