import DatesAndConventions
import Foundation
import MarketData
import Testing

/// Forward rates of indices by month.
@Suite struct MonthlyRatesTests {
  /// A curve at 4.87% simple overnight has the continuous rate 365 · ln(1 + 4.87% / 365) at every time.
  private let zero = 365 * log1p(0.0487 / 365)

  private func rate(_ first: CivilDate, _ last: CivilDate, zero: Double) -> Double {
    (exp(zero * Double(last - first) / 365) - 1) / (Double(last - first) / 360)
  }

  @Test func ratesAreSimpleInterestOfTheIndexsTenor() throws {
    let markets = try IndexCurveTests.markets([IndexCurveTests.up(["USD.SOFR"])])
    for (tenor, months) in [(nil, 1), (Tenor("3M"), 3)] {
      for (column, moved) in [(0, zero), (1, zero + 0.01)] {
        let rates = try markets.monthlyRates(
          .usdSOFR, tenor: tenor, from: TestMarket.date, months: 130, column: column)
        #expect(rates.count == 130)
        for month in [0, 1, 7, 129] {
          let first = TestMarket.date.adding(months: month)
          #expect(
            abs(rates[month] - rate(first, first.adding(months: months), zero: moved)) < 1e-13, "\(month)")
        }
      }
    }
  }

  /// Months that are over have today's rate; a day of each month is the start's.
  @Test func monthsBeforeTheMarketHaveItsFirstRate() throws {
    let markets = try IndexCurveTests.markets([])
    let start = TestMarket.date.adding(months: -2)
    let rates = try markets.monthlyRates(.usdSOFR, tenor: nil, from: start, months: 4)
    let today = rate(TestMarket.date, TestMarket.date.adding(months: 1), zero: zero)
    #expect(abs(rates[0] - today) < 1e-13 && rates[1] == rates[0] && abs(rates[2] - today) < 1e-13)
    let next = start.adding(months: 3)
    #expect(abs(rates[3] - rate(next, next.adding(months: 1), zero: zero)) < 1e-13)
  }

  @Test func anIndexWithoutACurveIsNamed() throws {
    let markets = try IndexCurveTests.markets([])
    #expect(throws: MissingMarketData("index curve for EUR-ESTR")) {
      try markets.monthlyRates(.eurESTR, tenor: nil, from: TestMarket.date, months: 1)
    }
  }
}
