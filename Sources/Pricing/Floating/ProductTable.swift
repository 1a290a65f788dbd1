import DatesAndConventions
import MarketData

/// The values of the products of a batch, a row each, base market first and scenarios after it.
///
/// Rows of products that are not linear, compounded ones and options, are followed by those of their slopes, since they do not move in
/// proportion to themselves.
struct ProductTable {
  let flows: ProjectedFlows
  let tables: [DiscountTable]
  let scenarioCount: Int
  let matrix: DiscountMatrix
  /// Column 0 alone.
  let base: DiscountMatrix
  /// Whether anybody asks for the payments themselves.
  let listsCashFlows: Bool
  /// What each row of such a product after its value is, and whether it is needed under every scenario.
  let slopes: [(sum: ProjectedSum, isForAll: Bool)]

  /// - Parameters:
  ///   - slopes: the sums, other than values and spread durations, that are asked for.
  init(_ flows: ProjectedFlows, slopes: [(sum: ProjectedSum, isForAll: Bool)], in context: PricingContext) {
    self.slopes = slopes
    scenarioCount = context.markets.scenarioCount
    listsCashFlows = context.request.measures.contains(.cashFlows)
    let tables = flows.curves.indices.map { curve in
      let (key, days) = (flows.curves[curve], flows.shared.days[curve])
      guard let table = try? context.discounts.table(key, days: days) else {
        preconditionFailure("a curve that the market lacks is refused before")
      }
      return table
    }
    self.tables = tables
    let stride = context.markets.rowStride
    let columns = 1 + context.markets.scenarioCount
    let lasting = flows.products.count
    let rows = lasting + flows.nonlinear.count * (1 + slopes.count)
    let valuation = context.markets.valuationDate.dayNumber
    var (all, base) = (flows.shared.rows, flows.shared.baseRows)
    let matrix = all.matrix(rowCount: rows, lasting: lasting, stride: stride) { out, first in
      withExtendedLifetime(tables) {
        let writer = RowWriter(
          starts: tables.map { $0.matrix.withUnsafeRows { $0 } }, tables: tables, valuation: valuation,
          stride: stride, columns: columns)
        for row in first..<lasting { writer.write(flows.products[row], to: out + row * stride) }
        let options = OptionWriter(flows, slopes, stride: stride, columns: columns, context.tents)
        for (place, product) in flows.nonlinear.enumerated() {
          let row = lasting + place * (1 + slopes.count)
          switch product {
          case .compounded(let product):
            writer.write(product, to: out + row * stride, slopes.map(\.sum), flows.curves, context.tents)
          case .option(let option): options.write(option, row: row, of: out)
          case .bermudan(let option): options.write(option, row: row, of: out)
          case .swapRate(let payment): options.write(payment, row: row, of: out)
          case .rateDifference(let option): options.write(option, row: row, of: out)
          }
        }
        // Columns beyond the last scenario are summed with the others and never read.
        for row in first..<rows { for column in columns..<stride { out[row * stride + column] = 0 } }
      }
    }
    self.matrix = matrix
    self.base = base.matrix(rowCount: rows, lasting: lasting, stride: 4) { out, first in
      for row in first..<rows {
        out[4 * row] = matrix[row, 0]
        for column in 1..<4 { out[4 * row + column] = 0 }
      }
    }
    var kept = flows
    (kept.shared.rows, kept.shared.baseRows) = (all, base)
    self.flows = kept
  }

  /// The row of a term's value.
  func row(_ term: ProjectedFlows.Term) -> Int { flows.row(term, slopes: slopes.count) }

  /// The sum of some terms in a column.
  func sum(_ terms: Range<Int>, column: Int) -> Double {
    var sum = 0.0
    for term in flows.terms[terms] { sum += term.weight * matrix[row(term), column] }
    return sum
  }

  func discount(_ curve: Int, _ day: Int32, column: Int) -> Double {
    guard day > flows.valuationDate.dayNumber else { return 1 }
    return tables[curve].matrix[Int(tables[curve].row(day)), column]
  }
}

/// Writes rows of products.
private struct RowWriter {
  let starts: [UnsafePointer<Double>]
  let tables: [DiscountTable]
  let valuation: Int32
  let stride: Int
  let columns: Int

  private func row(_ curve: Int, _ days: Int32) -> UnsafePointer<Double> {
    starts[curve] + Int(tables[curve].row(valuation + days)) * stride
  }

  func write(_ product: DiscountProduct, to out: UnsafeMutablePointer<Double>) {
    var isFirst = true
    // The usual D · P / P in one pass.
    if product.count == 3, !product[0].isDivisor, !product[1].isDivisor, product[2].isDivisor {
      let (a, b, c) = (
        row(product[0].curve, product[0].days), row(product[1].curve, product[1].days),
        row(product[2].curve, product[2].days)
      )
      for column in 0..<columns { out[column] = a[column] * b[column] / c[column] }
      return
    }
    if product.count == 0 || product[0].isDivisor {
      for column in 0..<columns { out[column] = 1 }
      isFirst = false
    }
    for place in 0..<product.count {
      let factor = product[place]
      let source = row(factor.curve, factor.days)
      if isFirst {
        for column in 0..<columns { out[column] = source[column] }
        isFirst = false
      } else if factor.isDivisor {
        for column in 0..<columns { out[column] /= source[column] }
      } else {
        for column in 0..<columns { out[column] *= source[column] }
      }
    }
  }

  /// The value, then each slope: with V the value, −dV/dz = V · Σ s and d²V/dz² = V · ((Σ s)² + Σ q (1 − q) Δ²), where s is a
  /// factor's signed years, q = weight · growth / (1 + weight · (growth − 1)) and Δ the years of a deposit.
  func write(
    _ product: CompoundedProduct, to out: UnsafeMutablePointer<Double>, _ slopes: [ProjectedSum],
    _ curves: [DiscountKey], _ tents: KeyRateTents
  ) {
    write(product.product, to: out)
    let slopeRows = slopes.indices.map { out + ($0 + 1) * stride }
    for (place, slope) in slopes.enumerated() {
      let own = slope.weight(of: product.product, curves, tents, squared: false)
      for column in 0..<columns { slopeRows[place][column] = own }
    }
    var share = [Double](repeating: 0, count: columns)
    var bend = [Double](repeating: 0, count: columns)
    for step in product.steps {
      let start = step.start > 0 ? row(product.curve, step.start) : nil
      let end = row(product.curve, step.end)
      for column in 0..<columns {
        let growth = (start?[column] ?? 1) / end[column]
        let factor = 1 + step.weight * (growth - 1)
        share[column] = step.weight * growth / factor
        out[column] *= factor
      }
      let deposit = DiscountProduct.one.growing(curve: product.curve, from: step.start, to: step.end)
      for (place, slope) in slopes.enumerated() {
        let weight = slope.weight(of: deposit, curves, tents, squared: false)
        guard weight != 0 else { continue }
        for column in 0..<columns { slopeRows[place][column] += share[column] * weight }
      }
      let years = Double(step.end - step.start) / 365
      for column in 0..<columns { bend[column] += share[column] * (1 - share[column]) * years * years }
    }
    for (place, slope) in slopes.enumerated() {
      for column in 0..<columns {
        let first = slopeRows[place][column]
        slopeRows[place][column] =
          out[column] * (slope == .rateConvexity ? first * first + bend[column] : first)
      }
    }
  }
}
