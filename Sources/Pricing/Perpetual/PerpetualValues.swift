import Glibc
import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// What a bond without maturity is worth under every scenario and how that moves, per unit of face.
///
/// Beyond the coupons that are listed, the forward rate between the last two of them goes on for ever.
struct PerpetualValues: ContractAmounts {
  /// With its issue spread.
  let placement: ContractPlacement
  /// What a buyer who settles on the settlement day gets, discounted to the valuation date.
  let quoted: BaseAndScenarios
  /// Basis points over the discount curve alone.
  let zSpreads: [Result<Double, CellGap>]
  let value: BaseAndScenarios
  let dollarDuration: BaseAndScenarios
  let dollarConvexity: BaseAndScenarios
  private let keyRates: [BaseAndScenarios]

  /// - Parameter straight: without its mark. Throws the reason when no issue spread gives the position's mark.
  init(
    _ position: PositionToPrice, _ bond: PerpetualBond, _ straight: ContractPlacement,
    _ placed: PlacedContracts, in context: PricingContext
  ) throws(CellGap) {
    let coupons = ListedCoupons(bond, straight, placed, in: context)
    var spread = straight.issueSpread
    if let mark = position.position.markCleanPrice, straight.isQuotable {
      let basis = straight.basis
      let settlement = straight.settlementYears
      let forward =
        (mark + basis.accrued) / 100 * straight.table.base[Int(straight.table.row(basis.settlementDay)), 0]
      guard
        let solved = coupons.spread(
          straight.table, column: 0, isQuoted: true, worth: { forward * exp(-$0 * settlement) })
      else {
        throw CellGap(
          Reason(.didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
      }
      spread = solved
    }
    placement = ContractPlacement(
      basis: straight.basis, table: straight.table, flows: straight.flows, issueSpread: spread,
      settlementYears: straight.settlementYears, isAnyQuoted: straight.isAnyQuoted,
      isEveryQuoted: straight.isEveryQuoted)
    let keys = context.request.keyRateTenors.count
    var rows = [[Double]](repeating: [], count: 4 + keys)
    for column in 0...context.markets.scenarioCount {
      let sums = coupons.sums(straight.table, column: column, spread: spread, context.tents, keys: keys)
      for row in rows.indices { rows[row].append(sums[row]) }
    }
    func everywhere(_ row: Int) -> BaseAndScenarios {
      BaseAndScenarios(rows[row], start: 0, hasScenarios: true)
    }
    value = everywhere(0)
    quoted = everywhere(1)
    dollarDuration = everywhere(2)
    dollarConvexity = everywhere(3)
    keyRates = (0..<keys).map { everywhere(4 + $0) }
    zSpreads = Self.zSpreads(position, coupons, spread, rows[0], in: context)
  }

  private static func zSpreads(
    _ position: PositionToPrice, _ coupons: ListedCoupons, _ spread: Double, _ values: [Double],
    in context: PricingContext
  ) -> [Result<Double, CellGap>] {
    let count = max(
      context.request.valueCount(of: .zSpread, scenarioCount: context.markets.scenarioCount),
      context.request.valueCount(of: .optionAdjustedSpread, scenarioCount: context.markets.scenarioCount))
    guard position.instrument.spreadCurve != nil else {
      return Array(repeating: .success(spread / basisPoint), count: count)
    }
    let key = DiscountKey(position.instrument.terms.currency)
    guard let alone = try? context.discounts.table(key, days: coupons.days) else {
      preconditionFailure("a table with a spread curve implies one without")
    }
    return (0..<count).map { scenario in
      guard
        let solved = coupons.spread(
          alone, column: 1 + scenario, isQuoted: false, worth: { _ in values[1 + scenario] })
      else {
        return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
      }
      return .success(solved / basisPoint)
    }
  }

  func dollarDuration(key: Int) -> BaseAndScenarios { keyRates[key] }
}

/// The coupons that are listed, and those after them.
struct ListedCoupons {
  let days: [Int32]
  let tail: PerpetualTail
  private let years: [Double]
  /// Of coupons that the holder of the valuation date gets; 0 for others.
  private let owned: [Double]
  /// Of those, what a buyer gets who settles on the settlement day.
  private let bought: [Double]

  init(
    _ bond: PerpetualBond, _ placement: ContractPlacement, _ placed: PlacedContracts,
    in context: PricingContext
  ) {
    let columns = placed.contracts.flows
    let valuation = context.markets.valuationDate.dayNumber
    let settlement = placement.basis.settlementDay
    days = Array(columns.payDays[placement.flows])
    years = days.map { Double($0 - valuation) / 365 }
    owned = placement.flows.map { columns.exDays[$0] > valuation ? columns.total($0) : 0 }
    bought = placement.flows.map {
      columns.exDays[$0] > settlement && columns.payDays[$0] > settlement ? columns.total($0) : 0
    }
    let periodsPerYear = Double(bond.frequency.rawValue)
    tail = PerpetualTail(coupon: bond.lastCoupon / periodsPerYear, periodsPerYear: periodsPerYear)
  }

  /// The forward rate between the last two coupons, which goes on for ever.
  private func forward(_ table: DiscountTable, column: Int) -> Double {
    let last = days.count - 1
    return log(discount(last - 1, table, column) / discount(last, table, column))
      / (years[last] - years[last - 1])
  }

  private func discount(_ flow: Int, _ table: DiscountTable, _ column: Int) -> Double {
    table.matrix[Int(table.row(days[flow])), column]
  }

  /// All coupons after the listed ones, as an amount on the day of the last.
  func tailAmount(_ table: DiscountTable, column: Int, spread: Double) -> Double {
    tail.amount(forward(table, column: column) + spread).value
  }

  /// Value, value to a buyer, dollar duration, dollar convexity, dollar durations of keys.
  func sums(_ table: DiscountTable, column: Int, spread: Double, _ tents: KeyRateTents, keys: Int)
    -> [Double]
  {
    var sums = [Double](repeating: 0, count: 4 + keys)
    for flow in days.indices {
      let time = years[flow]
      let factor = discount(flow, table, column) * exp(-spread * time)
      let value = owned[flow] * factor
      sums[0] += value
      sums[1] += bought[flow] * factor
      sums[2] += value * time
      sums[3] += value * time * time
      for key in 0..<keys { sums[4 + key] += value * time * tents.weight(key, at: time) }
    }
    let last = days.count - 1
    let (time, before) = (years[last], years[last - 1])
    let factor = discount(last, table, column) * exp(-spread * time)
    let (value, first, second) = tail.amount(forward(table, column: column) + spread)
    sums[0] += factor * value
    sums[1] += factor * value
    sums[2] += factor * (value * time - first)
    sums[3] += factor * (value * time * time - 2 * time * first + second)
    for key in 0..<keys {
      // How the discount factor and the forward rate move with the key.
      let moved = time * tents.weight(key, at: time)
      let turned = (moved - before * tents.weight(key, at: before)) / (time - before)
      sums[4 + key] += factor * (value * moved - first * turned)
    }
    return sums
  }

  /// The spread under which the coupons are worth what `worth` says of it; `nil` where there is none.
  func spread(_ table: DiscountTable, column: Int, isQuoted: Bool, worth: (Double) -> Double) -> Double? {
    let amounts = isQuoted ? bought : owned
    let discounts = days.indices.map { amounts[$0] * discount($0, table, column) }
    let last = discount(days.count - 1, table, column)
    let forward = forward(table, column: column)
    func excess(_ spread: Double) -> Double {
      var sum = last * exp(-spread * years[years.count - 1]) * tail.amount(forward + spread).value
      for flow in discounts.indices { sum += discounts[flow] * exp(-spread * years[flow]) }
      return sum - worth(spread)
    }
    // The value falls from infinity, at the spread that takes the forward rate to 0.
    var low = max(SpreadSolver.bracket.lowerBound, -forward)
    var high = SpreadSolver.bracket.upperBound
    guard excess(high) < 0, excess(low) > 0 else { return nil }
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { break }
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
