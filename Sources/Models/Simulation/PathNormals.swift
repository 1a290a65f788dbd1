import CRandomKernel
import NumericalMethods

/// The standard normal numbers of blocks of paths, for each step and factor.
struct PathNormals: Sendable {
  let source: PathSource
  private let factors: Int
  private let steps: Int
  private let sobol: SobolSequence?
  private let bridge: BrownianBridge?
  private let directions: PathDirections?
  private let path: RandomPath

  /// - Parameter times: ends of the steps, strictly ascending from above 0.
  init(_ source: PathSource, times: [Double], factors: Int, path: RandomPath = .best) {
    self.source = source
    self.factors = factors
    self.path = path
    steps = times.count
    switch source {
    case .independent, .antithetic:
      (sobol, bridge, directions) = (nil, nil, nil)
    case .sobol(let seed):
      sobol = Self.sobol(factors * times.count, seed)
      (bridge, directions) = (BrownianBridge(times: times), nil)
    case .directedSobol(let seed):
      let directions = PathDirections(times: times)
      sobol = Self.sobol(factors * (directions.count + times.count), seed)
      (bridge, self.directions) = (nil, directions)
    }
  }

  private static func sobol(_ dimensions: Int, _ seed: UInt64) -> SobolSequence {
    SobolSequence(dimensions: min(dimensions, SobolSequence.dimensionLimit), seed: seed)
  }

  /// - Parameters:
  ///   - columns: for each factor a row of `PathBlock.width` numbers a step.
  ///   - scratch: room for a column.
  func fill(
    block: Int, _ columns: [UnsafeMutablePointer<Double>], scratch: UnsafeMutablePointer<Double>
  ) {
    let width = PathBlock.width
    switch source {
    case .independent(let seed):
      random(UInt64(block) * UInt64(width), width, seed, from: 0, columns)
      for column in columns { tenor_normal_quantiles(column, Int64(steps * width), path.kernel) }
    case .antithetic(let seed):
      // Rows of half a block, one after another, which then move to their places from the last on.
      let half = width / 2
      random(UInt64(block) * UInt64(half), half, seed, from: 0, columns)
      for column in columns {
        tenor_normal_quantiles(column, Int64(steps * half), path.kernel)
        for step in (0..<steps).reversed() {
          let (source, row) = (column + step * half, column + step * width)
          for lane in (0..<half).reversed() {
            let value = source[lane]
            row[half + lane] = -value
            row[lane] = value
          }
        }
      }
    case .sobol(let seed):
      guard let sobol, let bridge else { return }
      // The first point of a block; there are 2³² points.
      let first = UInt32(truncatingIfNeeded: block * width)
      for dimension in 0..<sobol.dimensions {
        let row = columns[dimension % factors] + dimension / factors * width
        sobol.fill(UnsafeMutableBufferPointer(start: row, count: width), first: first, dimension: dimension)
      }
      random(UInt64(block) * UInt64(width), width, seed, from: sobol.dimensions, columns)
      for column in columns {
        tenor_normal_quantiles(column, Int64(steps * width), path.kernel)
        bridge.apply(column, width: width, scratch: scratch)
      }
    case .directedSobol(let seed):
      guard let sobol, let directions else { return }
      let first = UInt32(truncatingIfNeeded: block * width)
      // Dimensions of directions come first, factors in turn.
      let leading = factors * directions.count
      for dimension in leading..<sobol.dimensions {
        let row = columns[(dimension - leading) % factors] + (dimension - leading) / factors * width
        sobol.fill(UnsafeMutableBufferPointer(start: row, count: width), first: first, dimension: dimension)
      }
      random(UInt64(block) * UInt64(width), width, seed, from: sobol.dimensions - leading, columns)
      for (factor, column) in columns.enumerated() {
        for number in 0..<directions.count {
          sobol.fill(
            UnsafeMutableBufferPointer(start: scratch + number * width, count: width), first: first,
            dimension: number * factors + factor)
        }
        tenor_normal_quantiles(scratch, Int64(directions.count * width), path.kernel)
        tenor_normal_quantiles(column, Int64(steps * width), path.kernel)
        directions.apply(column, along: scratch, width: width)
      }
    }
  }

  /// Numbers from `draw` on, in the order of steps and, within a step, of factors: number d of a path is one of pair d / 2
  /// of its stream.
  private func random(
    _ firstStream: UInt64, _ width: Int, _ seed: UInt64, from draw: Int,
    _ columns: [UnsafeMutablePointer<Double>]
  ) {
    for pair in draw / 2..<max((factors * steps + 1) / 2, draw / 2) {
      let (first, second) = (
        row(2 * pair, from: draw, columns, width), row(2 * pair + 1, from: draw, columns, width)
      )
      tenor_philox_uniforms(first, second, Int64(width), firstStream, UInt64(pair), seed, path.kernel)
    }
  }

  /// Where number `draw` of the paths goes; nowhere when it is not wanted.
  private func row(
    _ draw: Int, from first: Int, _ columns: [UnsafeMutablePointer<Double>], _ width: Int
  ) -> UnsafeMutablePointer<Double>? {
    guard draw >= first, draw < factors * steps else { return nil }
    return columns[draw % factors] + draw / factors * width
  }
}
