public import DatesAndConventions
import NumericalMethods

extension ScenarioMarkets {
  public func discountTable(currency: Currency, spreadCurve: String?, years: [Double])
    throws(MissingMarketData)
    -> [Double]
  {
    let curve = try discountCurve(currency)
    let spread = try spreadCurve.map { id throws(MissingMarketData) in try spreadStates(id, currency) }
    return DiscountTableWriter(curve: curve, spread: spread, stride: rowStride).table(years)
  }

  public func indexTable(_ index: RateIndexID, years: [Double]) throws(MissingMarketData) -> [Double] {
    guard let curve = indexCurves[index] else {
      throw MissingMarketData("index curve for \(index.rawValue)")
    }
    return DiscountTableWriter(curve: curve, spread: nil, stride: rowStride).table(years)
  }

  private func spreadStates(_ id: String, _ currency: Currency) throws(MissingMarketData) -> CurveStates {
    guard let curve = spreadCurves[id] else { throw MissingMarketData("spread curve \(id)") }
    guard curve.currency == currency else {
      throw MissingMarketData("spread curve \(id) in \(currency): it is in \(curve.currency)")
    }
    return curve.states
  }
}

/// Fills discount tables: one exponential per row and distinct state of the curves, whatever the number of scenarios
/// that share it.
private struct DiscountTableWriter {
  let curve: CurveStates
  let spread: CurveStates?
  let stride: Int

  private struct Pair: Hashable {
    let curve: Int
    let spread: Int
  }

  /// Rows in flight: their exponents stay in the nearest cache while columns are written.
  private static let blockRows = 256

  /// The columns in each distinct pair of states.
  private var columns: [(pair: Pair, columns: [Int])] {
    var groups: [(pair: Pair, columns: [Int])] = []
    var known: [Pair: Int] = [:]
    for column in curve.stateOfColumn.indices {
      let pair = Pair(curve: curve.stateOfColumn[column], spread: spread?.stateOfColumn[column] ?? 0)
      if let index = known[pair] {
        groups[index].columns.append(column)
      } else {
        known[pair] = groups.count
        groups.append((pair, [column]))
      }
    }
    return groups
  }

  func table(_ years: [Double]) -> [Double] {
    let groups = columns
    let exponents = curve.curves.map { $0.exponents(ascending: years) }
    let spreads = spread?.curves.map { $0.exponents(ascending: years) }
    var table = Array(repeating: 0.0, count: years.count * stride)
    for start in Swift.stride(from: 0, to: years.count, by: DiscountTableWriter.blockRows) {
      let rows = start..<min(start + DiscountTableWriter.blockRows, years.count)
      for (pair, columns) in groups {
        let state = curve.states[pair.curve]
        let source = exponents[state.curve]
        var block = rows.map { -state.move.exponent(source[$0], at: years[$0]) }
        if let spread, let spreads {
          let state = spread.states[pair.spread]
          let source = spreads[state.curve]
          for row in rows { block[row - start] -= state.move.exponent(source[row], at: years[row]) }
        }
        Exponential.expInPlace(&block)
        for column in columns {
          for row in rows { table[row * stride + column] = block[row - start] }
        }
      }
    }
    return table
  }
}
