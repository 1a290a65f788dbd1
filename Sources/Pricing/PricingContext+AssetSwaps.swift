import CashFlows
import DatesAndConventions
import MarketData

extension PricingContext {
  /// Spreads of par-par asset swaps in basis points, by scenario: (value of the bond's payments on the swap curve − dirty price) over
  /// the value of 1 a year paid on 100 with the swap's floating payments, all at settlement.
  ///
  /// The curve is that of the index of the currency's standard swap, for discounting too. Source: D. O'Kane, "Introduction to Asset
  /// Swaps", Lehman Brothers, 2000.
  func assetSwapSpreads(
    _ currency: Currency, _ placement: ContractPlacement, _ placed: PlacedContracts, _ quotes: ContractQuotes
  ) -> [Result<Double, CellGap>] {
    let scenarios = request.valueCount(of: .assetSwapSpread, scenarioCount: markets.scenarioCount)
    func all(_ reason: Reason) -> [Result<Double, CellGap>] {
      Array(repeating: .failure(CellGap(reason)), count: scenarios)
    }
    if let gap = quotes.unpriced.first { return all(gap.reason) }
    let basis = placement.basis
    let columns = placed.contracts.flows
    let flows = placement.flows.filter {
      columns.payDays[$0] > basis.settlementDay && columns.exDays[$0] > basis.settlementDay
    }
    do throws(MissingMarketData) {
      let convention = try markets.swapConvention(currency)
      let floating = floatingPayments(convention, basis)
      let table = try discounts.table(
        .index(convention.index),
        days: flows.map { columns.payDays[$0] } + floating.map(\.day) + [basis.settlementDay])
      return (0..<scenarios).map { scenario in
        func discount(_ day: Int32) -> Double { table.matrix[Int(table.row(day)), 1 + scenario] }
        let bond = flows.reduce(0) { $0 + columns.total($1) * discount(columns.payDays[$1]) }
        let annuity = floating.reduce(0) { $0 + $1.years * discount($1.day) }
        let dirty = quotes.dirtyPrices[scenario] / 100 * discount(basis.settlementDay)
        return .success((bond / basis.principal - dirty) / annuity / basisPoint)
      }
    } catch {
      return all(Reason(.missingData, error.name))
    }
  }

  /// Ends and lengths of the periods of a swap from settlement to the bond's maturity, back from the end.
  private func floatingPayments(_ convention: SwapConvention, _ basis: QuoteBasis) -> [(
    day: Int32, years: Double
  )] {
    let settlement = CivilDate(dayNumber: basis.settlementDay)
    let dayCount = RateIndex.of(convention.index).dayCount
    let months = convention.floatingFrequency.monthsPerPeriod
    var payments: [(day: Int32, years: Double)] = []
    var end = basis.maturity
    while end > settlement {
      let start = max(basis.maturity.adding(months: -months * (payments.count + 1)), settlement)
      payments.append((end.dayNumber, dayCount.yearFraction(from: start, to: end)))
      end = start
    }
    return payments
  }
}
