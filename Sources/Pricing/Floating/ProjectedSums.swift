import DatesAndConventions
import Glibc
import MarketData

/// The sums of a batch of floating contracts, taken for all at once. A contract here is what one position has in one unit of
/// currency.
struct ProjectedSums {
  private let sums: [ProjectedSum]
  private let baseSums: [ProjectedSum]
  private let everyScenario: [Double]
  private let baseOnly: [Double]
  private let stride: Int

  /// A run of payments whose terms are values in one currency, with the spread that discounts them beside the curves.
  struct Contract {
    let payments: Range<Int>
    /// Of the payments, those whose terms are values in this currency count; all of them where it is `nil`.
    let unit: Currency?
    /// Continuously compounded, a decimal.
    let issueSpread: Double
  }

  init(
    _ contracts: [Contract], _ table: ProductTable, everyScenario sums: [ProjectedSum],
    base baseSums: [ProjectedSum], in context: PricingContext
  ) {
    self.sums = sums
    self.baseSums = baseSums
    stride = context.markets.rowStride
    everyScenario = Self.sum(contracts, table, sums, context.tents, table.matrix)
    baseOnly = Self.sum(contracts, table, baseSums, context.tents, table.base)
  }

  private static func sum(
    _ contracts: [Contract], _ table: ProductTable, _ sums: [ProjectedSum], _ tents: KeyRateTents,
    _ matrix: DiscountMatrix
  ) -> [Double] {
    guard !sums.isEmpty, !contracts.isEmpty else { return [] }
    let flows = table.flows
    // The weights of a product are the same wherever it stands; of those that no contract here has, none is worked out.
    var productWeights = sums.map { sum in
      [Double](repeating: .nan, count: sum.isSlope ? flows.products.count : 0)
    }
    func productWeight(_ product: Int, _ place: Int) -> Double {
      if productWeights[place][product].isNaN {
        productWeights[place][product] = sums[place].weight(of: flows.products[product], flows.curves, tents)
      }
      return productWeights[place][product]
    }
    // The sums that rows after a compounded product's are for.
    let ownSums = table.slopes.map { sums.firstIndex(of: $0.sum) }
    var offsets = [0]
    var rows: [Int32] = []
    var weights = [[Double]](repeating: [], count: sums.count)
    offsets.reserveCapacity(contracts.count + 1)
    rows.reserveCapacity(flows.terms.count)
    for place in sums.indices { weights[place].reserveCapacity(flows.terms.count) }
    for contract in contracts {
      for payment in flows.payments[contract.payments] {
        if let unit = contract.unit, unit != payment.unit { continue }
        let years = Double(payment.payDay - flows.valuationDate.dayNumber) / 365
        let survival = contract.issueSpread == 0 ? 1 : exp(-contract.issueSpread * years)
        for term in flows.terms[payment.terms] {
          let row = table.row(term)
          let weight = term.weight * survival
          rows.append(Int32(row))
          for (place, sum) in sums.enumerated() {
            switch sum {
            case .value: weights[place].append(weight)
            case .spreadDuration: weights[place].append(weight * years)
            case .rateDuration, .rateConvexity, .keyRate, .vega:
              weights[place].append(
                term.product >= 0 ? weight * productWeight(Int(term.product), place) : 0)
            }
          }
          guard term.product < 0 else { continue }
          for (slope, own) in ownSums.enumerated() {
            guard let own else { continue }
            rows.append(Int32(row + 1 + slope))
            for place in sums.indices { weights[place].append(place == own ? weight : 0) }
          }
        }
      }
      offsets.append(rows.count)
    }
    var results = [Double](repeating: 0, count: contracts.count * sums.count * matrix.stride)
    DiscountKernel.revalue(
      PlacedFlows(
        offsets: offsets, rows: rows, weights: weights.count == 1 ? weights[0] : Array(weights.joined()),
        weightCount: sums.count),
      on: matrix, into: &results)
    return results
  }

  /// A sum of a contract, per unit of quantity. Precondition: it was asked for.
  subscript(contract: Int, sum: ProjectedSum) -> BaseAndScenarios {
    if let place = sums.firstIndex(of: sum) {
      return BaseAndScenarios(
        everyScenario, start: (contract * sums.count + place) * stride, hasScenarios: true)
    }
    guard let place = baseSums.firstIndex(of: sum) else {
      preconditionFailure("only what is asked for is summed")
    }
    return BaseAndScenarios(
      baseOnly, start: (contract * baseSums.count + place) * 4, hasScenarios: false)
  }
}

/// Which sums a request asks for, on every scenario and on the base market alone.
struct ProjectedNeeds {
  private(set) var everyScenario: [ProjectedSum] = [.value]
  private(set) var base: [ProjectedSum] = []
  private let vega: MeasureScope

  /// - Parameters:
  ///   - currencies: those of the batch.
  ///   - convexityNeedsDuration: whether second derivatives are made of first ones too.
  init(_ request: PricingRequest, currencies: [Currency], convexityNeedsDuration: Bool = false) {
    vega = request.scope(of: .vega)
    func need(_ sum: ProjectedSum, _ scope: MeasureScope) {
      switch scope {
      case .none: break
      case .base: base.append(sum)
      case .everyScenario: everyScenario.append(sum)
      }
    }
    let duration = request.scope(of: .dv01, .effectiveDuration)
    need(
      .rateDuration,
      convexityNeedsDuration ? max(duration, request.scope(of: .effectiveConvexity)) : duration)
    need(.rateConvexity, request.scope(of: .effectiveConvexity))
    need(.spreadDuration, request.scope(of: .cs01, .spreadDuration))
    for currency in currencies {
      for key in request.keyRateTenors.indices {
        need(.keyRate(currency, key: key), request.scope(of: .keyRateDV01, .keyRateDuration))
      }
    }
  }

  /// Those that products which are not linear have rows of their own for, and whether their rows are needed under every scenario.
  var slopes: [(sum: ProjectedSum, isForAll: Bool)] {
    var slopes: [(ProjectedSum, Bool)] = everyScenario.filter(\.isSlope).map { ($0, true) }
    slopes += base.filter(\.isSlope).map { ($0, false) }
    switch vega {
    case .none: break
    case .base: slopes.append((.vega, false))
    case .everyScenario: slopes.append((.vega, true))
    }
    // The second derivative of an option is made with the first.
    if let convexity = slopes.first(where: { $0.0 == .rateConvexity }) {
      if let duration = slopes.firstIndex(where: { $0.0 == .rateDuration }) {
        slopes[duration].1 = slopes[duration].1 || convexity.1
      } else {
        slopes.append((.rateDuration, convexity.1))
      }
    }
    return slopes
  }
}
