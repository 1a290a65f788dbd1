import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// Loans whose rate or balance moves: payments projected under every scenario, discounted on the currency's curve, the spread curve
/// and the issue spread.
///
/// Each scenario has its own rates, payments and balances; options in them, such as caps, count at their intrinsic value.
struct VariableLoanFamily: ProductFamily {
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
      if let reset = terms.rateReset {
        use(.index(RateIndex.of(reset.index).projection.index), through: last + 3_660)
      }
    }
    for (key, use) in uses { context.discounts.prepare(key, through: use.last, uses: use.count) }
  }

  private func append(
    _ position: PositionToPrice, _ values: VariableLoanValues, in context: PricingContext,
    into results: inout ResultBlock
  ) {
    for measure in context.valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        context.append(position, measure, reason: reason, into: &results)
        continue
      }
      if context.appendAmount(measure, position, values, into: &results)
        || context.appendQuote(measure, position, values, into: &results)
      {
        continue
      }
      context.append(position, measure, reason: .notYet(measure), into: &results)
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
