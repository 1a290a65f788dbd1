import Foundation
import NumericalMethods
import Testing

@Suite struct LevenbergMarquardtTests {
  /// Rosenbrock's valley: the least is 0 at (1, 1).
  @Test func findsTheEndOfRosenbrocksValley() throws {
    let fit = try #require(
      LevenbergMarquardt().minimise(from: [-1.2, 1]) { [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]] })
    #expect(fit.converged)
    #expect(abs(fit.parameters[0] - 1) <= 1e-9 && abs(fit.parameters[1] - 1) <= 1e-9)
  }

  /// NIST StRD Misra1a: y = b₁·(1 − e^(−b₂·x)), certified to 11 digits; normal equations and differences leave 7 of them.
  @Test func agreesWithCertifiedValues() throws {
    let x = [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0]
    let y = [
      10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78,
    ]
    let fit = try #require(
      LevenbergMarquardt().minimise(from: [500, 0.0001]) { b in
        zip(x, y).map { b[0] * (1 - exp(-b[1] * $0)) - $1 }
      })
    #expect(fit.converged)
    #expect(abs(fit.parameters[0] / 238.94212918 - 1) <= 1e-7)
    #expect(abs(fit.parameters[1] / 5.5015643181e-4 - 1) <= 1e-7)
    #expect(abs(fit.residuals.reduce(0) { $0 + $1 * $1 } / 0.12455138894 - 1) <= 1e-9)
  }

  /// What is not allowed is not a number: the search turns back there and ends at the edge's own side.
  @Test func turnsBackWhereResidualsEnd() throws {
    let fit = try #require(LevenbergMarquardt().minimise(from: [4]) { [log($0[0]) + 5] })
    #expect(abs(fit.parameters[0] - exp(-5)) <= 1e-9)
    #expect(LevenbergMarquardt().minimise(from: [-1]) { [log($0[0])] } == nil)
  }

  @Test func saysWhenItRanOut() throws {
    let fit = try #require(
      LevenbergMarquardt(maxIterations: 2).minimise(from: [-1.2, 1]) {
        [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]]
      })
    #expect(!fit.converged && fit.iterations == 2)
  }

  @Test func aParameterWithoutEffectStays() throws {
    let fit = try #require(LevenbergMarquardt().minimise(from: [3, 7]) { [$0[0] - 1] })
    #expect(abs(fit.parameters[0] - 1) <= 1e-9 && fit.parameters[1] == 7)
  }
}
