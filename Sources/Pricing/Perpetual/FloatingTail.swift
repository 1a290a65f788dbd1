import DatesAndConventions
import Glibc

/// The coupons of a floating note for ever after the last that is listed: that coupon again and again.
///
/// With C what the last listed coupon is worth, G the growth of discounting over its L years and s the issue spread, all that come after it
/// are worth C · w, w = 1 / (G · e^(s L) − 1). Where index and discounting are of one curve and there is neither margin nor spread that is the
/// face.
struct FloatingTail {
  /// Place of the last listed coupon among the payments of the batch.
  let payment: Int
  /// The days on which the last listed coupon and the one before are paid.
  let day: Int32
  let dayBefore: Int32
  private let valuationDay: Int32

  /// Precondition: at least two payments.
  init(_ payments: Range<Int>, _ flows: ProjectedFlows) {
    payment = payments.upperBound - 1
    day = flows.payments[payment].payDay
    dayBefore = flows.payments[payment - 1].payDay
    valuationDay = flows.valuationDate.dayNumber
  }

  /// Act/365F years of the last listed period.
  var years: Double { Double(day - dayBefore) / 365 }

  /// How a key's tent moves the logarithm of G.
  func years(under key: Int, _ tents: KeyRateTents) -> Double {
    func moved(_ day: Int32) -> Double {
      let years = Double(day - valuationDay) / 365
      return years * tents.weight(key, at: years)
    }
    return moved(day) - moved(dayBefore)
  }

  /// G on the curves that discount the note.
  func growth(_ table: ProductTable, column: Int) -> Double {
    let curve = table.flows.payments[payment].curve
    return table.discount(curve, dayBefore, column: column) / table.discount(curve, day, column: column)
  }

  /// w and its first and second derivatives in the logarithm of G; not finite where coupons for ever have no value.
  func weight(growth: Double, spread: Double) -> (value: Double, first: Double, second: Double) {
    let grown = growth * exp(spread * years)
    guard grown > 1 else { return (.infinity, -.infinity, .infinity) }
    let value = 1 / (grown - 1)
    return (value, -grown * value * value, grown * (grown + 1) * value * value * value)
  }

  /// The spread under which payments, the last of them for ever, are worth `value`; `nil` where there is none.
  ///
  /// - Parameters:
  ///   - amounts: discounted on the curves; the last is that of the last listed coupon.
  ///   - years: from the day on which they are worth that.
  func spread(amounts: [Double], years: [Double], growth: Double, value: Double) -> Double? {
    guard value.isFinite, value > 0, let last = amounts.last, let lastYears = years.last else { return nil }
    let solved = RateSolver.solve(target: value, start: 0) { spread in
      var (sum, slope) = (0.0, 0.0)
      for place in amounts.indices {
        let discounted = amounts[place] * exp(-spread * years[place])
        sum += discounted
        slope -= years[place] * discounted
      }
      let weight = weight(growth: growth, spread: spread)
      let discounted = last * exp(-spread * lastYears)
      return RateSolver.Evaluation(
        value: sum + discounted * weight.value,
        slope: slope + discounted * (weight.first * self.years - lastYears * weight.value), curvature: 0)
    }
    return solved.flatMap { SpreadSolver.bracket.contains($0) ? $0 : nil }
  }
}

/// What a note without maturity is worth, of the sums over its listed coupons and over the last of them alone.
///
/// With S of all that are listed and C of the last, V = S + C w.
struct PerpetualAmounts<Sums: ContractAmounts>: ContractAmounts {
  let listed: Sums
  let last: Sums
  let tail: FloatingTail
  let tents: KeyRateTents
  /// w and its derivatives, by column, that of the base market first.
  let weights: [(value: Double, first: Double, second: Double)]

  var value: BaseAndScenarios {
    combined(listed.value) { listed, weight, at in listed + at(last.value) * weight.value }
  }

  var dollarDuration: BaseAndScenarios { duration(listed.dollarDuration, last.dollarDuration, tail.years) }
  var dollarSpreadDuration: BaseAndScenarios {
    duration(listed.dollarSpreadDuration, last.dollarSpreadDuration, tail.years)
  }
  func dollarDuration(key: Int) -> BaseAndScenarios {
    duration(
      listed.dollarDuration(key: key), last.dollarDuration(key: key), tail.years(under: key, tents))
  }

  var dollarConvexity: BaseAndScenarios {
    let years = tail.years
    return combined(listed.dollarConvexity) { listed, weight, at in
      listed + at(last.dollarConvexity) * weight.value
        - 2 * at(last.dollarDuration) * weight.first * years
        + at(last.value) * weight.second * years * years
    }
  }

  /// - Parameter years: how the logarithm of G moves.
  private func duration(_ listed: BaseAndScenarios, _ ofLast: BaseAndScenarios, _ years: Double)
    -> BaseAndScenarios
  {
    combined(listed) { listed, weight, at in
      listed + at(ofLast) * weight.value - at(last.value) * weight.first * years
    }
  }

  /// A number of every column in which the sum over the listed coupons is known.
  private func combined(
    _ listed: BaseAndScenarios,
    _ number: (
      _ listed: Double, _ weight: (value: Double, first: Double, second: Double),
      _ at: (BaseAndScenarios) -> Double
    ) -> Double
  ) -> BaseAndScenarios {
    let scenarios = listed.hasScenarios ? 0..<(weights.count - 1) : 0..<0
    let base = number(listed.base, weights[0]) { $0.base }
    return BaseAndScenarios(
      [base]
        + scenarios.map { scenario in
          number(listed[scenario], weights[1 + scenario]) { $0[scenario] }
        }, start: 0, hasScenarios: listed.hasScenarios)
  }
}
