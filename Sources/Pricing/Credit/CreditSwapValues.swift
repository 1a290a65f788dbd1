import MarketData
import NumericalMethods

/// One default swap from the buyer of protection, per unit of notional, in the base market and under every scenario.
///
/// Between neighbouring days of the timeline rates and hazard are flat, and each integral is a moment of an exponential. Its
/// derivatives for the exponents at both ends are in closed form, and every sensitivity is a sum of them.
struct CreditSwapValues {
  /// Column 0 is the base market, column 1 + s scenario s, as in all that follows.
  private(set) var value: [Double]
  /// Of what a default pays.
  private(set) var protection: [Double]
  /// −ln of the chance of no default by the end of protection.
  private(set) var hazard: [Double]
  /// The chance of a default by then.
  private(set) var defaultProbability: [Double]
  /// Change of the value for a parallel rise of zero rates, per 1.00; survival held.
  private(set) var rateSlope: [Double]
  /// The same under each key's tent.
  private(set) var keySlopes: [[Double]]
  /// Change of the value for a rise of all par spreads by 1.00; rates held.
  private(set) var spreadSlope: [Double]

  /// Under which scenarios derivatives are wanted.
  struct Needs {
    let rates: MeasureScope
    let keyRates: MeasureScope
    let spreads: MeasureScope

    init(_ request: PricingRequest) {
      rates = request.scope(of: .dv01)
      keyRates = request.scope(of: .keyRateDV01)
      spreads = request.scope(of: .cs01)
    }

    /// Whether a block of columns is wanted; the first holds the base market.
    fileprivate func wantsSlopes(_ block: Int) -> Bool {
      max(rates, keyRates, spreads) >= (block == 0 ? .base : .everyScenario)
    }
  }

  /// - Parameter loss: Share of the notional lost in a default.
  init(
    _ timeline: CreditSwapTimeline, loss: Double, coupon: Double, _ integrals: inout CreditIntegrals,
    tents: KeyRateTents, needs: Needs
  ) {
    integrals.makeRoom()
    let grid = integrals.grid
    let swap = WeightedIntegrals(timeline, loss: loss, coupon: coupon, &integrals)
    let columns = 4 * grid.blocks
    value = Array(repeating: 0, count: columns)
    protection = value
    rateSlope = value
    spreadSlope = value
    hazard = value
    defaultProbability = value
    keySlopes = Array(
      repeating: value, count: needs.keyRates == .none ? 0 : tents.years.count)
    let (values, protections) = swap.values(integrals)
    let nodes = timeline.days.map { Node(grid.row($0), grid, tents) }
    let payNodes = timeline.premiums.map { Node(grid.row($0.payDay), grid, tents) }
    for block in 0..<grid.blocks {
      let total = nodes.last.map { grid.hazardExponents[$0.row * grid.blocks + block] } ?? .zero
      let survival = Exponential.exp(SIMD4<Double>(repeating: 0) - total)
      for lane in 0..<4 {
        let column = 4 * block + lane
        hazard[column] = total[lane]
        defaultProbability[column] = 1 - survival[lane]
        value[column] = values[block][lane]
        protection[column] = protections[block][lane]
      }
      guard needs.wantsSlopes(block) else { continue }
      var slopes = Slopes(keys: keySlopes.count)
      for (from, interval) in swap.intervals.enumerated() {
        slopes.add(interval, from: nodes[from], to: nodes[from + 1], integrals, block)
      }
      for (premium, pay) in zip(swap.premiums, payNodes) {
        slopes.pay(premium, on: pay, integrals, block)
      }
      for lane in 0..<4 {
        let column = 4 * block + lane
        rateSlope[column] = slopes.rate[lane]
        spreadSlope[column] = slopes.spread[lane]
        for key in keySlopes.indices { keySlopes[key][column] = slopes.keys[key][lane] }
      }
    }
  }
}

/// A swap as weights of its curve's integrals.
private struct WeightedIntegrals {
  struct Interval {
    let place: Int
    /// What a default at the beginning pays, less the premium accrued by then.
    let paid: Double
    /// Premium that accrues between.
    let rising: Double
  }

  struct Premium {
    let place: Int
    let amount: Double
    /// Row of its last day.
    let last: Int
  }

  let loss: Double
  private(set) var intervals: [Interval] = []
  private(set) var premiums: [Premium] = []

  init(_ timeline: CreditSwapTimeline, loss: Double, coupon: Double, _ integrals: inout CreditIntegrals) {
    self.loss = loss
    let grid = integrals.grid
    let accruing = CreditSwapTimeline.accrualRatio * coupon
    let rows = timeline.days.map(grid.row)
    intervals.reserveCapacity(rows.count)
    premiums.reserveCapacity(timeline.premiums.count)
    for (from, accrued) in timeline.accruedYears.enumerated() {
      intervals.append(
        Interval(
          place: integrals.interval(from: rows[from], to: rows[from + 1]), paid: loss - accruing * accrued,
          rising: accruing * (grid.years[rows[from + 1]] - grid.years[rows[from]])))
    }
    for premium in timeline.premiums {
      let last = grid.row(premium.lastDay)
      premiums.append(
        Premium(
          place: integrals.premium(pay: grid.row(premium.payDay), last: last),
          amount: coupon * premium.accrual, last: last))
    }
  }

  /// The value and that of what a default pays, by block.
  ///
  /// With x the rise of both exponents, m0 and m1 the moments of e^(−x·u) and h that of the hazard exponent, an interval is worth
  /// h · B · (P · m0 − S · m1): P what a default at the beginning pays and S the premium that accrues in between.
  func values(_ integrals: CreditIntegrals) -> (value: [SIMD4<Double>], protection: [SIMD4<Double>]) {
    let blocks = integrals.grid.blocks
    var value = [SIMD4<Double>](repeating: .zero, count: blocks)
    var protection = value
    for interval in intervals {
      for block in 0..<blocks {
        let place = interval.place + block
        let hazard = integrals.hazards[place]
        let zeroth = integrals.zeroth[place]
        value[block] += hazard * (zeroth * interval.paid - integrals.first[place] * interval.rising)
        protection[block] += hazard * zeroth * loss
      }
    }
    for premium in premiums {
      for block in 0..<blocks { value[block] -= integrals.paid[premium.place + block] * premium.amount }
    }
    return (value, protection)
  }
}

/// A row of the grid with what a move of zero rates does to its exponent.
private struct Node {
  let row: Int
  let years: Double
  /// The lower of the keys around its time, and the weight of the upper one.
  let key: Int
  let upperWeight: Double

  init(_ row: Int, _ grid: CreditGrid, _ tents: KeyRateTents) {
    self.row = row
    years = grid.years[row]
    (key, upperWeight) = tents.bracket(years)
  }
}

/// The derivatives of one block of scenarios.
private struct Slopes {
  var rate = SIMD4<Double>(repeating: 0)
  var spread = SIMD4<Double>(repeating: 0)
  var keys: [SIMD4<Double>]

  init(keys: Int) { self.keys = Array(repeating: SIMD4(repeating: 0), count: keys) }

  /// Adds those of an interval's value, for the exponents at both its ends.
  @inline(__always)
  mutating func add(
    _ interval: WeightedIntegrals.Interval, from: Node, to: Node, _ integrals: CreditIntegrals, _ block: Int
  ) {
    let place = interval.place + block
    let (hazard, first) = (integrals.hazards[place], integrals.first[place])
    let perHazard: SIMD4<Double> = integrals.zeroth[place] * interval.paid - first * interval.rising
    let cross: SIMD4<Double> = hazard * (first * interval.paid - integrals.second[place] * interval.rising)
    let atBegin: SIMD4<Double> = cross - hazard * perHazard
    move(from, by: atBegin)
    move(to, by: SIMD4<Double>(repeating: 0) - cross)
    let grid = integrals.grid
    spread += (atBegin - perHazard) * grid.parSensitivities[from.row * grid.blocks + block]
    spread += (perHazard - cross) * grid.parSensitivities[to.row * grid.blocks + block]
  }

  /// Adds those of a premium.
  @inline(__always)
  mutating func pay(
    _ premium: WeightedIntegrals.Premium, on day: Node, _ integrals: CreditIntegrals, _ block: Int
  ) {
    let paid: SIMD4<Double> = integrals.paid[premium.place + block] * premium.amount
    move(day, by: paid)
    spread += paid * integrals.grid.parSensitivities[premium.last * integrals.grid.blocks + block]
  }

  /// A derivative for the discount exponent at a node: a rise of zero rates by z raises that by z · years.
  @inline(__always)
  private mutating func move(_ node: Node, by slope: SIMD4<Double>) {
    let perRate: SIMD4<Double> = slope * node.years
    rate += perRate
    guard !keys.isEmpty else { return }
    keys[node.key] += perRate * (1 - node.upperWeight)
    if node.upperWeight > 0 { keys[node.key + 1] += perRate * node.upperWeight }
  }
}
