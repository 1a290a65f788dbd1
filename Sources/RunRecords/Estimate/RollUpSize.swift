import DatesAndConventions
import Instruments
import MarketData
import Pricing

/// Bytes of a run's partial sums and of its results per portfolio node.
struct RollUpSize {
  // Sums of whole numbers, so that their order does not matter.
  private(set) var partialSums = 0.0
  private(set) var nodes = 0.0

  init(_ request: RunRequest, _ book: BookShape, market: MarketSnapshot) {
    let sums = book.samples.mapValues { sample in
      Dictionary(grouping: sample) { $0.terms.currency.code }.mapValues {
        RollUpSize.sums($0, request, market)
      }
    }
    var nodes: [Node: [Measure: Sum]] = [:]
    var added: Set<Added> = []
    for holding in book.holdings {
      guard let known = sums[holding.productType],
        let measures = known[holding.currency] ?? known.min(by: { $0.key < $1.key })?.value
      else { continue }
      // Positions fall into buckets by chance: how many buckets have at least one of these.
      let buckets = Double(request.bucketCount)
      let tasks = buckets * (1 - (1 - 1 / buckets).power(holding.positionCount))
      for (measure, sum) in measures {
        let shape = sum.shape(holding.portfolio, holding.productType, measure, request)
        partialSums += (tasks * Double(sum.count) * StoredSize.rollUp(shape)).rounded()
      }
      // The first has no name: everything together.
      for node in [""] + (PortfolioNode.along(holding.portfolio)?.map(\.id) ?? []) {
        guard
          added.insert(Added(node: node, productType: holding.productType, currency: holding.currency))
            .inserted
        else { continue }
        for product in [holding.productType, nil] {
          for (measure, sum) in measures {
            // In its currency, and in the reporting currency: once for all currencies unless the factor names one.
            for currency in [holding.currency, sum.factorLength > 0 ? "*" + holding.currency : "*"] {
              let key = Node(id: node, productType: product, currency: currency)
              if nodes[key]?[measure].map({ $0.count >= sum.count }) ?? false { continue }
              nodes[key, default: [:]][measure] = sum
            }
          }
        }
      }
    }
    for (node, measures) in nodes {
      for (measure, sum) in measures {
        let shape = sum.shape(node.id, node.productType, measure, request)
        self.nodes += (Double(sum.count) * StoredSize.nodeResult(shape)).rounded()
      }
    }
  }

  private struct Node: Hashable {
    let id: String
    /// `nil` for all together.
    let productType: ProductType?
    /// That of the positions; with `*` for those that are converted.
    let currency: String
  }

  /// What need not be looked at again.
  private struct Added: Hashable {
    let node: String
    let productType: ProductType
    let currency: String
  }

  /// The sums that a holding has of a measure.
  private struct Sum {
    let count: Int
    let factorLength: Int

    func shape(
      _ portfolio: String, _ product: ProductType?, _ measure: Measure, _ request: RunRequest
    ) -> StoredSize.SumShape {
      StoredSize.SumShape(
        portfolio: portfolio, product: product?.rawValue ?? "", factorLength: factorLength,
        values: request.valueCount(of: measure), isWeighted: measure.aggregation == .weightedByPresentValue)
    }
  }

  /// What positions on these instruments add up, by measure: all that one of them gives.
  private static func sums(
    _ records: [InstrumentRecord], _ request: RunRequest, _ market: MarketSnapshot
  ) -> [Measure: Sum] {
    var sums: [Measure: Sum] = [:]
    for measure in request.pricing.measures where measure.aggregation != .none {
      let shapes = records.map { request.vectors(of: measure, for: $0, in: market) }
        .filter { $0.reason?.code != .notApplicable && $0.count > 0 }
      guard let most = shapes.max(by: { $0.count < $1.count }) else { continue }
      sums[measure] = Sum(count: most.count, factorLength: most.factorLength)
    }
    return sums
  }
}

extension Double {
  /// To a whole power of 0 or more, by squaring.
  fileprivate func power(_ exponent: Int) -> Double {
    var result = 1.0
    var square = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
