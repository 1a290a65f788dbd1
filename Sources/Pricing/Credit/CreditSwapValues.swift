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
    _ timeline: CreditSwapTimeline, loss: Double, coupon: Double, _ grid: CreditGrid, tents: KeyRateTents,
    needs: Needs
  ) {
    let columns = 4 * grid.blocks
    value = Array(repeating: 0, count: columns)
    protection = value
    rateSlope = value
    spreadSlope = value
    hazard = value
    defaultProbability = value
    keySlopes = Array(
      repeating: value, count: needs.keyRates == .none ? 0 : tents.years.count)
    let nodes = timeline.days.map { Node(grid.row($0), grid, tents) }
    let premiums = timeline.premiums.map {
      (
        amount: coupon * $0.accrual, pay: Node(grid.row($0.payDay), grid, tents),
        last: grid.row($0.lastDay)
      )
    }
    for block in 0..<grid.blocks {
      var sums = Sums(keys: keySlopes.count)
      let wantsSlopes = needs.wantsSlopes(block)
      for (from, accrued) in timeline.accruedYears.enumerated() {
        sums.add(
          nodes[from], nodes[from + 1], grid, block, wantsSlopes: wantsSlopes, loss: loss,
          accrued: CreditSwapTimeline.accrualRatio * coupon * accrued,
          accruing: CreditSwapTimeline.accrualRatio * coupon)
      }
      for premium in premiums {
        sums.pay(
          premium.amount, premium.pay, last: premium.last, grid, block, wantsSlopes: wantsSlopes)
      }
      let total = nodes.last.map { grid.hazardExponents[$0.row * grid.blocks + block] } ?? .zero
      let survival = Exponential.exp(SIMD4<Double>(repeating: 0) - total)
      for lane in 0..<4 {
        let column = 4 * block + lane
        hazard[column] = total[lane]
        defaultProbability[column] = 1 - survival[lane]
        value[column] = sums.value[lane]
        protection[column] = sums.protection[lane]
        rateSlope[column] = sums.rate[lane]
        spreadSlope[column] = sums.spread[lane]
        for key in keySlopes.indices { keySlopes[key][column] = sums.keys[key][lane] }
      }
    }
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

/// What one block of scenarios adds up to.
private struct Sums {
  var value = SIMD4<Double>(repeating: 0)
  var protection = SIMD4<Double>(repeating: 0)
  var rate = SIMD4<Double>(repeating: 0)
  var spread = SIMD4<Double>(repeating: 0)
  var keys: [SIMD4<Double>]

  init(keys: Int) { self.keys = Array(repeating: SIMD4(repeating: 0), count: keys) }

  /// Adds what a default between two days pays, less the premium accrued by then.
  ///
  /// With x the rise of both exponents and m0, m1, m2 the moments of e^(−x·u), the value is h · B · (P · m0 − S · m1): P what a
  /// default at the beginning pays and S the premium that accrues in between.
  @inline(__always)
  mutating func add(
    _ from: Node, _ to: Node, _ grid: CreditGrid, _ block: Int, wantsSlopes: Bool, loss: Double,
    accrued: Double, accruing: Double
  ) {
    let begin = from.row * grid.blocks + block
    let end = to.row * grid.blocks + block
    let hazard: SIMD4<Double> = grid.hazardExponents[end] - grid.hazardExponents[begin]
    let discount: SIMD4<Double> = grid.discountExponents[end] - grid.discountExponents[begin]
    let moments = ExponentialMoments(discount + hazard)
    let before = grid.values[begin]
    let paid = loss - accrued
    let rising = accruing * (to.years - from.years)
    let perHazard: SIMD4<Double> = before * (moments.zeroth * paid - moments.first * rising)
    let whole: SIMD4<Double> = hazard * perHazard
    value += whole
    protection += hazard * before * moments.zeroth * loss
    guard wantsSlopes else { return }
    let cross: SIMD4<Double> = hazard * before * (moments.first * paid - moments.second * rising)
    let atBegin: SIMD4<Double> = cross - whole
    move(from, by: atBegin)
    move(to, by: SIMD4<Double>(repeating: 0) - cross)
    spread += (atBegin - perHazard) * grid.parSensitivities[begin]
    spread += (perHazard - cross) * grid.parSensitivities[end]
  }

  /// Takes out a premium that is paid if there is no default by the end of its last day.
  @inline(__always)
  mutating func pay(
    _ amount: Double, _ pay: Node, last: Int, _ grid: CreditGrid, _ block: Int, wantsSlopes: Bool
  ) {
    let discount = grid.discountExponents[pay.row * grid.blocks + block]
    let hazard = grid.hazardExponents[last * grid.blocks + block]
    let paid: SIMD4<Double> = Exponential.exp(SIMD4<Double>(repeating: 0) - discount - hazard) * amount
    value -= paid
    guard wantsSlopes else { return }
    move(pay, by: paid)
    spread += paid * grid.parSensitivities[last * grid.blocks + block]
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
