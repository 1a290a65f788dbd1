public import DatesAndConventions
import Instruments
public import MarketData
public import NumericalMethods
import Pricing

/// Roll-ups of books carried up the portfolio tree and into the reporting currency.
public enum NodeTotals {
  /// The totals of everything and of every node on the path of every book, per product and for all products, per currency and
  /// converted once, in order of node, product, currency, measure and factor.
  ///
  /// A converted total is Σ over currencies, in code order, of the node's exact sum in that currency times the
  /// scenario's rate. An average is the converted Σ (measure · present value) over the converted Σ present value, and
  /// withheld where that is not positive. Throws when a sum would leave its range.
  public static func totals(_ rollUp: RollUp, markets: any ScenarioMarketSource, reportingCurrency: Currency)
    throws(FixedPointSumError) -> [NodeTotal]
  {
    let nodes = try nodeCells(rollUp)
    var result: [NodeTotal] = []
    result.reserveCapacity(nodes.count * 2)
    var groups: [NodeKey: [Currency: RollUpCell]] = [:]
    for (key, cell) in nodes { groups[key.withoutCurrency, default: [:]][key.currency] = cell }
    var rates: [Currency: [Double]] = [:]
    for currency in Set(nodes.keys.map(\.currency)) {
      // Element 0 is the base market, which is no scenario.
      rates[currency] = (try? markets.fxRates(base: currency, quote: reportingCurrency)).map {
        Array($0.dropFirst())
      }
    }
    for key in groups.keys.sorted() {
      let parts = groups[key]!.sorted { $0.key < $1.key }
      for (currency, cell) in parts {
        result.append(key.total(currency: currency, isConverted: false, cell, values: localValues(cell)))
      }
      let valueCount = parts[0].value.sums.count
      var all = RollUpCell(key.measure, valueCount: valueCount)
      for (_, cell) in parts {
        all.positionCount += cell.positionCount
        all.gapCount += cell.gapCount
      }
      let values = convertedValues(parts, rates: rates, valueCount: valueCount)
      result.append(key.total(currency: reportingCurrency, isConverted: true, all, values: values))
    }
    return result
  }

  /// Exact sums per node, product (and all products), currency, measure and factor.
  private static func nodeCells(_ rollUp: RollUp) throws(FixedPointSumError) -> [CurrencyNodeKey: RollUpCell]
  {
    var cells: [CurrencyNodeKey: RollUpCell] = [:]
    for (key, cell) in rollUp.cells {
      for node in ancestry(key.portfolio) {
        for product in [key.productType, nil] {
          let nodeKey = CurrencyNodeKey(
            withoutCurrency: NodeKey(
              node: node, productType: product, measure: key.measure, factor: key.factor),
            currency: key.currency)
          try cells[nodeKey, default: RollUpCell(key.measure, valueCount: cell.sums.count)].merge(cell)
        }
      }
    }
    return cells
  }

  /// `A/B/C` gives the whole, which has no name, `A`, `A/B` and `A/B/C`.
  static func ancestry(_ path: String) -> [String] {
    var nodes = [""]
    var node = ""
    for part in path.split(separator: "/") {
      node = node.isEmpty ? String(part) : "\(node)/\(part)"
      nodes.append(node)
    }
    return nodes
  }

  private static func localValues(_ cell: RollUpCell) -> [Double?] {
    guard !cell.weights.isEmpty else { return cell.sums.map(\.value) }
    return zip(cell.sums, cell.weights).map { average($0.value, over: $1.value) }
  }

  /// Sums or averages over currencies, given in order of code; `nil` where a rate is missing or a weight is not positive.
  ///
  /// - Parameter rates: By currency and value.
  static func convertedValues(
    _ parts: [(key: Currency, value: RollUpCell)], rates: [Currency: [Double]], valueCount: Int
  ) -> [Double?] {
    (0..<valueCount).map { scenario in
      var sum = 0.0
      var weight = 0.0
      for (currency, cell) in parts {
        guard let rate = rates[currency]?[scenario] else { return nil }
        sum += cell.sums[scenario].value * rate
        if !cell.weights.isEmpty { weight += cell.weights[scenario].value * rate }
      }
      return parts.allSatisfy { $0.value.weights.isEmpty } ? sum : average(sum, over: weight)
    }
  }

  private static func average(_ sum: Double, over weight: Double) -> Double? {
    weight > 0 ? sum / weight : nil
  }
}

private struct NodeKey: Hashable, Comparable {
  let node: String
  let productType: ProductType?
  let measure: Measure
  let factor: String

  static func < (a: NodeKey, b: NodeKey) -> Bool {
    (a.node, a.productType?.rawValue ?? "", a.measure.rawValue, a.factor)
      < (b.node, b.productType?.rawValue ?? "", b.measure.rawValue, b.factor)
  }

  func total(currency: Currency, isConverted: Bool, _ cell: RollUpCell, values: [Double?]) -> NodeTotal {
    NodeTotal(
      node: node, productType: productType, currency: currency, isConverted: isConverted, measure: measure,
      factor: factor, values: values, positionCount: cell.positionCount, gapCount: cell.gapCount)
  }
}

private struct CurrencyNodeKey: Hashable {
  let withoutCurrency: NodeKey
  let currency: Currency
}
