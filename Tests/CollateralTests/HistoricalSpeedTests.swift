import Collateral
import NumericalMethods
import Testing

/// The worked examples of the Standard Formulas, to the digits they print.
struct HistoricalSpeedTests {
  /// SF-7: Ginnie Mae I 9%, gross 9.5%, 359 months at issue, from 1 June to 1 July 1989.
  private let june = ObservedPool(
    face: 1, firstFactor: 0.85150625, secondFactor: 0.84732282, noteRate: 0.095, firstAge: 16,
    firstRemaining: 344)

  @Test func oneMonthOfOnePool() throws {
    let first = AmortisedBalance.factor(annualRate: 0.095, remaining: 344, original: 359)
    let second = AmortisedBalance.factor(annualRate: 0.095, remaining: 343, original: 359)
    #expect(abs(first - 0.99213300) < 5e-9)
    #expect(abs(second - 0.99157471) < 5e-9)
    let speed = HistoricalSpeed([june], months: 1)
    #expect(abs(speed.scheduledBalance - 0.85102709) < 5e-9)
    #expect(abs(speed.smm - 0.00435270) < 5e-9)
    #expect(abs(speed.cpr - 0.051000) < 5e-7)
    #expect(abs(try #require(speed.psa.root) - 1.5) < 5e-5)
  }

  /// SF-11 and SF-12: two pools over the first half of 1989. The speed of both is no average of theirs.
  @Test func twoPoolsOverSixMonths() throws {
    let pools = [
      ObservedPool(
        face: 1_000_000, firstFactor: 0.86925218, secondFactor: 0.84732282, noteRate: 0.095, firstAge: 11,
        firstRemaining: 349),
      ObservedPool(
        face: 2_000_000, firstFactor: 0.99950812, secondFactor: 0.98290230, noteRate: 0.095, firstAge: 1,
        firstRemaining: 359),
    ]
    let speed = HistoricalSpeed(pools, months: 6)
    #expect(abs(speed.actualBalance - 2_813_127.42) < 0.005)
    #expect(abs(speed.scheduledBalance - 2_859_330.23) < 0.005)
    #expect(abs(speed.smm - 0.00271142) < 5e-9)
    #expect(abs(speed.cpr - 0.032056) < 5e-7)
    let psa = try #require(speed.psa.root)
    #expect(abs(psa - 2.1202) < 5e-5)
    let apart = try pools.map { try #require(HistoricalSpeed([$0], months: 6).psa.root) }
    #expect(abs((apart[0] + 2 * apart[1]) / 3 - psa) > 0.01)
  }

  /// SF-13: loans on cars, 36 months, 34 left at issue; nine months at 1.7% ABS.
  @Test func absoluteSpeedOfNineMonths() {
    let pool = ObservedPool(
      face: 1, firstFactor: 1, secondFactor: 0.64140448, noteRate: 0.10, firstAge: 2, firstRemaining: 34)
    #expect(abs(HistoricalSpeed.abs(pool, months: 9) - 0.017) < 5e-7)
  }

  @Test func withoutInterestTheBalanceFallsEvenly() {
    #expect(AmortisedBalance.factor(annualRate: 0, remaining: 90, original: 360) == 0.25)
    #expect(AmortisedBalance.factor(annualRate: 0.05, remaining: 0, original: 360) == 0)
    #expect(AmortisedBalance.factor(annualRate: 0.05, remaining: 360, original: 360) == 1)
  }
}
