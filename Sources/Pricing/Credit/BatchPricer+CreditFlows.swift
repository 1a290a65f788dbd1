import DatesAndConventions
import Glibc
import Instruments
import MarketData
import NumericalMethods

extension BatchPricer {
  /// What is expected to be paid: each premium by the chance of survival, and on its day what defaults since the day before
  /// the last one pay, less premium accrued by then.
  func creditFlows(_ position: PositionToPrice, scenario: Int) -> Result<
    PositionFlowValues, CellGap
  > {
    let swap = position.instrument.terms.creditSwap
    let placed = PlacedCreditSwap(swap, in: context)
    let open: OpenCreditSwap
    switch placed.place {
    case .over: return .success(PositionFlowValues(currency: swap.currency, issueSpread: 0, flows: []))
    case .failed(let missing): return .failure(CellGap(Reason(.missingData, missing.name)))
    case .open(let found): open = found
    }
    guard let grid = try? CreditGrid(placed.key, days: open.days, markets: context.markets) else {
      preconditionFailure("a market with a credit curve has its table")
    }
    let (block, lane) = (1 + scenario).quotientAndRemainder(dividingBy: 4)
    let protected = position.position.quantity * swap.protectedAmount
    let defaults = open.defaultPayments(coupon: swap.coupon, grid, block: block, lane: lane)
    var flows: [FlowValue] = []
    for (period, premium) in zip(open.schedule.periods, open.timeline.premiums) {
      let row = grid.row(premium.payDay) * grid.blocks + block
      let survival = exp(-grid.hazardExponents[grid.row(premium.lastDay) * grid.blocks + block][lane])
      let discount = exp(-grid.discountExponents[row][lane])
      func append(_ amount: Double) {
        flows.append(
          FlowValue(
            payDate: period.payDate, currency: swap.currency, amount: protected * amount,
            discountFactor: discount, fxRate: 1, isOwned: true))
      }
      append(-swap.coupon * premium.accrual * survival)
      let paid = defaults.filter { $0.day <= premium.lastDay && $0.day > period.start.dayNumber - 1 }
        .reduce(0) { $0 + $1.value }
      if paid != 0 { append(paid / discount) }
    }
    return .success(PositionFlowValues(currency: swap.currency, issueSpread: 0, flows: flows))
  }
}

extension OpenCreditSwap {
  /// What a default in each interval is expected to pay today, by the day on which the interval ends.
  fileprivate func defaultPayments(coupon: Double, _ grid: CreditGrid, block: Int, lane: Int) -> [(
    day: Int32, value: Double
  )] {
    timeline.accruedYears.enumerated().map { from, accrued in
      let begin = grid.row(timeline.days[from]) * grid.blocks + block
      let end = grid.row(timeline.days[from + 1]) * grid.blocks + block
      let hazard = grid.hazardExponents[end][lane] - grid.hazardExponents[begin][lane]
      let discount = grid.discountExponents[end][lane] - grid.discountExponents[begin][lane]
      let moments = ExponentialMoments(SIMD4(repeating: hazard + discount))
      let length = Double(timeline.days[from + 1] - timeline.days[from]) / 365
      let perYear = coupon * CreditSwapTimeline.accrualRatio
      let paid =
        (loss - perYear * accrued) * moments.zeroth[0] - perYear * length * moments.first[0]
      return (timeline.days[from + 1], hazard * grid.values[begin][lane] * paid)
    }
  }
}
