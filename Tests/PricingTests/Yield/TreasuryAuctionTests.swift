import DatesAndConventions
import Instruments
import Pricing
import Testing

/// All nominal note and bond auctions of the US Treasury, April 2008 to August 2022.
@Suite struct TreasuryAuctionTests {
  /// 2e-6 per 100: prices are published to six places.
  @Test func pricesFromHighYieldsReproduce() throws {
    let auctions = try goldenTable("treasury_auctions.csv")
    #expect(auctions.count == 710)
    for auction in auctions {
      let yield = try #require(
        BondYield(try bond(auction), settlement: date(auction["issue"]!)), "\(auction)")
      let highYield = Double(auction["high_yield_percent"]!)! / 100
      let price = try #require(yield.cleanPrice(yield: highYield))
      let published = Double(auction["price_per_100"]!)!
      #expect(abs(price - published) <= 2e-6, "\(auction)")
      let solved = try #require(yield.yield(cleanPrice: price))
      #expect(abs(solved - highYield) < 1e-13)
    }
  }

  /// Rounded by the Treasury to five places per 1000.
  @Test func accruedInterestReproduces() throws {
    for auction in try goldenTable("treasury_auctions.csv") {
      guard let published = Double(auction["accrued_per_1000"]!) else { continue }
      let yield = try #require(BondYield(try bond(auction), settlement: date(auction["issue"]!)))
      #expect(abs(yield.accrued * 10 - published) <= 5.1e-6, "\(auction)")
    }
  }

  private func bond(_ auction: [String: String]) throws -> FixedBond {
    try FixedBond(
      currency: .usd, datedDate: date(auction["dated"]!), maturity: date(auction["maturity"]!),
      coupon: Double(auction["coupon_percent"]!)! / 100, frequency: .semiannual, convention: .usTreasury,
      firstCouponDate: date(auction["first_interest"]!))
  }
}
