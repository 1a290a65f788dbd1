import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models
import NumericalMethods

/// A structured note on simulated paths of a rate model, before any curve is known.
///
/// A payment of 1 on day T is worth P(0, T)·weight on a path, P the discount factor of the curve: weights have the mean 1 and know
/// nothing of the curve, and so do the factors by which rates move away from their forwards. Both are made once and serve the base
/// market, all scenarios, spreads and bumps.
///
/// Numbers of paths come in repetitions, each with a seed of its own, so that the repetitions' means tell the standard error.
final class SimulatedNote: Sendable {
  static let repetitions = 16
  static let pathsPerRepetition = 512
  static let pathCount = repetitions * pathsPerRepetition
  /// What is learnt of one part decides on the other.
  static let parts = [0..<pathCount / 2, pathCount / 2..<pathCount]

  /// A payment whose amount the paths tell.
  struct Coupon {
    let period: StructuredPeriod
    let rate: SimulatedRate
    let payDay: Int32
    /// `nil` where they are 1.
    let weights: [Double]?
  }

  struct Call {
    /// The number of the coupon that is the last to be paid.
    let lastCoupon: Int
    let payDay: Int32
    let amount: Double
    let weights: [Double]?
    let regression: StateRegression
  }

  let coupons: [Coupon]
  /// Ascending.
  let calls: [Call]
  let redemptionDay: Int32
  let redemption: Double
  let redemptionWeights: [Double]?
  /// Days whose discount factors on the index's curve coupons need; ascending.
  let indexDays: [Int32]

  /// Throws the reason where a published rate is missing.
  ///
  /// - Parameters:
  ///   - seed: Of the first repetition; the others have the numbers after it.
  ///   - elapsed: Days that have gone by, in which rates came as their forwards: the model runs from then.
  init?(
    _ note: StructuredNote, model: NoteModel, markets: any ScenarioMarketSource, seed: UInt64,
    elapsed: Int = 0
  ) throws(CellGap) {
    let valuation = markets.valuationDate
    let periods = note.periods(after: valuation)
    guard let last = periods.last else { return nil }
    var rates: [PeriodRate] = []
    for period in periods { rates.append(try PeriodRate(period, markets)) }
    let valuationDay = valuation.dayNumber
    let lastDecisions = Self.lastDecisions(periods, valuationDay)
    // When the last is known that decides on a payment: its rate, or whether it is made at all.
    let knownDays = zip(rates, lastDecisions).map { max($0.0.fixingDay ?? valuationDay, $0.1) }
    let lastDecision = max(
      lastDecisions.last ?? valuationDay, periods.last?.call?.decisionDate.dayNumber ?? 0)
    let days = Set(
      rates.compactMap(\.fixingDay) + periods.compactMap { $0.call?.decisionDate.dayNumber } + knownDays
    ).filter { $0 > valuationDay + Int32(elapsed) }.sorted()
    /// That the model runs until a day.
    func years(_ day: Int32) -> Double { Double(max(0, day - valuationDay - Int32(elapsed))) / 365 }
    let states = SimulatedStates(model, times: days.map(years), seed: seed)
    func place(_ day: Int32) -> Int { (days.firstIndex(of: day) ?? -1) + 1 }
    func weights(_ known: Int32, _ payDay: Int32) -> [Double]? {
      states.weights(at: place(known), years: years(payDay) - years(known))
    }

    let indexDays = Set(rates.flatMap(\.indexDays)).sorted()
    self.indexDays = indexDays
    coupons = periods.indices.map { number in
      let payDay = periods[number].coupon.payDate.dayNumber
      let weights = weights(knownDays[number], payDay)
      return Coupon(
        period: periods[number],
        rate: SimulatedRate(
          rates[number], states, place: place, years: years, payDay: payDay, weights: weights,
          indexDays: indexDays),
        payDay: payDay, weights: weights)
    }
    calls = periods.enumerated().compactMap { number, period in
      guard let call = period.call, number < periods.count - 1 else { return nil }
      let decision = call.decisionDate.dayNumber
      return Call(
        lastCoupon: number, payDay: call.payDate.dayNumber, amount: call.amount,
        weights: weights(decision, call.payDate.dayNumber),
        regression: StateRegression(
          states: states.factors(at: place(decision)), degree: model.degree, parts: Self.parts))
    }
    redemptionDay = last.coupon.principalDate.dayNumber
    redemption = last.coupon.principalDate > valuation ? note.redemption / 100 : 0
    redemptionWeights = weights(lastDecision, max(redemptionDay, lastDecision))
  }

  /// For each period the last day on which a call before it can be announced; the valuation day where there is none.
  private static func lastDecisions(_ periods: [StructuredPeriod], _ valuationDay: Int32) -> [Int32] {
    var last = valuationDay
    return periods.map { period in
      defer { if let call = period.call { last = max(last, call.decisionDate.dayNumber) } }
      return last
    }
  }
}
