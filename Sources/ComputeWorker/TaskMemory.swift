import Instruments
import Pricing
import RunRecords

/// How many positions of a run fit into a task's memory, by an estimate made before any is loaded.
struct TaskMemory {
  /// What one position takes from its loading to the storing of its results, in bytes.
  let bytesPerPosition: Int

  /// What a task takes besides, however many positions it has.
  private let tableBytes: Int

  /// - Parameter productType: That of the task; `nil` where it has no one type.
  init(_ request: RunRequest, productType: ProductType?) {
    tableBytes = productType.map(\.sharedBytes) ?? BatchPricer.productTableBytes
    let pricing = request.pricing
    bytesPerPosition = pricing.measures.reduce(TaskMemory.terms) { sum, measure in
      let values = pricing.valueCount(of: measure, scenarioCount: request.scenarios.count)
      let row = MemoryLayout<ResultBlock.Row>.stride + 8 * (values + 1)
      switch measure {
      case .cashFlows: return sum + TaskMemory.flows * MemoryLayout<CashFlowRow>.stride
      case .keyRateDV01, .keyRateDuration: return sum + row * pricing.keyRateTenors.count
      // Quotes that move one position, and values with each of many moved up and down.
      case .parDV01: return sum + 20 * row + 200 * MemoryLayout<Double>.stride
      // A forward has a row for each of its currencies, an option up to one for each of four quoted volatilities around its own.
      case .fxDelta: return sum + row * 2
      case .vega: return sum + row * 4
      default: return sum + row
      }
    }
  }

  /// How many positions fit, at least one. Half of the budget is left to them at least, so that a task of a small budget
  /// may take more.
  func positions(in bytes: Int) -> Int {
    max(1, (bytes - min(tableBytes, bytes / 2)) / bytesPerPosition)
  }

  /// A position and its instrument's record as text.
  private static let terms = 2_048
  /// A book half of semiannual bonds and half of monthly loans has 106 flows a position.
  private static let flows = 120
}

extension ProductType {
  /// What contracts of a task have in common at most: tables of coupons that are projected, or paths that pools and deals are simulated on.
  fileprivate var sharedBytes: Int {
    switch self {
    case .floatingRate, .derivatives: BatchPricer.productTableBytes
    case .mortgageAssetBacked: BatchPricer.simulationBytes
    case .fxForward, .amortisingLoan, .fixedBond, .callableBond, .putableBond, .structured: 0
    }
  }
}
