import DatesAndConventions
import Pricing
import Testing

/// 31 CFR 356 Appendix B, section VI.
@Suite struct TreasuryBillTests {
  private func bill(_ issue: String, _ maturity: String) throws -> TreasuryBill {
    try #require(TreasuryBill(settlement: date(issue), maturity: date(maturity)))
  }

  @Test func examplesOfTheRegulation() throws {
    #expect(abs(try bill("1989-11-24", "1990-02-22").price(discountRate: 0.0761) - 98.0975) < 1e-12)
    #expect(abs(try bill("1982-12-30", "1983-06-30").discountRate(price: 95.934567) - 0.080415158) < 5e-10)
    // Published as 8.076% from a price gain rounded to six places.
    let short = try #require(try bill("1990-06-01", "1990-06-21").investmentRate(price: 99.559444))
    #expect(abs(short - 0.080756) < 2e-6)
    let long = try #require(try bill("1990-06-07", "1991-06-06").investmentRate(price: 92.265))
    #expect(abs(long - 0.082373244) < 1e-9)
  }

  /// Every bill auction of April 2008 to August 2022: price to its six places, investment rate to its three.
  @Test func auctionsReproduce() throws {
    let auctions = try goldenTable("treasury_bills.csv")
    #expect(auctions.count == 827)
    for auction in auctions {
      let bill = try bill(auction["issue"]!, auction["maturity"]!)
      let price = Double(auction["price_per_100"]!)!
      let discount = Double(auction["discount_rate_percent"]!)! / 100
      #expect(abs(bill.price(discountRate: discount) - price) <= 5.0001e-7, "\(auction)")
      #expect(abs(bill.discountRate(price: bill.price(discountRate: discount)) - discount) < 1e-14)
      let rate = try #require(bill.investmentRate(price: price)) * 100
      #expect(abs(rate - Double(auction["investment_rate_percent"]!)!) <= 5.1e-4, "\(auction)")
    }
  }

  @Test func leapDaysLengthenTheYear() throws {
    #expect(try bill("2019-02-28", "2019-06-01").daysInYear == 365)
    #expect(try bill("2019-03-01", "2019-06-01").daysInYear == 366)
    #expect(TreasuryBill(settlement: date("2019-03-01"), maturity: date("2019-03-01")) == nil)
    #expect(try bill("2019-03-01", "2019-06-01").investmentRate(price: 0) == nil)
  }
}
