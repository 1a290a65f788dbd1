import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// All auctions of inflation-protected notes and bonds of the US Treasury, April 2008 to August 2022.
@Suite struct TreasuryTIPSTests {
  private struct Auction {
    let bond: FixedBond
    let issue: CivilDate
    let realYield: Double
    let fields: [String: String]

    subscript(_ name: String) -> Double { Double(fields[name]!)! }
  }

  private static func auctions() throws -> [Auction] {
    try goldenTable("treasury_tips.csv").map { fields in
      Auction(
        bond: try FixedBond(
          currency: .usd, datedDate: date(fields["dated"]!), maturity: date(fields["maturity"]!),
          coupon: Double(fields["coupon_percent"]!)! / 100, frequency: .semiannual, convention: .usTreasury,
          firstCouponDate: date(fields["first_interest"]!)),
        issue: date(fields["issue"]!), realYield: Double(fields["high_yield_percent"]!)! / 100, fields: fields
      )
    }
  }

  /// 31 CFR 356, appendix B, I.B.4: a ratio of two reference indices, cut and rounded.
  @Test func indexRatiosReproduce() throws {
    let auctions = try Self.auctions()
    #expect(auctions.count == 85)
    let rounding = InflationIndex.of(.usCPIU).ratioRounding
    for auction in auctions {
      let ratio = rounding.rounded(auction["reference_cpi_issue"] / auction["reference_cpi_dated"])
      #expect(ratio == auction["index_ratio"], "\(auction.fields)")
    }
  }

  /// Real price from real yield, and the cash price: prices are published to six places.
  @Test func pricesReproduce() throws {
    for auction in try Self.auctions() {
      let yield = try #require(BondYield(auction.bond, settlement: auction.issue))
      let price = try #require(yield.cleanPrice(yield: auction.realYield))
      #expect(abs(price - auction["price_per_100"]) <= 2e-6, "\(auction.fields)")
      #expect(abs(price * auction["index_ratio"] - auction["adjusted_price_per_100"]) <= 2e-6)
    }
  }

  @Test func adjustedAccruedInterestReproduces() throws {
    for auction in try Self.auctions() {
      guard let published = Double(auction.fields["adjusted_accrued_per_1000"]!) else { continue }
      let yield = try #require(BondYield(auction.bond, settlement: auction.issue))
      #expect(abs(yield.accrued * 10 * auction["index_ratio"] - published) <= 1.1e-5, "\(auction.fields)")
    }
  }

  /// 31 CFR 356, appendix B, III: 3⅞% notes of 15 January 2009 at 3.898% cost 99.811030.
  @Test func theRegulationsExample() throws {
    let bond = try FixedBond(
      currency: .usd, datedDate: date("1999-01-15"), maturity: date("2009-01-15"), coupon: 0.03875,
      frequency: .semiannual, convention: .usTreasury)
    let yield = try #require(BondYield(bond, settlement: date("1999-01-15")))
    #expect(abs(try #require(yield.cleanPrice(yield: 0.03898)) - 99.811030) < 5e-7)
  }
}
