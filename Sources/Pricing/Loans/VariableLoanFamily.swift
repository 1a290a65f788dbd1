import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Loans whose rate or balance moves: payments projected under every scenario, discounted on the currency's curve, the spread curve
/// and the issue spread.
///
/// Each scenario has its own rates, payments and balances; options in them, such as caps, count at their intrinsic value.
struct VariableLoanFamily: ProductFamily {
  func covers(_ terms: Instrument) -> Bool {
    switch terms {
    case .variableLoan: true
    case .fixedBond, .linkedBond, .callableBond, .floatingNote, .amortisingLoan, .perpetualBond,
      .structuredNote, .fxForward,
      .derivative,
      .unsupported:
      false
    }
  }

  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    prepareTables(positions, in: context)
    for position in positions {
      do throws(CellGap) {
        if let loan = try ProjectedLoan(position, in: context) {
          loan.appendCashFlows(to: &flows)
          append(position, try VariableLoanValues(position, loan, in: context), in: context, into: &results)
        } else {
          context.appendMatured(position, into: &results)
        }
      } catch {
        context.appendAll(position, reason: error.reason, into: &results)
      }
      flows.endContract()
    }
    return PricedBatch(results: results, cashFlows: flows)
  }

  /// Makes tables of every day for the curves that a batch uses often.
  private func prepareTables(_ positions: [PositionToPrice], in context: PricingContext) {
    var uses: [DiscountKey: (last: Int32, count: Int)] = [:]
    for position in positions {
      let terms = position.instrument.terms.variableLoan
      let last = terms.loan.maturity.dayNumber + 10
      let payments =
        1 + Int(last - context.markets.valuationDate.dayNumber) * max(1, terms.loan.frequency.rawValue) / 365
      func use(_ key: DiscountKey, through last: Int32) {
        let known = uses[key] ?? (last, 0)
        uses[key] = (max(known.last, last), known.count + max(0, payments))
      }
      use(PlacedContracts.key(position), through: last)
      // A deposit of a year, or a Treasury bond of ten.
      if let reset = terms.rateReset { use(.index(reset.index), through: last + 3_660) }
    }
    for (key, use) in uses { context.discounts.prepare(key, through: use.last, uses: use.count) }
  }

  private func append(
    _ position: PositionToPrice, _ values: VariableLoanValues, in context: PricingContext,
    into results: inout ResultBlock
  ) {
    let quantity = position.position.quantity
    let currency = position.instrument.terms.currency
    let value = values.value
    func count(_ measure: Measure) -> Int {
      context.request.valueCount(of: measure, scenarioCount: context.markets.scenarioCount)
    }
    func worthless(_ measure: Measure) -> [MissingCell] {
      (0..<count(measure)).filter { value[$0] == 0 }
        .map { MissingCell(scenario: $0, reason: .worthless) }
    }
    for measure in context.valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        context.append(position, measure, reason: reason, into: &results)
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      func cells(_ cell: (Int) -> Result<Double, CellGap>) -> [Result<Double, CellGap>] {
        (0..<count(measure)).map(cell)
      }
      switch measure {
      case .presentValue: results.append(row) { quantity * value[$0] }
      case .dv01: results.append(row) { -quantity * values.rateDuration[$0] * basisPoint }
      case .cs01: results.append(row) { -quantity * values.spreadDuration[$0] * basisPoint }
      case .effectiveDuration:
        results.append(row, missing: worthless(measure)) { values.rateDuration[$0] / value[$0] }
      case .spreadDuration:
        results.append(row, missing: worthless(measure)) { values.spreadDuration[$0] / value[$0] }
      case .effectiveConvexity:
        results.append(row, missing: worthless(measure)) { values.rateConvexity[$0] / value[$0] }
      case .keyRateDV01:
        for (key, tenor) in context.request.keyRateTenors.enumerated() {
          let bucket = values.keyRates[key]
          results.append(
            ResultBlock.Row(
              positionNumber: position.number, measure: measure,
              factor: PricingRequest.keyRateFactor(currency, tenor))
          ) { -quantity * bucket[$0] * basisPoint }
        }
      case .fxDelta: context.appendExposure(position, into: &results) { quantity * value[$0] }
      case .accrued: results.append(row, cells: cells { _ in values.ifQuoted(values.accrued) })
      case .weightedAverageLife:
        results.append(row, cells: cells { _ in values.ifQuoted(values.averageLife) })
      case .cleanPrice:
        results.append(row, cells: cells { values.ifQuoted(values.dirtyPrice($0) - values.accrued) })
      case .dirtyPrice: results.append(row, cells: cells { values.ifQuoted(values.dirtyPrice($0)) })
      case .yield, .yieldToWorst:
        results.append(row, cells: cells { values.yield($0).map(\.yield) })
      case .modifiedDuration:
        results.append(row, cells: cells { values.yield($0).map(\.sensitivity.modifiedDuration) })
      case .macaulayDuration:
        results.append(row, cells: cells { values.yield($0).map(\.sensitivity.macaulayDuration) })
      case .convexity:
        results.append(row, cells: cells { values.yield($0).map(\.sensitivity.convexity) })
      case .zSpread, .optionAdjustedSpread:
        results.append(row, cells: cells { values.zSpread($0, in: context) })
      default: context.append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }
}

extension Instrument {
  /// Precondition: it is one.
  var variableLoan: VariableLoan {
    guard case .variableLoan(let loan) = self else {
      preconditionFailure("only loans whose rate or balance moves are priced here")
    }
    return loan
  }
}
