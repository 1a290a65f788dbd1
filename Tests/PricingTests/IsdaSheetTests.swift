import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Default swaps through the pricer against the ISDA standard model's own library.
///
/// The sheet's curves are given to twelve decimals and its values to nine; of ten million, 1e-5 is what that leaves.
@Suite struct IsdaSheetTests {
  static let tolerance = 1e-5

  @Test func everyRowIsRead() {
    #expect(IsdaSheet.rows.count == 200)
    #expect(IsdaSheet.rows.count { $0.end < $0.today } == 3)
    let dueTomorrow = IsdaSheet.rows.filter { row in
      CreditSwapSchedule(maturity: row.end, start: row.start, after: row.today).periods
        .contains { row.isDueTomorrow($0) }
    }
    #expect(dueTomorrow.count == 1)
  }

  /// The sheet agrees with itself: the price is the difference of the legs, premium accrues by days over 360.
  @Test(arguments: IsdaSheet.rows)
  func theSheetAddsUp(row: IsdaSheet.Row) {
    #expect(abs(row.protectionLeg - row.premiumLeg - row.cleanPrice) <= 5e-8)
    let accrued = IsdaSheet.notional * row.spread / 10_000 * Double(row.accruedDays) / 360
    #expect(abs(accrued - row.accruedPremium) <= 2e-9)
  }

  @Test(arguments: IsdaSheet.rows)
  func equalsTheIsdaLibrary(row: IsdaSheet.Row) throws {
    let market = row.market()
    let pricer = BatchPricer(
      markets: market,
      request: PricingRequest(
        measures: [.presentValue, .accrued, .expectedLoss], reportingCurrency: .usd))
    let swap = try CreditDefaultSwap(
      currency: .usd, creditCurve: "SHEET", protection: .bought, notional: IsdaSheet.notional,
      coupon: row.spread / 10_000, maturity: row.end, datedDate: row.start)
    let batch = pricer.price([Fixtures.position(.derivative(.creditDefaultSwap(swap)))])
    let cells = cells(batch.results, positions: 1)[0]
    let value = try #require(cells[.presentValue]?.value)
    guard row.end >= row.today else {
      #expect(value == 0 && row.cleanPrice == 0)
      return
    }
    // The sheet's values are those at cash settlement.
    let settlement = CreditSwapSchedule.cashSettlement(tradedOn: row.today)
    let growth = exp(row.rate * market.years(settlement.dayNumber))
    let protection = try -growth * #require(cells[.expectedLoss]?.value)
    var dirty = growth * value
    var accrued = try -IsdaSheet.notional / 100 * #require(cells[.accrued]?.value)
    var premiums = 0.0
    for period in swap.schedule(after: row.today).periods {
      let premium = IsdaSheet.notional * swap.coupon * period.accrual
      let discount = growth * exp(-row.rate * market.years(period.payDate.dayNumber))
      if row.isDueTomorrow(period) {
        dirty += premium * discount
        accrued -= premium
      } else {
        premiums += premium * discount * market.survival.survival(to: period.lastDay)
      }
    }
    #expect(abs(accrued - row.accruedPremium) <= 2e-9)
    #expect(abs(protection - row.protectionLeg) <= Self.tolerance)
    #expect(abs(dirty + accrued - row.cleanPrice) <= Self.tolerance)
    #expect(abs(dirty - (row.cleanPrice - row.accruedPremium)) <= Self.tolerance)
    #expect(abs(protection - dirty - accrued - row.premiumLeg) <= Self.tolerance)
    // What is left of the premium leg without the premiums that survival pays is paid on default.
    #expect(abs(protection - dirty - premiums - row.accruedOnDefault) <= Self.tolerance)
  }
}

extension IsdaSheet.Row {
  /// The sheet's swaps are traded today, so that a premium of tomorrow is the former owner's. One row has such a premium: who
  /// holds the contract, as the pricer takes it, has still to pay it.
  fileprivate func isDueTomorrow(_ period: CreditSwapSchedule.Period) -> Bool {
    period.end == today.adding(days: 1)
  }
}
