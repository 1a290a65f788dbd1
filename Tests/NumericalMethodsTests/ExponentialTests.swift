import Glibc
import NumericalMethods
import Testing

@Suite struct ExponentialTests {
  /// Against the C library, itself within 0.51 ulp: two correct results differ by 2 ulp at the very most.
  @Test func agreesWithTheCLibrary() {
    var random = SplitMix(state: 5)
    var worst = 0.0
    for _ in 0..<20_000 {
      for range in [-2.0...2, -700.0...700] {
        let x = Double.random(in: range, using: &random)
        let expected = Glibc.exp(x)
        worst = max(worst, abs(Exponential.exp(x) - expected) / expected.ulp)
      }
    }
    #expect(worst <= 1)
  }

  @Test func endsAreExact() {
    #expect(Exponential.exp(0) == 1)
    #expect(Exponential.exp(-0.0) == 1)
    #expect(Exponential.exp(-1000) == 0)
    #expect(Exponential.exp(-.infinity) == 0)
    #expect(Exponential.exp(1000) == .infinity)
    #expect(Exponential.exp(.infinity) == .infinity)
    #expect(Exponential.exp(.nan).isNaN)
  }

  @Test func everyLaneAndLengthGivesTheSameBits() {
    let values = (0..<11).map { -0.37 * Double($0) }
    for count in 0...values.count {
      var some = Array(values.prefix(count))
      Exponential.expInPlace(&some)
      #expect(some == values.prefix(count).map { Exponential.exp($0) })
    }
  }
}
