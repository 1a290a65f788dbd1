import Collateral
import Foundation
import Models
import NumericalMethods

/// Rates and discount factors on stored paths under one market, month by month.
///
/// The means of each set's discount factors are exactly those of the curve (a martingale adjustment).
public struct SimulatedRates: Sendable {
  /// Rows of `PathBlock.width` lanes, one a month.
  struct Block: Sendable {
    /// Of each month's payment.
    var discounts: [Double] = []
    /// At the beginning of each month; empty where there is no model of mortgage rates.
    var mortgageRates: [Double] = []
    /// At the beginning of each month, in the order of the scenario.
    var indices: [[Double]] = []
  }

  public let times: MonthTimes
  public let plan: PathPlan
  let indexNames: [String]
  /// Of the curve, for each month's payment.
  let curve: [Double]
  let blocks: [Block]
  /// Mortgage rate today, and the farthest from it that any path comes.
  let mortgageRate: (today: Double, distance: Double)?

  public init(_ paths: StoredPaths, _ scenario: RateScenario, threads: Int = 1) {
    times = paths.times
    plan = paths.plan
    indexNames = scenario.indices.map(\.name)
    let rows = RateRows(paths, scenario)
    curve = paths.times.payments.map(scenario.discountFactor)
    let curve = curve
    blocks = Parallel.map(paths.blocks.count, threads: threads) { rows.block(paths.blocks[$0], curve) }
    if let today = blocks.first?.mortgageRates.first {
      var distance = 0.0
      for block in blocks { for rate in block.mortgageRates { distance = max(distance, abs(rate - today)) } }
      mortgageRate = (today, distance)
    } else {
      mortgageRate = nil
    }
  }

  /// Discount factors of a payment, from 0, on all paths in their order.
  public func discountFactors(month: Int) -> [Double] {
    blocks.flatMap { $0.discounts[month * PathBlock.width..<(month + 1) * PathBlock.width] }
  }

  /// Mortgage rates of a path at the beginning of each month.
  public func mortgageRates(path: Int) -> [Double] {
    lane(path, \.mortgageRates)
  }

  /// An index's rates of a path at the beginning of each month; `nil` for an index that is not simulated.
  public func index(_ name: String, path: Int) -> [Double]? {
    guard let place = indexNames.firstIndex(of: name) else { return nil }
    return lane(path, \.indices[place])
  }

  func lane(_ path: Int, _ rows: KeyPath<Block, [Double]>) -> [Double] {
    let (block, lane) = (path / PathBlock.width, path % PathBlock.width)
    let rows = blocks[block][keyPath: rows]
    return stride(from: lane, to: rows.count, by: PathBlock.width).map { rows[$0] }
  }

  /// Indices of a path by name, as projections take them.
  func indexRates(path: Int) -> IndexRates {
    var rates: [String: [Double]] = [:]
    for (place, name) in indexNames.enumerated() { rates[name] = lane(path, \.indices[place]) }
    return IndexRates(rates)
  }
}

/// What turns the factors of paths into rates: constants and sensitivities of each month.
private struct RateRows: Sendable {
  private let mortgageRates: [AffineRow]
  /// Of the logarithm of the zero bond of the index's term.
  private let indices: [(index: SimulatedIndex, bonds: [AffineRow])]

  init(_ paths: StoredPaths, _ scenario: RateScenario) {
    let times = paths.times
    let formulas = paths.formulas
    func bond(
      at time: Double, years: Double, on curve: @Sendable (Double) -> Double
    ) -> AffineRow {
      let formula = formulas.zeroBondFormula(at: time, years: years)
      return AffineRow(
        constant: formula.shift + log(curve(time + years) / curve(time)),
        sensitivities: formula.sensitivities)
    }
    mortgageRates =
      scenario.mortgageRate.map { model in
        (0..<times.count).map { month in
          var line = AffineRow(
            constant: model.intercept + scenario.mortgageRateShift,
            sensitivities: [Double](repeating: 0, count: paths.blocks[0].paths.factors.count))
          for term in model.terms {
            let bond = bond(at: times.start(month), years: term.years, on: scenario.discountFactor)
            line.constant -= term.weight / term.years * bond.constant
            for factor in line.sensitivities.indices {
              line.sensitivities[factor] -= term.weight / term.years * bond.sensitivities[factor]
            }
          }
          return line
        }
      } ?? []
    indices = scenario.indices.map { index in
      (
        index,
        (0..<times.count).map { month in
          bond(
            at: times.start(month), years: index.term(month).years,
            on: index.forwardFactor ?? scenario.discountFactor)
        }
      )
    }
  }

  /// - Parameter curve: discount factors of the months' payments.
  func block(_ stored: StoredPaths.Block, _ curve: [Double]) -> SimulatedRates.Block {
    let width = PathBlock.width
    var block = SimulatedRates.Block()
    block.discounts = stored.discounts
    block.discounts.withUnsafeMutableBufferPointer { discounts in
      for (month, factor) in curve.enumerated() {
        for lane in 0..<width { discounts[month * width + lane] *= factor }
      }
    }
    block.mortgageRates = AffineRow.values(mortgageRates, on: stored.paths, time: 0)
    for (index, bonds) in indices {
      var rates = AffineRow.values(bonds, on: stored.paths, time: 0)
      for place in rates.indices { rates[place] = -rates[place] }
      Exponential.expInPlace(&rates)
      for month in bonds.indices {
        let accrual = index.term(month).accrual
        for place in month * width..<(month + 1) * width {
          rates[place] = (rates[place] - 1) / accrual + index.spread
        }
      }
      block.indices.append(rates)
    }
    return block
  }
}
