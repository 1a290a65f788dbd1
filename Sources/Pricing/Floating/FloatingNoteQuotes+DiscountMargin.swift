import CashFlows
import DatesAndConventions
import Instruments
import MarketData

extension FloatingNoteQuotes {
  /// Basis points m, over the rates that the index curve projects, that discount the projected payments to the dirty price:
  /// each period of t years from its predecessor, the first from settlement, divides by 1 + (rate + m) · t.
  ///
  /// The rate of a period is that of its coupon without spread and gearing; the first is the index curve's own simple rate from
  /// settlement to the end of the period. After the last listed coupon of a note without maturity, rates, periods and coupons stay.
  func discountMargin(_ table: ProductTable, scenario: Int) -> Result<Double, CellGap> {
    if let unquoted { return .failure(unquoted) }
    let periods = marginPeriods(table, scenario: scenario)
    let price = dirtyPrice(table, scenario: scenario) * face / 100
    // The price falls in m: Newton steps, kept where every growth is positive.
    var margin = 0.0
    var step = 0.0
    for _ in 0..<100 {
      var discount = 1.0
      var slope = 0.0
      var value = 0.0
      var valueSlope = 0.0
      for period in periods {
        let growth = 1 + (period.rate + margin) * period.years
        guard growth > 0 else { return .failure(Self.withoutMargin(price / face * 100)) }
        discount /= growth
        slope -= period.years / growth
        value += period.amount * discount
        valueSlope += period.amount * discount * slope
      }
      if tail != nil, let last = periods.last {
        let rise = (last.rate + margin) * last.years
        guard rise > 0 else {
          // What is paid for ever has a value above this margin alone: half of the step is taken back.
          step = step == 0 ? 0.1 : step / 2
          margin += step
          continue
        }
        let rest = last.amount * discount / rise
        value += rest
        valueSlope += rest * (slope - last.years / rise)
      }
      guard valueSlope < 0, value.isFinite else { break }
      step = max(-0.5, min(0.5, (value - price) / valueSlope))
      margin -= step
      if abs(step) <= 1e-14 { return .success(margin / basisPoint) }
    }
    return .failure(Self.withoutMargin(price / face * 100))
  }

  private static func withoutMargin(_ price: Double) -> CellGap {
    CellGap(Reason(.didNotConverge, "no margin gives the dirty price \(price)"))
  }

  private struct MarginPeriod {
    /// The index's, without the margin.
    let rate: Double
    let years: Double
    /// What is paid at the end of the period, per 1 of original face.
    var amount: Double
  }

  private func marginPeriods(_ table: ProductTable, scenario: Int) -> [MarginPeriod] {
    let flows = table.flows
    let coupon = note.coupon
    var periods: [MarginPeriod] = []
    for place in quoted {
      let payment = flows.payments[place]
      let amount = amount(place, table, scenario)
      guard let period = payment.period else {
        // Principal is paid at the end of the period before.
        if !periods.isEmpty { periods[periods.count - 1].amount += amount }
        continue
      }
      // Before the first period, and where the coupon does not follow it, the index curve's own rate.
      var rate =
        (amount / (period.notionalFactor * period.years) - coupon.spread) / coupon.gearing
      var years = period.years
      if periods.isEmpty || period.isFixed {
        let start = periods.isEmpty ? settlement : period.start
        years = note.leg.dayCount.yearFraction(from: start, to: period.end)
        let growth =
          table.discount(indexCurve, start.dayNumber, column: 1 + scenario)
          / table.discount(indexCurve, period.end.dayNumber, column: 1 + scenario)
        rate = (growth - 1) / years
      }
      periods.append(MarginPeriod(rate: rate, years: years, amount: amount))
    }
    return periods
  }
}
