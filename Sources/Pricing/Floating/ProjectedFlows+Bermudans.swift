import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Models

extension ProjectedFlows {
  /// Adds an option to enter a swap on several days, as one payment on the first day of what can be entered first.
  mutating func append(bermudan option: Swaption) throws(CellGap) {
    let entries = option.entries.filter { $0.exercise > valuationDate }
    guard let first = entries.first else { return }
    let (fixed, floating) = option.legs
    let curve = try curve(DiscountKey(fixed.currency))
    let model: ShortRateModel
    do throws(MissingMarketData) {
      model = try markets.shortRateModel(fixed.currency)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    /// What the bond pays by day, worth today.
    var paid: [CivilDate: [Term]] = [:]
    for coupon in fixed.coupons(after: valuationDate) where coupon.start >= first.start {
      let amount = fixed.notional * coupon.notionalFactor * coupon.years * option.strike
      paid[coupon.end, default: []] += [try worth(amount, on: coupon.payDate, curve)]
    }
    var notionals: [CivilDate: Double] = [:]
    for coupon in floating.coupons(after: valuationDate) where coupon.start >= first.start {
      let notional = floating.notional * coupon.notionalFactor
      notionals[coupon.start] = notional
      // The notional of the period less what the floating leg is worth beside that at its start less that at its end.
      let interest = try collected { (flows: inout ProjectedFlows) throws(CellGap) in
        try flows.addInterest(coupon, notional: -notional, flows.paid(on: coupon.payDate, curve))
      }
      paid[coupon.end, default: []] += [try worth(notional, on: coupon.start, curve)] + interest
      if coupon.start > first.start {
        paid[coupon.start, default: []] += [try worth(-notional, on: coupon.start, curve)]
      }
    }
    let days = Set(paid.keys).union(entries.map(\.start)).sorted()
    let elapsed = Set(context.elapsedDays).subtracting([0])
    let begins = elapsed.map { valuationDate.adding(days: $0) }.filter { $0 < days[days.count - 1] }
    let all = Set(days).union(entries.map(\.exercise)).union(begins).sorted()
    let (grid, places) = grid(all, first: first.exercise, last: entries[entries.count - 1].exercise)
    var discounts: [(place: Int, term: Term)] = []
    for day in days { discounts.append((places[day]!, try worth(1, on: day, curve))) }
    var exercises: [BermudanOption.Exercise] = []
    for entry in entries {
      exercises.append(
        BermudanOption.Exercise(
          decision: places[entry.exercise]!, start: places[entry.start]!,
          notional: try worth(notionals[entry.start] ?? 0, on: entry.start, curve)))
    }
    let hullWhite = HullWhite(meanReversion: model.meanReversion, volatility: model.volatility)
    let lattices = elapsed.union([0]).map { passed in
      let begin = places[valuationDate.adding(days: passed)] ?? (passed == 0 ? 0 : grid.times.count - 1)
      return (passed, HullWhiteLattice(hullWhite, grid, start: grid.times[begin]))
    }
    let bermudan = BermudanOption(
      isPayer: option.isPayer, grid: grid,
      lattices: Dictionary(uniqueKeysWithValues: lattices), moved: movedLattices(model, grid),
      vegaFactor: PricingRequest.modelFactor(fixed.currency),
      discounts: discounts,
      flows: paid.sorted { $0.key < $1.key }.map {
        BermudanOption.Flow(place: places[$0.key]!, terms: $0.value)
      }, exercises: exercises)
    let start = terms.count
    add(1, bermudan)
    need(first.start.dayNumber, of: curve)
    append(
      Payment(
        payDay: first.start.dayNumber, currency: fixed.currency, unit: fixed.currency, curve: curve,
        isInterest: false, balance: 0, terms: start..<terms.count, period: nil))
  }

  /// Half the width of the difference that gives vega: wide, as the value has kinks where a policy changes.
  private static let vegaShift = 10 * basisPoint

  /// Of a volatility that much higher and one as much lower, not below 0.
  private func movedLattices(_ model: ShortRateModel, _ grid: TimeGrid)
    -> (up: HullWhiteLattice, down: HullWhiteLattice, difference: Double)?
  {
    guard context.request.scope(of: .vega) > .none else { return nil }
    let (high, low) = (model.volatility + Self.vegaShift, max(0, model.volatility - Self.vegaShift))
    func lattice(_ volatility: Double) -> HullWhiteLattice {
      HullWhiteLattice(HullWhite(meanReversion: model.meanReversion, volatility: volatility), grid)
    }
    return (lattice(high), lattice(low), high - low)
  }

  /// Steps up to the first exercise, and as many again up to the last.
  private static let steps = 200.0
  /// Years: a step discounts at the rate of its start, which overstates how far rates move a bond by half of this times the mean reversion.
  private static let longestStep = 1.0 / 24

  /// Times of a lattice and the places of `days`: most steps where they count, which is before decisions.
  private func grid(_ days: [CivilDate], first: CivilDate, last: CivilDate) -> (TimeGrid, [CivilDate: Int]) {
    func years(_ day: CivilDate) -> Double { Double(offset(day)) / 365 }
    let (begin, end) = (years(first), years(last))
    var times: [Double] = []
    var places: [CivilDate: Int] = [:]
    var previous = 0.0
    // Between neighbouring days, evenly: steps that are much shorter than others would need many nodes.
    for day in days {
      let time = years(day)
      let longest = min(
        Self.longestStep,
        time <= begin ? begin / Self.steps : time <= end ? (end - begin) / Self.steps : Self.longestStep)
      let count = max(1, Int(((time - previous) / longest).rounded()))
      for step in 1..<max(count, 1) {
        times.append(previous + (time - previous) * Double(step) / Double(count))
      }
      places[day] = times.count
      times.append(time)
      previous = time
    }
    let grid = TimeGrid(needed: times, steps: 1)
    return (grid, places.mapValues { grid.places[$0] })
  }

  /// An amount paid on a day, worth today.
  private mutating func worth(_ amount: Double, on day: CivilDate, _ curve: Int) throws(CellGap) -> Term {
    try collected { (flows: inout ProjectedFlows) throws(CellGap) in
      flows.add(amount, flows.paid(on: day, curve))
    }[0]
  }
}
