/// Paths of the two-factor Gaussian model on a grid of times, exact at each of them: no error of discretisation, however long the steps.
///
/// The numeraire is 1 lent at each time of the grid until the next (`HullWhitePaths.Numeraire.rolledBond`): two normal numbers a step,
/// exact for everything that looks at rates and pays at times of the grid.
public struct G2Paths: ShortRatePaths {
  public let model: G2
  public let times: [Double]
  public var source: PathSource { normals.source }
  private let steps: [G2Step]
  private let normals: PathNormals

  /// Precondition: `times` are not empty and ascend strictly from above 0.
  public init(_ model: G2, times: [Double], source: PathSource) {
    precondition(times.first.map { $0 > 0 } == true, "times from above 0 on")
    precondition(zip(times, times.dropFirst()).allSatisfy(<), "times ascend")
    self.model = model
    self.times = [0] + times
    steps = zip(self.times, times).map { G2Step(model, from: $0, to: $1) }
    normals = PathNormals(source, times: times, factors: 2)
  }

  public func makeBlock() -> PathBlock { PathBlock(timeCount: times.count, factorCount: 2) }

  public func fill(_ block: inout PathBlock, number: Int) {
    precondition(block.timeCount == times.count && block.factors.count == 2, "a block of these paths")
    let width = PathBlock.width
    // Apart, so that both are written to at once without a copy.
    var (first, second) = ([Double](), [Double]())
    swap(&first, &block.factors[0])
    swap(&second, &block.factors[1])
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        block.excess.withUnsafeMutableBufferPointer { excess in
          block.scratch.withUnsafeMutableBufferPointer { scratch in
            let (x, y, excess) = (first.baseAddress!, second.baseAddress!, excess.baseAddress!)
            normals.fill(block: number, [x + width, y + width], scratch: scratch.baseAddress!)
            for lane in 0..<width { (x[lane], y[lane], excess[lane]) = (0, 0, 0) }
            for (place, step) in steps.enumerated() {
              let start = place * width
              step.advance(x + start, y + start, excess + start, width)
            }
          }
        }
      }
    }
    swap(&first, &block.factors[0])
    swap(&second, &block.factors[1])
  }

  public func zeroBondFormula(at time: Double, years: Double) -> ZeroBondFormula {
    model.zeroBondFormula(at: time, years: years)
  }

  public func factorCovariance(at time: Double) -> [[Double]] {
    let together = model.covariance(time)
    return [[model.first.variance(time), together], [together, model.second.variance(time)]]
  }
}

/// A step of paths of the two-factor model: x' = persistence·x − shift + deviation·z₁; y' likewise with z₁ and z₂; excess' = excess
/// less the logarithm of the step's zero bond over its forward price.
struct G2Step: Sendable {
  let persistences: (Double, Double)
  let shifts: (Double, Double)
  let deviation: Double
  let withFirst: Double
  let alone: Double
  let bond: ZeroBondFormula

  init(_ model: G2, from start: Double, to end: Double) {
    let years = end - start
    persistences = (model.first.persistence(years), model.second.persistence(years))
    shifts = model.discountingShifts(years)
    deviation = model.first.variance(years).squareRoot()
    withFirst = deviation > 0 ? model.covariance(years) / deviation : 0
    alone = max(0, model.second.variance(years) - withFirst * withFirst).squareRoot()
    bond = model.zeroBondFormula(at: start, years: years)
  }

  /// From a row of states to the next, which holds the normal numbers of the step.
  func advance(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>,
    _ excess: UnsafeMutablePointer<Double>,
    _ width: Int
  ) {
    let (nextX, nextY, nextExcess) = (x + width, y + width, excess + width)
    let (b, c) = (bond.sensitivities[0], bond.sensitivities[1])
    for lane in 0..<width {
      let (z, w) = (nextX[lane], nextY[lane])
      nextX[lane] = persistences.0 * x[lane] - shifts.0 + deviation * z
      nextY[lane] = persistences.1 * y[lane] - shifts.1 + (withFirst * z + alone * w)
      nextExcess[lane] = excess[lane] - bond.shift + (b * x[lane] + c * y[lane])
    }
  }
}
