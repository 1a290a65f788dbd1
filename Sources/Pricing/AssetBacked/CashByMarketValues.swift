import Glibc
import Instruments
import MarketData
import SecuritisationAnalytics

/// The value of a pool or bond whose cash is not the same under all scenarios, and its derivatives, per unit of quantity.
struct CashByMarketValues: ContractAmounts {
  /// The static flows' own, with the option-adjusted spread in place of theirs.
  let placement: ContractPlacement
  let value: BaseAndScenarios
  /// What a buyer gets who settles on the settlement day.
  let quoted: BaseAndScenarios
  let dollarDuration: BaseAndScenarios
  let dollarConvexity: BaseAndScenarios
  let dollarSpreadDuration: BaseAndScenarios
  private let keyDurations: [BaseAndScenarios]
  /// For a rise of the model's volatility, per 1.00.
  let dollarVega: BaseAndScenarios
  /// Of `value`.
  let standardError: BaseAndScenarios
  /// Whether nothing is left to chance: cash of each scenario's forward rates.
  let isCertain: Bool
  /// Basis points over the discount curve alone, by scenario.
  let optionAdjustedSpreads: [Result<Double, CellGap>]

  func dollarDuration(key: Int) -> BaseAndScenarios { keyDurations[key] }

  /// Throws the reason when no spread gives the position's mark.
  init(
    _ position: PositionToPrice, _ cash: CashByMarket, _ straight: ContractPlacement,
    payment: Double?, in context: PricingContext
  ) throws(CellGap) {
    let columns = context.markets.scenarioCount + 1
    let years = cash.times.years
    let settlement = straight.settlementYears
    let settlementDay = straight.basis.settlementDay
    let factors = try SpreadFactors(position, cash.times, settlementDay, in: context)
    // A month's payment is a buyer's whose settlement comes before the month's end.
    let isQuoted = cash.times.exDays.map { $0 > settlementDay }
    let means = (0..<columns).map { cash.cash($0).means }

    var spread = (position.position.spreadBasisPoints ?? 0) * basisPoint
    if let mark = position.position.markCleanPrice, straight.isQuotable {
      let basis = straight.basis
      let amounts = years.indices.map { isQuoted[$0] ? means[0][$0] * factors[$0, 0] : 0 }
      guard
        let solved = SpreadSolver.solve(
          amounts: amounts, years: years.map { $0 - settlement },
          value: (mark + basis.accrued) / 100 * basis.principal * factors.settlement(0),
          guess: straight.issueSpread)
      else {
        throw CellGap(
          Reason(.didNotConverge, "no issue spread from −50% to 1000% gives the marked clean price \(mark)"))
      }
      spread = solved
    }
    let decay = years.map { exp(-spread * $0) }
    func sum(_ means: [Double], _ column: Int, _ weight: (Int) -> Double = { _ in 1 }) -> Double {
      var sum = 0.0
      for month in years.indices {
        sum += means[month] * factors[month, column] * decay[month] * weight(month)
      }
      return sum
    }
    // What a forward trade pays at settlement.
    func paid(_ column: Int) -> Double {
      payment.map { -$0 * factors.settlement(column) * exp(-spread * settlement) } ?? 0
    }
    func everywhere(_ number: (Int) -> Double) -> BaseAndScenarios {
      BaseAndScenarios((0..<columns).map(number), start: 0, hasScenarios: true)
    }
    /// Worked out from what moved, in the columns that have it.
    func moved(
      _ move: CashByMarket.Move, _ number: (Int, CashByMarket.Moved) -> Double
    ) -> BaseAndScenarios {
      let numbers = (0..<columns).map { column in
        cash.moved(move, column).map { number(column, $0) } ?? 0
      }
      let hasScenarios = cash.moved(move, columns - 1) != nil
      return BaseAndScenarios(numbers, start: 0, hasScenarios: hasScenarios)
    }
    func rise(_ column: Int, _ moved: CashByMarket.Moved, _ shift: Double) -> Double {
      (sum(moved.up, column) - sum(moved.down, column)) / (2 * shift)
    }
    isCertain = cash.cash(0).simulated == nil
    value = everywhere { sum(means[$0], $0) + paid($0) }
    quoted = everywhere { column in sum(means[column], column) { isQuoted[$0] ? 1 : 0 } }
    standardError = everywhere { column in
      cash.cash(column).standardError(weights: years.indices.map { factors[$0, column] * decay[$0] })
    }
    dollarSpreadDuration = everywhere { column in
      sum(means[column], column) { years[$0] } + settlement * paid(column)
    }
    dollarDuration = moved(.parallel) { column, moved in
      settlement * paid(column) - rise(column, moved, CashByMarket.shift)
    }
    dollarConvexity = moved(.parallel) { column, moved in
      let bend = sum(moved.up, column) - 2 * sum(means[column], column) + sum(moved.down, column)
      return bend / (CashByMarket.shift * CashByMarket.shift) + settlement * settlement * paid(column)
    }
    keyDurations = context.request.keyRateTenors.indices.map { key in
      let weight = context.tents.weight(key, at: settlement)
      return moved(.key(key)) { column, moved in
        settlement * weight * paid(column) - rise(column, moved, CashByMarket.shift)
      }
    }
    dollarVega = moved(.volatility) { column, moved in rise(column, moved, CashByMarket.volatilityShift) }
    placement = ContractPlacement(
      basis: straight.basis, table: straight.table, flows: straight.flows, issueSpread: spread,
      settlementYears: settlement, isAnyQuoted: straight.isAnyQuoted, isEveryQuoted: straight.isEveryQuoted)
    let count = max(
      context.request.valueCount(
        of: .optionAdjustedSpread, scenarioCount: context.markets.scenarioCount),
      context.request.valueCount(of: .zSpread, scenarioCount: context.markets.scenarioCount))
    optionAdjustedSpreads = (0..<count).map { scenario in
      guard position.instrument.spreadCurve != nil else { return .success(spread / basisPoint) }
      let own = means[1 + scenario]
      guard
        let solved = SpreadSolver.solve(
          amounts: own, years: years, value: sum(own, 1 + scenario), guess: spread)
      else {
        return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
      }
      return .success(solved / basisPoint)
    }
  }
}

/// What a spread curve takes off each month's payment, and the discount factor of the settlement day.
private struct SpreadFactors {
  private let table: DiscountTable
  private let alone: DiscountTable
  private let rows: [(spread: Int, alone: Int)]
  private let settlementRow: Int
  private let hasCurve: Bool

  init(
    _ position: PositionToPrice, _ times: PaymentTimes, _ settlementDay: Int32,
    in context: PricingContext
  ) throws(CellGap) {
    let currency = position.instrument.terms.currency
    let days = times.payDays + [settlementDay]
    hasCurve = position.instrument.spreadCurve != nil
    do throws(MissingMarketData) {
      table = try context.discounts.table(
        DiscountKey(currency, spreadCurve: position.instrument.spreadCurve), days: days)
      alone = hasCurve ? try context.discounts.table(DiscountKey(currency), days: days) : table
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
    let (table, alone) = (table, alone)
    rows = times.payDays.map { (Int(table.row($0)), Int(alone.row($0))) }
    settlementRow = Int(table.row(settlementDay))
  }

  subscript(month: Int, column: Int) -> Double {
    guard hasCurve else { return 1 }
    return table.matrix[rows[month].spread, column] / alone.matrix[rows[month].alone, column]
  }

  /// Discount factor of the settlement day, spread curve included.
  func settlement(_ column: Int) -> Double { table.matrix[settlementRow, column] }
}
