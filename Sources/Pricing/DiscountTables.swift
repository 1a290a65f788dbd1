import CashFlows
import DatesAndConventions
import Instruments
import MarketData

/// The curves that discount a flow.
struct DiscountKey: Hashable {
  let currency: Currency
  /// `nil` for the discount curve alone.
  let spreadCurve: String?
}

/// The discount tables of a batch: one per curve pair, over the days that anything in the batch needs.
struct DiscountTables {
  private var indices: [DiscountKey: Int] = [:]
  private var tables: [Result<DiscountTable, MissingMarketData>] = []

  init(
    _ positions: [PositionToPrice], _ contracts: ContractBatch, measures: [Measure],
    markets: any ScenarioMarketSource
  ) {
    var keys: [DiscountKey] = []
    var days: [[Int32]] = []
    func index(_ currency: Currency, _ spreadCurve: String?) -> Int {
      let key = DiscountKey(currency: currency, spreadCurve: spreadCurve)
      if let known = indices[key] { return known }
      indices[key] = keys.count
      keys.append(key)
      days.append([])
      return keys.count - 1
    }
    let valuation = markets.valuationDate.dayNumber
    for (position, item) in positions.enumerated() {
      let record = item.instrument
      switch record.terms {
      case .fixedBond, .amortisingLoan:
        guard let basis = contracts.bases[position] else { continue }
        let payDays = contracts.flows.payDays[contracts.range(position)]
        let own = index(record.terms.currency, record.spreadCurve)
        days[own].append(contentsOf: payDays)
        days[own].append(basis.settlementDay)
        if record.spreadCurve != nil, measures.contains(.zSpread) {
          days[index(record.terms.currency, nil)].append(contentsOf: payDays)
        }
      case .fxForward(let forward):
        guard forward.settlementDate.dayNumber > valuation else { continue }
        for currency in [forward.buyCurrency, forward.sellCurrency] {
          days[index(currency, nil)].append(forward.settlementDate.dayNumber)
        }
      case .unsupported: continue
      }
    }
    tables = zip(keys, days).map { key, days in
      Result { () throws(MissingMarketData) in try DiscountTable(key, days: days, markets: markets) }
    }
  }

  /// The table of a curve pair that something in the batch needs; throws what the market lacks.
  func table(_ currency: Currency, spreadCurve: String?) throws(MissingMarketData) -> DiscountTable {
    guard let index = indices[DiscountKey(currency: currency, spreadCurve: spreadCurve)] else {
      preconditionFailure("a table is built for every contract with flows and every leg")
    }
    return try tables[index].get()
  }
}

/// One discount table and the rows of the days it covers.
final class DiscountTable: Sendable {
  /// Rows of `stride` doubles, one row per distinct day; column 0 is the base market.
  let values: [Double]
  let stride: Int
  /// Act/365F years of each row.
  let years: [Double]
  private let firstDay: Int32
  private let rowOfDay: [Int32]

  /// Builds the table for `days`, in any order and with repeats. Throws what the market lacks.
  init(_ key: DiscountKey, days: some Sequence<Int32>, markets: any ScenarioMarketSource)
    throws(MissingMarketData)
  {
    let valuation = markets.valuationDate.dayNumber
    var first = Int32.max
    var last = Int32.min
    for day in days {
      first = min(first, day)
      last = max(last, day)
    }
    guard first <= last else {
      firstDay = 0
      rowOfDay = []
      years = []
      stride = markets.rowStride
      values = try markets.discountTable(currency: key.currency, spreadCurve: key.spreadCurve, years: [])
      return
    }
    var rows = [Int32](repeating: -1, count: Int(last - first) + 1)
    for day in days { rows[Int(day - first)] = 0 }
    var times: [Double] = []
    for offset in rows.indices where rows[offset] == 0 {
      rows[offset] = Int32(times.count)
      times.append(Double(Int(first) + offset - Int(valuation)) / 365)
    }
    firstDay = first
    rowOfDay = rows
    years = times
    stride = markets.rowStride
    values = try markets.discountTable(currency: key.currency, spreadCurve: key.spreadCurve, years: times)
  }

  /// The row of a day the table was built for.
  func row(_ day: Int32) -> Int32 { rowOfDay[Int(day - firstDay)] }
}
