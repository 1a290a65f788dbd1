import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// The credit curve of a swap in the currency of the swap.
struct CreditCurveKey: Hashable {
  let id: String
  let currency: Currency
}

/// Default swaps of entities and indices by the ISDA standard model, all swaps on one curve from one table.
struct CreditSwapFamily: ProductFamily {
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch {
    let swaps = positions.map { PlacedCreditSwap($0.instrument.terms.creditSwap, in: context) }
    var integrals = Self.grids(swaps, in: context).mapValues(CreditIntegrals.init)
    let needs = CreditSwapValues.Needs(context.request)
    var results = context.results(reserving: positions.count)
    var flows = CashFlowColumns()
    for (position, swap) in zip(positions, swaps) {
      CashFlowGenerator.append(position.instrument.terms, after: context.markets.valuationDate, to: &flows)
      switch swap.place {
      case .over: context.appendOver(position, swap.terms, into: &results)
      case .failed(let missing):
        context.appendAll(position, reason: Reason(.missingData, missing.name), into: &results)
      case .open(let open):
        let values = CreditSwapValues(
          open.timeline, loss: open.loss, coupon: swap.terms.coupon, &integrals[swap.key]!,
          tents: context.tents, needs: needs)
        context.append(position, swap.terms, open, values, into: &results)
      }
    }
    return PricedBatch(results: results, cashFlows: flows)
  }

  /// A grid for each curve, of the days of its swaps.
  private static func grids(_ swaps: [PlacedCreditSwap], in context: PricingContext) -> [CreditCurveKey:
    CreditGrid]
  {
    var days: [CreditCurveKey: Set<Int32>] = [:]
    for swap in swaps {
      guard case .open(let open) = swap.place else { continue }
      days[swap.key, default: []].formUnion(open.days)
    }
    return Dictionary(
      uniqueKeysWithValues: days.map { key, days in
        guard let grid = try? CreditGrid(key, days: days, markets: context.markets) else {
          preconditionFailure("a market with a credit curve has its table")
        }
        return (key, grid)
      })
  }
}

/// A swap, and what its value needs.
struct PlacedCreditSwap {
  let terms: CreditDefaultSwap
  let key: CreditCurveKey
  let place: Place

  enum Place {
    case open(OpenCreditSwap)
    /// Nothing is left to pay.
    case over
    case failed(MissingMarketData)
  }

  init(_ terms: CreditDefaultSwap, in context: PricingContext) {
    self.terms = terms
    key = CreditCurveKey(id: terms.creditCurve, currency: terms.currency)
    let valuation = context.markets.valuationDate
    let schedule = terms.schedule(after: valuation)
    guard !schedule.periods.isEmpty else {
      place = .over
      return
    }
    do throws(MissingMarketData) {
      let curve = try context.markets.creditCurve(terms.creditCurve, currency: terms.currency)
      let timeline = CreditSwapTimeline(
        schedule, start: terms.datedDate, valuationDate: valuation, curveDays: curve.days)
      place = .open(
        OpenCreditSwap(
          timeline: timeline, loss: 1 - (terms.recovery ?? curve.recovery),
          isProtected: timeline.days.first == valuation.dayNumber, schedule: schedule))
    } catch {
      place = .failed(error)
    }
  }
}

/// A swap with something left to pay.
struct OpenCreditSwap {
  let timeline: CreditSwapTimeline
  /// Share of the notional lost in a default.
  let loss: Double
  /// Whether a default on the next day would pay.
  let isProtected: Bool
  let schedule: CreditSwapSchedule

  /// Act/365F, to the end of the last protected day; `nil` where no protection is left.
  func protectedYears(from valuation: CivilDate) -> Double? {
    timeline.days.last.map { Double($0 - valuation.dayNumber) / 365 }
  }

  /// The days on which discounting or survival is asked for.
  var days: [Int32] { timeline.days + timeline.premiums.flatMap { [$0.payDay, $0.lastDay] } }
}

extension Instrument {
  /// Precondition: it is one.
  var creditSwap: CreditDefaultSwap {
    guard case .derivative(.creditDefaultSwap(let swap)) = self else {
      preconditionFailure("only default swaps are of this family")
    }
    return swap
  }
}

extension PricingContext {
  fileprivate func append(
    _ position: PositionToPrice, _ swap: CreditDefaultSwap, _ open: OpenCreditSwap,
    _ values: CreditSwapValues,
    into results: inout ResultBlock
  ) {
    let protected = position.position.quantity * swap.protectedAmount
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
        continue
      }
      let row = ResultBlock.Row(positionNumber: position.number, measure: measure)
      switch measure {
      case .presentValue: results.append(row) { protected * values.value[1 + $0] }
      case .accrued:
        // Who is protected owes it.
        let accrued = 0 - 100 * swap.protection.sign * swap.coupon * open.timeline.accrued
        results.append(row) { _ in accrued }
      case .dv01: results.append(row) { protected * values.rateSlope[1 + $0] * basisPoint }
      case .cs01: results.append(row) { protected * values.spreadSlope[1 + $0] * basisPoint }
      case .keyRateDV01:
        for (key, tenor) in request.keyRateTenors.enumerated() {
          let factor = PricingRequest.keyRateFactor(swap.currency, tenor)
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor)
          ) { protected * values.keySlopes[key][1 + $0] * basisPoint }
        }
      case .jumpToDefault:
        let paid = open.loss - swap.coupon * open.timeline.accrued
        results.append(row) { protected * open.jump(to: paid, from: values.value[1 + $0]) }
      case .defaultProbability: results.append(row) { values.defaultProbability[1 + $0] }
      case .hazardRate:
        if let years = open.protectedYears(from: markets.valuationDate) {
          results.append(row) { values.hazard[1 + $0] / years }
        } else {
          results.append(row, reason: .unprotected)
        }
      case .expectedLoss: results.append(row) { 0 - protected * values.protection[1 + $0] }
      case .fxDelta:
        if swap.currency == request.reportingCurrency {
          results.append(
            row, reason: .held(in: swap.currency))
        } else {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: swap.currency.code)
          ) { protected * values.value[1 + $0] }
        }
      default: append(position, measure, reason: .notYet(measure), into: &results)
      }
    }
  }

  fileprivate func appendOver(
    _ position: PositionToPrice, _ swap: CreditDefaultSwap, into results: inout ResultBlock
  ) {
    let zeros = [Double](repeating: 0, count: markets.scenarioCount)
    for measure in valueMeasures {
      if let reason = position.instrument.terms.reason(without: measure) {
        append(position, measure, reason: reason, into: &results)
      } else if measure.aggregation == .sum, measure != .fxDelta {
        for factor in factors(of: measure, position) {
          results.append(
            ResultBlock.Row(positionNumber: position.number, measure: measure, factor: factor), values: zeros)
        }
      } else {
        append(
          position, measure, reason: Reason(.notApplicable, "nothing left to pay after \(swap.maturity)"),
          into: &results)
      }
    }
  }
}

extension OpenCreditSwap {
  /// The change of the value by a default now, per unit of notional: `paid` comes and `value` goes. Protection that is to come
  /// falls away, and where it is over nothing changes any more.
  fileprivate func jump(to paid: Double, from value: Double) -> Double {
    if isProtected { return paid - value }
    return timeline.days.isEmpty ? 0 : -value
  }
}
