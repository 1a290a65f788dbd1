import BenchmarkTiming
import Collateral
import StructuredDeals

/// Times a static table: a bond's yield by price, prepayment, default and severity.
enum SpeedGridTiming {
  static func report(_ deal: Deal, _ loans: [PoolLoan]) throws -> [String: Double] {
    let projection = DealProjection(try Waterfall(deal), loans: ["pool": loans])
    let prices = stride(from: 90.0, through: 110, by: 2).map { $0 }
    func grid() throws -> SpeedGrid {
      try SpeedGrid(
        projection, bond: "C", prepayment: [0.02, 0.06, 0.1, 0.15, 0.25].map { .cpr($0) },
        defaults: [0, 0.01, 0.02, 0.05].map { .cdr($0) }, severity: [0.2, 0.4, 0.6])
    }
    let cells = try grid().cells
    let speeds = CollateralAssumptions(
      prepayment: .speed(.cpr(0.1)), defaults: .speed(.cdr(0.02)), severity: .curve([0.4]))
    return [
      "grid_cells": Double(cells.count), "grid_prices": Double(prices.count),
      "grid_ms": try BestOf.processorMilliseconds(3) { _ = try grid() },
      "grid_pools_ms": try BestOf.processorMilliseconds(3) {
        for _ in cells { _ = try CollateralProjection(speeds).flows(loans) }
      },
      "grid_yields_ms": BestOf.processorMilliseconds(3) {
        for cell in cells { for price in prices { _ = cell.bond.yield(price: price) } }
      },
    ]
  }
}
