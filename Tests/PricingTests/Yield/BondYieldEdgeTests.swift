import DatesAndConventions
import Foundation
import Instruments
import Pricing
import Testing

@Suite struct BondYieldEdgeTests {
  private func bond(
    _ convention: BondConventionID, coupon: Double, frequency: Frequency = .semiannual,
    dated: String = "2020-02-29", maturity: String = "2040-02-29", principal: [PrincipalPayment] = []
  ) throws -> FixedBond {
    try FixedBond(
      currency: .usd, datedDate: date(dated), maturity: date(maturity), coupon: coupon, frequency: frequency,
      convention: convention, principalPayments: principal)
  }

  /// From half a point to ten times par, every yield comes back to its price: within 1e-12 of it, and what the
  /// rounding of the yield itself makes of the price.
  @Test(arguments: BondConventionID.allCases, [0.0, 0.001, 0.05, 0.225])
  func yieldsAreFoundForEveryPrice(convention: BondConventionID, coupon: Double) throws {
    for maturity in ["2024-03-08", "2024-06-15", "2025-02-28", "2040-02-29", "2073-11-30"] {
      let bond = try bond(convention, coupon: coupon, maturity: maturity)
      for settlement in ["2024-02-29", "2024-03-01", "2024-03-04"] {
        let yield = try #require(BondYield(bond, settlement: date(settlement)))
        for clean in [0.5, 1, 5, 40, 99.9, 100, 100.1, 150, 300, 1000] {
          let price = clean + max(yield.accrued, 0)
          let context: Comment = "\(convention) \(maturity) \(settlement) \(price)"
          guard let solved = yield.yield(dirtyPrice: price) else {
            // A few days before the end a compound yield so far from par is beyond all numbers, or −100%.
            #expect(maturity == "2024-03-08" && (clean <= 5 || clean >= 300), context)
            continue
          }
          let found = try #require(yield.dirtyPrice(yield: solved), context)
          let rounding = 4.5e-16 * (1 + abs(solved)) * yield.modifiedDuration(yield: solved) * price
          #expect(abs(found - price) <= 1e-12 * (1 + price) + rounding, context)
        }
      }
    }
  }

  @Test func aBondAtParOnACouponDateYieldsItsCoupon() throws {
    for convention in BondConventionID.allCases where convention != .isma {
      let bond = try bond(convention, coupon: 0.0425, dated: "2020-03-15", maturity: "2040-03-15")
      let yield = try #require(BondYield(bond, settlement: date("2024-03-15")), "\(convention)")
      #expect(yield.accrued == 0)
      #expect(abs(try #require(yield.yield(cleanPrice: 100)) - 0.0425) < 1e-15, "\(convention)")
    }
  }

  @Test func ismaYieldIsTheEffectiveAnnualOne() throws {
    let bond = try bond(.isma, coupon: 0.04, dated: "2020-03-15", maturity: "2040-03-15")
    let yield = try #require(BondYield(bond, settlement: date("2024-03-15")))
    #expect(abs(try #require(yield.yield(cleanPrice: 100)) - 0.0404) < 1e-15)
  }

  @Test func zeroCouponBondIsDiscountedByHalfYears() throws {
    let strip = try bond(.usStreet, coupon: 0, frequency: .once, dated: "2020-02-15", maturity: "2034-02-15")
    let yield = try #require(BondYield(strip, settlement: date("2024-02-15")))
    let growth = (0..<20).reduce(1.0) { product, _ in product * 1.02 }
    #expect(abs(try #require(yield.dirtyPrice(yield: 0.04)) - 100 / growth) < 1e-12)
    #expect(abs(yield.macaulayDuration(yield: 0.04) - 10) < 1e-13)
    #expect(abs(yield.modifiedDuration(yield: 0.04) - 10 / 1.02) < 1e-13)
    #expect(abs(yield.convexity(yield: 0.04) - 20 * 21 / 4 / (1.02 * 1.02)) < 1e-11)
    #expect(yield.accrued == 0)
  }

  @Test func aMaturedBondHasNoYield() throws {
    let bond = try bond(.usCorporate, coupon: 0.05, maturity: "2024-02-29")
    #expect(BondYield(bond, settlement: date("2024-02-28")) != nil)
    #expect(BondYield(bond, settlement: date("2024-02-29")) == nil)
    #expect(BondYield(bond, settlement: date("2030-01-01")) == nil)
  }

  @Test func settlementBeforeTheDatedDateAccruesNothing() throws {
    let bond = try bond(.usStreet, coupon: 0.05, dated: "2024-05-15", maturity: "2034-05-15")
    let yield = try #require(BondYield(bond, settlement: date("2024-05-01")))
    #expect(yield.accrued == 0)
    // Fourteen days of discount on the price of the dated date, in a period of 182 days.
    let later = try #require(BondYield(bond, settlement: date("2024-05-15")))
    let price = try #require(yield.dirtyPrice(yield: 0.05))
    let years = 14.0 / 182 / 2
    let expected = 100 * Compounding.compounded(.semiannual).discountFactor(rate: 0.05, years: years)
    #expect(abs(price - expected) < 1e-11)
    #expect(abs(try #require(later.dirtyPrice(yield: 0.05)) - 100) < 1e-11)
  }

  @Test func lastPeriodOfATreasuryIsSimpleInterest() throws {
    let note = try bond(.usTreasury, coupon: 0.05, dated: "2020-05-15", maturity: "2024-05-15")
    let yield = try #require(BondYield(note, settlement: date("2024-03-15")))
    // 61 of the 182 days from 15 November 2023.
    let expected: Double = 102.5 / (1 + 61.0 / 182 * 0.03)
    #expect(abs(try #require(yield.dirtyPrice(yield: 0.06)) - expected) < 1e-12)
    #expect(abs(yield.accrued - 2.5 * 121 / 182) < 1e-13)
    #expect(abs(yield.macaulayDuration(yield: 0.06) - 61.0 / 182 / 2) < 1e-15)
  }

  @Test func japaneseSimpleYield() throws {
    let jgb = try bond(.japaneseGovernment, coupon: 0.004, dated: "2015-09-20", maturity: "2025-09-20")
    let yield = try #require(BondYield(jgb, settlement: date("2023-03-20")))
    // (0.4 + (100 − 98) / T) / 98 with T = 915 days.
    let rate = (0.4 + 2 / (915.0 / 365)) / 98
    #expect(abs(try #require(yield.yield(cleanPrice: 98)) - rate) < 1e-15)
    #expect(abs(try #require(yield.cleanPrice(yield: rate)) - 98) < 1e-12)
    // Half a year's coupon whatever its days; the Macaulay duration is that of two and a half years of flows.
    #expect(abs(yield.macaulayDuration(yield: rate) - 2.49) < 0.01)
    #expect(yield.cleanPrice(yield: -0.5) == nil)
  }

  /// Repaid within the last period, where each flow earns simple interest to its own date.
  @Test func principalWithinTheLastPeriod() throws {
    let sinker = try bond(
      .usCorporate, coupon: 0.06, dated: "2022-01-15", maturity: "2024-01-15",
      principal: [PrincipalPayment(date: date("2023-10-15"), amount: 25)])
    let yield = try #require(BondYield(sinker, settlement: date("2023-08-15")))
    let last: Double = 75 + 75 * 0.03 + 25 * 0.06 / 4
    let expected: Double = 25 / (1 + 0.05 * 60 / 360) + last / (1 + 0.05 * 150 / 360)
    #expect(abs(try #require(yield.dirtyPrice(yield: 0.05)) - expected) < 1e-12)
    #expect(abs(try #require(yield.yield(dirtyPrice: expected)) - 0.05) < 1e-13)
    #expect(yield.outstandingFace == 1)
    let after = try #require(BondYield(sinker, settlement: date("2023-10-16")))
    #expect(after.outstandingFace == 0.75)
    // 25 repaid had earned three months; 75 three months and a day.
    let accrued: Double = (75 * 0.06 * 91 + 25 * 0.06 * 90) / 360
    #expect(abs(after.accrued - accrued / 0.75) < 1e-12)
  }

  @Test func principalWithinAnEarlierPeriodIsDiscountedToItsDate() throws {
    let sinker = try bond(
      .usCorporate, coupon: 0, frequency: .semiannual, dated: "2022-01-15", maturity: "2026-01-15",
      principal: [PrincipalPayment(date: date("2024-04-15"), amount: 30)])
    let yield = try #require(BondYield(sinker, settlement: date("2024-01-15")))
    let growth = Compounding.compounded(.semiannual)
    let expected =
      30 * growth.discountFactor(rate: 0.07, years: 0.25) + 70 * growth.discountFactor(rate: 0.07, years: 2)
    #expect(abs(try #require(yield.dirtyPrice(yield: 0.07)) - expected) < 1e-12)
  }

  @Test func impossibleAsksHaveNoAnswer() throws {
    let yield = try #require(BondYield(try bond(.usStreet, coupon: 0.05), settlement: date("2024-01-10")))
    for price in [0, -1, .nan, .infinity] as [Double] { #expect(yield.yield(dirtyPrice: price) == nil) }
    for rate in [-2, -3, .nan, .infinity] as [Double] { #expect(yield.dirtyPrice(yield: rate) == nil) }
    // A guess that is no yield is ignored.
    #expect(yield.yield(dirtyPrice: 95, guess: -5) == yield.yield(dirtyPrice: 95))
    #expect(yield.yield(dirtyPrice: 95, guess: .nan) == yield.yield(dirtyPrice: 95))
  }

  /// So far above par, simple yields come to −1/T, which has no price: then there is no yield either.
  @Test func pricesBeyondTheLastSimpleYieldHaveNone() throws {
    for convention in BondConventionID.allCases {
      for maturity in ["2024-03-08", "2024-06-15", "2033-03-20"] {
        let yield = try #require(
          BondYield(try bond(convention, coupon: 0.001, maturity: maturity), settlement: date("2024-02-29")))
        for exponent in stride(from: 4.0, through: 300, by: 4) {
          guard let rate = yield.yield(dirtyPrice: pow(10, exponent)) else { continue }
          #expect(yield.dirtyPrice(yield: rate) != nil, "\(convention) \(maturity) 1e\(exponent)")
          _ = yield.sensitivity(yield: rate)
        }
      }
    }
  }

  /// Odd coupons, repayments anywhere, any settlement: a yield gives a price, and the price the yield.
  @Test func anyTermsRoundTrip() throws {
    var state: UInt64 = 7
    func draw(_ range: ClosedRange<Int>) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }
    var priced = 0
    for _ in 0..<4_000 {
      let dated = date("2000-01-01").adding(days: draw(0...9_000))
      let length = draw(1...11_000)
      func inside() -> CivilDate { dated.adding(days: draw(1...max(1, length - 1))) }
      let inner = [inside(), inside()].sorted()
      let principal =
        draw(0...1) == 0
        ? [] : Set([inside(), inside()]).sorted().map { PrincipalPayment(date: $0, amount: 30) }
      let bond = try? FixedBond(
        currency: .usd, datedDate: dated, maturity: dated.adding(days: length),
        coupon: Double(draw(0...900)) / 1e4,
        frequency: [.annual, .semiannual, .quarterly, .monthly][draw(0...3)],
        convention: BondConventionID.allCases[draw(0...9)],
        firstCouponDate: draw(0...1) == 0 ? nil : inner[0],
        penultimateCouponDate: draw(0...1) == 0 ? nil : inner[1], endOfMonth: draw(0...1) == 0,
        principalPayments: principal)
      guard let bond else { continue }
      let settlement = dated.adding(days: draw(-60...length - 1))
      let yield = try #require(BondYield(bond, settlement: settlement), "\(bond) \(settlement)")
      let rate = Double(draw(-100...2_000)) / 1e4
      guard let price = yield.dirtyPrice(yield: rate) else { continue }
      priced += 1
      let solved = try #require(yield.yield(dirtyPrice: price), "\(bond) \(settlement) \(rate)")
      let sensitivity = yield.sensitivity(yield: rate)
      // The rounding of a price of some hundred, over its duration.
      #expect(
        abs(solved - rate) <= 1e-12 * (1 + 1 / sensitivity.modifiedDuration), "\(bond) \(settlement) \(rate)")
      #expect(sensitivity.macaulayDuration > 0 && sensitivity.convexity > 0, "\(bond) \(settlement) \(rate)")
      #expect(yield.accrued.isFinite && yield.outstandingFace > 0)
    }
    #expect(priced > 2_000)
  }
}
