import BenchmarkTiming
import Foundation
import Models

/// What antithetic paths, Sobol points and a control variate are worth: standard error and processor seconds of the value of a mortgage
/// whose borrowers repay more the lower rates are, by each. Prints a table; see docs/models/simulation.md.
///
/// The mortgage: 30 years of level payments at 6% a month on 100, a flat curve of 5%, Hull-White a = 0.05, σ = 0.01. Each month a share
/// 0.004 + 0.9 · max(0, 0.055 − r) of what is left is repaid, at most 0.06, r the short rate. Its control: the same mortgage repaid as
/// fast as it would be if rates came as the curve has them, whose value the curve gives.
@main struct VarianceBenchmark {
  static let months = 360
  static let rate = 0.05
  static let coupon = 0.06 / 12
  /// The same number of paths by each source; Sobol points in so many sets, each with its own seed.
  static let blocks = 512
  static let sets = 32

  struct Run {
    var values: [Double] = []
    var controls: [Double] = []
    var seconds = 0.0
  }

  static func main() {
    let times = (1...months).map { Double($0) / 12 }
    let model = HullWhite(meanReversion: 0.05, volatility: 0.01)
    func paths(_ source: PathSource) -> HullWhitePaths {
      HullWhitePaths(model, times: times, source: source, numeraire: .rolledBond)
    }
    let mortgage = Mortgage(curve: ([0] + times).map { exp(-rate * $0) })
    var rows: [(name: String, estimate: Estimate, seconds: Double)] = []
    for (name, source) in [
      ("independent", PathSource.independent(seed: 7)), ("antithetic", .antithetic(seed: 7)),
    ] {
      let run = run(paths(source), mortgage, 0..<blocks)
      rows.append((name, Estimate(run.values, of: source), run.seconds))
      rows.append(
        (
          "\(name), control",
          Estimate(
            independent: source.independentMeans(run.values),
            control: source.independentMeans(run.controls),
            expectation: mortgage.expectedControl), run.seconds
        ))
    }
    var (means, controls, seconds) = ([Double](), [Double](), 0.0)
    for set in 0..<sets {
      let source = PathSource.sobol(seed: UInt64(set))
      let run = run(paths(source), mortgage, 0..<blocks / sets)
      means += source.independentMeans(run.values)
      controls += source.independentMeans(run.controls)
      seconds += run.seconds
    }
    rows.append(("sobol and bridge", Estimate(independent: means), seconds))
    rows.append(
      (
        "sobol and bridge, control",
        Estimate(independent: means, control: controls, expectation: mortgage.expectedControl), seconds
      ))
    let plain = rows[0].estimate.standardError * rows[0].estimate.standardError * rows[0].seconds
    print(
      "\(blocks * PathBlock.width) paths; value, standard error, seconds, error of one second, speed at one error"
    )
    for (name, estimate, seconds) in rows {
      let error = estimate.standardError
      print(
        String(
          format: "%@ | %.5f | %.6f | %.3f | %.6f | %.0f", name, estimate.mean, error, seconds,
          error * seconds.squareRoot(), plain / (error * error * seconds)))
    }
  }

  static func run(_ paths: HullWhitePaths, _ mortgage: Mortgage, _ blocks: Range<Int>) -> Run {
    var run = Run()
    run.seconds =
      BestOf.processorMilliseconds(3) {
        run.values = []
        run.controls = []
        var block = paths.makeBlock()
        var discounts: [Double] = []
        for number in blocks {
          paths.fill(&block, number: number)
          block.discountFactors(mortgage.curve, into: &discounts)
          for lane in 0..<PathBlock.width {
            let (value, control) = mortgage.value(lane, block.factors[0], discounts)
            run.values.append(value)
            run.controls.append(control)
          }
        }
      } / 1e3
    return run
  }
}

struct Mortgage {
  /// Discount factor of each month, today's first.
  let curve: [Double]
  /// What the control pays each month, the first today.
  private let plannedPayments: [Double]

  init(curve: [Double]) {
    self.curve = curve
    var balance = 100.0
    plannedPayments =
      [0]
      + (1...VarianceBenchmark.months).map { month in
        Self.payment(&balance, month, short: VarianceBenchmark.rate)
      }
  }

  var expectedControl: Double { zip(plannedPayments, curve).reduce(0) { $0 + $1.0 * $1.1 } }

  /// What is paid in a month, and what is left after it.
  @inline(__always)
  private static func payment(_ balance: inout Double, _ month: Int, short: Double) -> Double {
    let coupon = VarianceBenchmark.coupon
    let left = VarianceBenchmark.months - month
    let interest = balance * coupon
    // The share of the balance that a level payment repays.
    let scheduled = left == 0 ? 1 : coupon / (pow(1 + coupon, Double(left + 1)) - 1)
    let early = min(0.06, 0.004 + 0.9 * max(0, 0.055 - short))
    let repaid = balance * (scheduled + (1 - scheduled) * early)
    balance -= repaid
    return interest + repaid
  }

  /// The value of the mortgage and that of its control along a path.
  @inline(__always)
  func value(_ lane: Int, _ states: [Double], _ discounts: [Double]) -> (value: Double, control: Double) {
    var (balance, value, control) = (100.0, 0.0, 0.0)
    for month in 1...VarianceBenchmark.months {
      let place = month * PathBlock.width + lane
      let paid = Self.payment(
        &balance, month, short: VarianceBenchmark.rate + states[place - PathBlock.width])
      value += paid * discounts[place]
      control += plannedPayments[month] * discounts[place]
    }
    return (value, control)
  }
}
