import Glibc
import NumericalMethods
import Testing

@Suite struct RootSearchTests {
  /// Functions with known roots: smooth, flat near the root, steep, with a kink, and Brent's own kind of hard case.
  static let cases:
    [(name: String, bracket: ClosedRange<Double>, root: Double, f: @Sendable (Double) -> (Double, Double))] =
      [
        ("square root", 0...2, 2.0.squareRoot(), { x in (x * x - 2, 2 * x) }),
        ("log", 0.1...100, M_E, { x in (log(x) - 1, 1 / x) }),
        ("triple root", -1...3, 0.5, { x in (pow(x - 0.5, 3), 3 * pow(x - 0.5, 2)) }),
        ("falling exponential", -5...50, log(3), { x in (exp(-x) - 1.0 / 3, -exp(-x)) }),
        ("kink", -3...10, 1, { x in (x < 1 ? 10 * (x - 1) : x - 1, x < 1 ? 10 : 1) }),
        ("Newton cycles", -2...2, -1.7692923542386314, { x in (x * x * x - 2 * x + 2, 3 * x * x - 2) }),
      ]

  @Test(arguments: cases.indices)
  func bothMethodsFindTheRoot(_ index: Int) throws {
    let (name, bracket, root, f) = Self.cases[index]
    // A triple root is flat: where the function underflows nothing can tell the argument better than ε^(1/3).
    let tolerance = name == "triple root" ? 1e-5 : 4 * root.ulp
    let search = RootSearch(bracket: bracket, maxIterations: 200)
    let brent = try #require(search.brent { f($0).0 }.root)
    let newton = try #require(
      search.newton(from: 0) {
        let (value, slope) = f($0)
        return (value: value, slope: slope)
      }.root)
    #expect(abs(brent - root) <= tolerance, "\(name): \(brent)")
    #expect(abs(newton - root) <= tolerance, "\(name): \(newton)")
  }

  /// Bisection of this bracket to full precision takes 53 steps.
  @Test func smoothFunctionsTakeFewSteps() throws {
    let search = RootSearch(bracket: 0...2)
    guard case .converged(_, let brent) = search.brent({ $0 * $0 - 2 }),
      case .converged(_, let newton) = search.newton(from: 1, { ($0 * $0 - 2, 2 * $0) })
    else {
      Issue.record("did not converge")
      return
    }
    #expect(brent <= 10)
    #expect(newton <= 8)
  }

  @Test func saysWhyItFailed() {
    let search = RootSearch(bracket: -1...1, maxIterations: 3)
    #expect(search.brent { $0 * $0 + 1 } == .notConverged(.noSignChange, best: 1))
    #expect(search.newton(from: 0) { ($0 * $0 + 1, 2 * $0) } == .notConverged(.noSignChange, best: 1))
    #expect(search.brent { $0 == 1 ? .nan : $0 } == .notConverged(.notFinite, best: -1))
    guard case .notConverged(.iterationLimit, _) = search.brent({ $0 < 0.3 ? -1 : 1 }) else {
      Issue.record("a jump cannot be located in 3 steps")
      return
    }
  }

  @Test func rootsAtTheEndsCount() {
    #expect(RootSearch(bracket: 0...1).brent { $0 }.root == 0)
    #expect(RootSearch(bracket: 0...1).newton(from: 0.5) { ($0 - 1, 1) }.root == 1)
  }
}
