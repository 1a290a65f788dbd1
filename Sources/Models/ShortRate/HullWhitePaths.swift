import Glibc

/// Paths of the Hull-White model on a grid of times, exact at each of them: no error of discretisation, however long the steps.
///
/// Steps of x and of the numeraire are drawn from their joint normal distribution. The curve is no part of it (`PathBlock`), so the
/// same paths serve every scenario and every shift.
public struct HullWhitePaths: ShortRatePaths {
  public let model: HullWhite
  public let times: [Double]
  public let numeraire: Numeraire
  private let steps: [HullWhiteStep]
  private let normals: PathNormals
  public var source: PathSource { normals.source }

  /// What payments are measured in, and with it the probabilities that paths are drawn with.
  public enum Numeraire: Sendable, Hashable {
    /// 1 lent at the short rate at every instant: x and its integral, two normal numbers a step.
    case moneyMarketAccount
    /// 1 lent at each time of the grid until the next: half the numbers and less variance. Exact for everything that looks at
    /// rates and pays at times of the grid; a path's discount factor is the product of its zero bonds of a step.
    case rolledBond
  }

  /// Precondition: `times` are not empty and ascend strictly from above 0.
  public init(
    _ model: HullWhite, times: [Double], source: PathSource, numeraire: Numeraire = .moneyMarketAccount
  ) {
    precondition(times.first.map { $0 > 0 } == true, "times from above 0 on")
    precondition(zip(times, times.dropFirst()).allSatisfy(<), "times ascend")
    self.model = model
    self.times = [0] + times
    self.numeraire = numeraire
    steps = zip(self.times, times).map { HullWhiteStep(model, numeraire, from: $0, to: $1) }
    normals = PathNormals(source, times: times, factors: numeraire == .rolledBond ? 1 : 2)
  }

  public func makeBlock() -> PathBlock { PathBlock(timeCount: times.count, factorCount: 1) }

  public func fill(_ block: inout PathBlock, number: Int) {
    precondition(block.timeCount == times.count && block.factors.count == 1, "a block of these paths")
    let width = PathBlock.width
    block.factors[0].withUnsafeMutableBufferPointer { x in
      block.excess.withUnsafeMutableBufferPointer { excess in
        block.scratch.withUnsafeMutableBufferPointer { scratch in
          let (x, excess) = (x.baseAddress!, excess.baseAddress!)
          // Normal numbers of a step stand where what they lead to will be.
          let columns = numeraire == .rolledBond ? [x + width] : [x + width, excess + width]
          normals.fill(block: number, columns, scratch: scratch.baseAddress!)
          for lane in 0..<width {
            x[lane] = 0
            excess[lane] = 0
          }
          for (place, step) in steps.enumerated() {
            step.advance(x + place * width, excess + place * width, width)
          }
        }
      }
    }
  }

  public func zeroBondFormula(at time: Double, years: Double) -> ZeroBondFormula {
    ZeroBondFormula(
      shift: model.zeroBondShift(at: time, years: years), sensitivities: [model.sensitivity(years)])
  }

  public func factorCovariance(at time: Double) -> [[Double]] { [[model.variance(time)]] }
}
