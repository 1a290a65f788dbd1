import DatesAndConventions
import Pricing
import Testing

/// Against QuantLib 1.44, per 100 of face: 360 bonds of ten conventions.
@Suite struct BondYieldGoldenTests {
  /// 1e-10: a quotient of days times a coupon.
  @Test func accruedInterestEqualsQuantLib() throws {
    for golden in try YieldGoldens.load().bonds {
      let yield = try #require(BondYield(try golden.bond(), settlement: golden.settlement), "\(golden)")
      #expect(abs(yield.accrued - golden.accrued) <= 1e-10, "\(golden)")
    }
  }

  /// 1e-10 on prices up to some hundreds: 1e-12 of the price, a hundred times the rounding of a long running product.
  @Test func pricesEqualQuantLib() throws {
    var count = 0
    for golden in try YieldGoldens.load().bonds {
      guard let rate = golden.yield, let dirty = golden.dirty else { continue }
      let yield = try #require(BondYield(try golden.bond(), settlement: golden.settlement), "\(golden)")
      let price = try #require(yield.dirtyPrice(yield: rate), "\(golden)")
      #expect(abs(price - dirty) <= 1e-12 * max(100, dirty), "\(golden)")
      count += 1
    }
    #expect(count >= 300)
  }

  /// The golden yield is exact to the rounding of the price over the duration, which is short for some: hence the price
  /// at the solved yield is compared, and yields to 1e-10 in addition where the duration is a tenth of a year or more.
  @Test func yieldsEqualQuantLib() throws {
    for golden in try YieldGoldens.load().bonds {
      guard let price = golden.price, let expected = golden.priceYield else { continue }
      let yield = try #require(BondYield(try golden.bond(), settlement: golden.settlement), "\(golden)")
      let solved = try #require(yield.yield(dirtyPrice: price), "\(golden)")
      let again = try #require(yield.dirtyPrice(yield: solved), "\(golden)")
      #expect(abs(again - price) <= 1e-12 * price, "\(golden)")
      if yield.modifiedDuration(yield: solved) >= 0.1 {
        #expect(abs(solved - expected) <= 1e-10 * (1 + abs(expected)), "\(golden)")
      }
      let warm = try #require(yield.yield(dirtyPrice: price, guess: golden.yield), "\(golden)")
      #expect(abs(warm - solved) <= 1e-12 * (1 + abs(solved)), "\(golden)")
    }
  }

  @Test func durationsAndConvexitiesEqualQuantLib() throws {
    for golden in try YieldGoldens.load().bonds {
      guard let rate = golden.yield else { continue }
      let yield = try #require(BondYield(try golden.bond(), settlement: golden.settlement), "\(golden)")
      let sensitivity = yield.sensitivity(yield: rate)
      func check(_ ours: Double, _ theirs: Double?, _ name: String) {
        guard let theirs else { return }
        #expect(abs(ours - theirs) <= 1e-10 * max(1, abs(theirs)), "\(name) \(golden)")
      }
      check(sensitivity.modifiedDuration, golden.modified, "modified")
      check(sensitivity.convexity, golden.convexity, "convexity")
      check(sensitivity.macaulayDuration, golden.macaulay, "macaulay")
    }
  }

  /// Of our own prices, for every rule, the Treasury's and the Japanese included. Central differences of 1e-4 leave
  /// a relative error of the order of 1e-7 times the square of the duration.
  @Test func durationsAreDerivativesOfPrices() throws {
    for golden in try YieldGoldens.load().bonds {
      let yield = try #require(BondYield(try golden.bond(), settlement: golden.settlement), "\(golden)")
      let (rate, step) = (0.03, 1e-4)
      let sensitivity = yield.sensitivity(yield: rate)
      let price = try #require(yield.dirtyPrice(yield: rate))
      let up = try #require(yield.dirtyPrice(yield: rate + step))
      let down = try #require(yield.dirtyPrice(yield: rate - step))
      let duration = (down - up) / (2 * step * price)
      let convexity = (up - 2 * price + down) / (step * step * price)
      let scale = 1 + sensitivity.convexity
      #expect(abs(sensitivity.modifiedDuration - duration) <= 1e-7 * scale * (1 + duration), "\(golden)")
      #expect(abs(sensitivity.convexity - convexity) <= 1e-6 * scale * scale, "\(golden)")
    }
  }
}
